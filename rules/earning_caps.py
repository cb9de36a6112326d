"""Caps: what a rule may give a receipt or a member in a period, and what it has given."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.basket import Line
from rules.campaigns import Campaigns
from rules.counters import Cap, Count, counter, period_end
from rules.decisions import Award, NotUsed
from rules.earn import EarnRule
from rules.earn.receipt import Given
from rules.left import Left
from rules.occasion import Occasion
from rules.shares import share

Earned = list[tuple[EarnRule, Given]]
"""What rules gave, rule by rule."""


@dataclass(frozen=True, slots=True)
class Capped:
    """What is earned in the end, what was not and why, and what counters go up by."""

    awards: tuple[Award, ...]
    not_used: tuple[NotUsed, ...]
    counts: tuple[Count, ...]


def capped(
    lines: Sequence[Line],
    earned: Earned,
    not_used: Sequence[NotUsed],
    *,
    occasion: Occasion | None,
    campaigns: Campaigns,
) -> Capped:
    """Keep every rule within its caps and its campaign's budgets; what was cut is told.

    Without an occasion nothing is cut.
    """
    spent: dict[str, int] = {}
    kept: Earned = []
    reasons = list(not_used)
    counts: list[Count] = []
    for rule, given in earned:
        if occasion is None or not (rule.caps or rule.campaign):
            kept.append((rule, given))
            continue
        stays, short = _within(rule, given, occasion)
        reasons += short
        left = campaigns.left_of(rule.campaign, occasion)
        if left is not None:
            before = spent.get(rule.campaign, 0)
            stays, short = _in_budget(rule, stays, left, before)
            spent[rule.campaign] = before + sum(stays.points)
            reasons += short
        kept.append((rule, stays))
        if any(stays.points):
            counts.extend(_counts(rule, sum(stays.points), occasion))
    return Capped(_awards(lines, kept), tuple(reasons), tuple(counts))


def _awards(lines: Sequence[Line], earned: Earned) -> tuple[Award, ...]:
    """Write down what rules gave; a line that got nothing is not named."""
    names = [line.line for line in lines]
    awards: list[Award] = []
    for rule, given in earned:
        at, points = given.at, given.points
        named = names if len(at) == len(names) else map(names.__getitem__, at)
        pairs = zip(named, points, strict=True)
        by_name = tuple(pairs if all(points) else [each for each in pairs if each[1]])
        if by_name:
            # Filled slot by slot: a receipt may have dozens, and how a frozen class fills
            # itself takes twice as long.
            award = _NEW(Award)
            _SET_UNIT(award, rule.unit)
            _SET_RULE(award, rule.rule)
            _SET_WORDS(award, given.words)
            _SET_LINES(award, by_name)
            awards.append(award)
    return tuple(awards)


_NEW = object.__new__
_SET_UNIT = vars(Award)["unit"].__set__
_SET_RULE = vars(Award)["rule"].__set__
_SET_WORDS = vars(Award)["words"].__set__
_SET_LINES = vars(Award)["lines"].__set__


def _within(
    rule: EarnRule, given: Given, occasion: Occasion
) -> tuple[Given, Sequence[NotUsed]]:
    """Return what fits under a rule's caps, and which of them cut it.

    A cap that gives ``nothing`` minds what was worked out, not what others leave of it.
    """
    points = sum(given.points)
    left = {cap: _left(rule, cap, occasion) for cap in rule.caps}
    short = sorted((cap for cap in left if points > left[cap]), key=left.__getitem__)
    if not short:
        return given, ()
    cap = next((cap for cap in short if cap.over == "nothing"), short[0])
    stays = _trimmed(given, 0 if cap.over == "nothing" else left[cap])
    values = (("points", points - sum(stays.points)), ("cap", cap.points))
    return stays, (NotUsed(rule=rule.rule, words="refuse.capped", values=values),)


def _in_budget(
    rule: EarnRule, given: Given, left: Left, before: int
) -> tuple[Given, Sequence[NotUsed]]:
    """Return what a campaign's budgets let a rule give after so much ``before``."""
    points = sum(given.points)
    most = left.granted("points", points, before=before)
    if most == points:
        return given, ()
    here = max(0, left.least("points") - before)
    values = (("less", points - most), ("left", here))
    short = NotUsed(rule=rule.rule, words="refuse.budget_short", values=values)
    return _trimmed(given, most), (short,)


def _trimmed(given: Given, points: int) -> Given:
    """Return so many points in all, each line's in its proportion."""
    if points == sum(given.points):
        return given
    return Given(given.words, given.at, share(points, given.points))


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
