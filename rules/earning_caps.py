"""Caps: what a rule may give a receipt or a member in a period, and what it has given."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rules.campaigns import NO_CAMPAIGNS, Campaigns
from rules.counters import Cap, Count, counter, period_end
from rules.decisions import Award, NotUsed
from rules.earn import EarnRule
from rules.occasion import Occasion
from rules.shares import share

Earned = list[tuple[EarnRule, tuple[Award, ...]]]
"""What rules gave, rule by rule."""


@dataclass(frozen=True, slots=True)
class Capped:
    """What is earned in the end, what was not and why, and what counters go up by."""

    awards: tuple[Award, ...]
    not_used: tuple[NotUsed, ...]
    counts: tuple[Count, ...]


def capped(
    earned: Earned,
    not_used: Sequence[NotUsed],
    occasion: Occasion | None,
    campaigns: Campaigns = NO_CAMPAIGNS,
) -> Capped:
    """Keep every rule within its caps and its campaign's budget; what was cut is told.

    Without an occasion nothing is cut.
    """
    if occasion is None:
        everything = [award for _, awards in earned for award in awards]
        return Capped(tuple(everything), tuple(not_used), ())
    left = dict(occasion.left)
    awards: list[Award] = []
    reasons = list(not_used)
    counts: list[Count] = []
    for rule, given in earned:
        budget = campaigns.budget_of(rule.campaign) if rule.campaign else None
        if not rule.caps and budget is None:
            awards.extend(given)
            continue
        kept, cap = _within(rule, given, occasion) if rule.caps else (given, None)
        most = cap.points if cap else 0
        if budget is not None and budget.counts == "points":
            most = left.get(rule.campaign, 0)
            wanted = _points(kept)
            kept = _trimmed(kept, budget.granted(wanted, left=most))
            left[rule.campaign] = most - _points(kept)
        awards.extend(kept)
        points = _points(kept)
        if points < _points(given):
            values = (("points", _points(given) - points), ("cap", most))
            reasons.append(NotUsed(rule=rule.rule, words="refuse.capped", values=values))
        if points:
            counts.extend(_counts(rule, points, occasion))
    return Capped(tuple(awards), tuple(reasons), tuple(counts))


def _within(
    rule: EarnRule, given: tuple[Award, ...], occasion: Occasion
) -> tuple[tuple[Award, ...], Cap | None]:
    """Return what fits under a rule's caps, and the cap that cut it."""
    points = _points(given)
    left = {cap: _left(rule, cap, occasion) for cap in rule.caps}
    tightest = min(left, key=lambda cap: left[cap])
    if points <= left[tightest]:
        return given, None
    if tightest.over == "nothing":
        return (), tightest
    return _trimmed(given, left[tightest]), tightest


def _trimmed(given: tuple[Award, ...], points: int) -> tuple[Award, ...]:
    """Return awards of so many points in all, each in its proportion."""
    if points == _points(given):
        return given
    parts = share(points, [award.points for award in given])
    pairs = zip(given, parts, strict=True)
    return tuple(replace(award, points=part) for award, part in pairs if part)


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


def _points(awards: Sequence[Award]) -> int:
    return sum([award.points for award in awards])
