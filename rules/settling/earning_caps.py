"""Caps: what a rule may give a receipt or a member in a period, and what it has given."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.campaigns.campaign import Campaigns
from rules.conditions.counters import Cap, counter, period_end
from rules.conditions.occasion import Occasion
from rules.earn import EarnRule
from rules.earn.receipt import Given
from rules.ground.quick import quick_to_make
from rules.sale.decisions import Award, NotUsed
from rules.sale.split import Split
from rules.value.counts import Count
from rules.value.left import Left

Earned = list[tuple[EarnRule, Given]]
"""What rules gave, rule by rule."""


@quick_to_make
@dataclass(frozen=True, slots=True)
class Capped:
    """What is earned in the end, what was not and why, and what counters go up by."""

    awards: tuple[Award, ...]
    not_used: tuple[NotUsed, ...]
    counts: tuple[Count, ...]


def capped(
    names: Sequence[str],
    earned: Earned,
    not_used: Sequence[NotUsed],
    *,
    occasion: Occasion | None,
    campaigns: Campaigns,
) -> Capped:
    """Keep every rule within its caps and its campaign's budgets; what was cut is told.

    ``names`` are those of the receipt's lines, by position. Without an occasion nothing is
    cut.
    """
    if occasion is None:
        return Capped(_awards(names, earned), tuple(not_used), ())
    spent: dict[str, int] = {}
    kept: Earned = []
    reasons = list(not_used)
    counts: list[Count] = []
    for each in earned:
        rule, given = each
        if not (rule.caps or rule.campaign):
            kept.append(each)
            continue
        stays, short = _within(rule, given, occasion)
        reasons += short
        left = campaigns.left_of(rule.campaign, occasion)
        if left is not None:
            before = spent.get(rule.campaign, 0)
            stays, short = _in_budget(rule, stays, left, before)
            spent[rule.campaign] = before + stays.points
            reasons += short
        kept.append((rule, stays))
        if stays.points:
            counts.extend(_counts(rule, stays.points, occasion))
    return Capped(_awards(names, kept), tuple(reasons), tuple(counts))


def _awards(names: Sequence[str], earned: Earned) -> tuple[Award, ...]:
    """Write down what rules gave."""
    return tuple(
        [
            Award(
                unit=rule.unit,
                rule=rule.rule,
                words=given.words,
                split=Split(given.points, names=names, at=given.at, weights=given.weights),
            )
            for rule, given in earned
            if given.points
        ]
    )


def _within(
    rule: EarnRule, given: Given, occasion: Occasion
) -> tuple[Given, Sequence[NotUsed]]:
    """Return what fits under a rule's caps, and which of them cut it.

    A cap that gives ``nothing`` minds what was worked out, not what others leave of it.
    """
    points = given.points
    left = {cap: _left(rule, cap, occasion) for cap in rule.caps}
    short = sorted((cap for cap in left if points > left[cap]), key=left.__getitem__)
    if not short:
        return given, ()
    cap = next((cap for cap in short if cap.over == "nothing"), short[0])
    stays = _trimmed(given, 0 if cap.over == "nothing" else left[cap])
    values = (("points", points - stays.points), ("cap", cap.points))
    return stays, (NotUsed(rule=rule.rule, words="refuse.capped", values=values),)


def _in_budget(
    rule: EarnRule, given: Given, left: Left, before: int
) -> tuple[Given, Sequence[NotUsed]]:
    """Return what a campaign's budgets let a rule give after so much ``before``."""
    points = given.points
    most = left.granted("points", points, before=before)
    if most == points:
        return given, ()
    here = max(0, left.least("points") - before)
    values = (("less", points - most), ("left", here))
    short = NotUsed(rule=rule.rule, words="refuse.budget_short", values=values)
    return _trimmed(given, most), (short,)


def _trimmed(given: Given, points: int) -> Given:
    """Return so many points in all, each line's in its proportion."""
    if points == given.points:
        return given
    return Given(given.words, given.at, points, given.parts())


def _left(rule: EarnRule, cap: Cap, occasion: Occasion) -> int:
    if cap.per == "receipt" or occasion.standing is None:
        return cap.points
    have = occasion.standing.count(counter(rule.rule, cap.per, occasion))
    return max(0, cap.points - have)


def _counts(rule: EarnRule, points: int, occasion: Occasion) -> list[Count]:
    return [
        Count(
            unit=counter(rule.rule, cap.per, occasion),
            amount=points,
            expires=period_end(cap.per, occasion),
        )
        for cap in rule.caps
        if cap.per != "receipt"
    ]
