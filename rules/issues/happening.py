"""What happens to a member away from a basket, and which rules it sets off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, assert_never

from rules.calendars.periods import days_of
from rules.campaigns.campaign import Campaigns
from rules.conditions.occasion import Frame, Occasion, is_anniversary
from rules.ground.ids import RuleId, TierId
from rules.issues.deciding import may_give
from rules.issues.rule import IssueRule
from rules.issues.triggers import (
    OnActivity,
    OnDate,
    OnEnrolment,
    OnPurchase,
    OnRenewal,
    OnSegmentEntry,
    OnTierEntry,
    OnTierRenewal,
)
from rules.ladder.places import entered
from rules.ladder.terms import Ladder
from rules.members.standing import Standing

HappeningKind = Literal[
    "tier_entry", "tier_renewal", "tier_exit", "segment_entry", "segment_exit",
    "activity", "date", "enrolment",
]  # fmt: skip
_EXIT_OF: Final[dict[str, HappeningKind]] = {
    "tier_entry": "tier_exit",
    "segment_entry": "segment_exit",
}
EXITS: Final = frozenset(_EXIT_OF.values())
"""What takes gifts back instead of giving some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A member entered or left tiers or segments, did something, joined; or a day began.

    ``names`` are those tiers or segments, or the activity; ``day`` the day that began.
    ``key`` tells one activity from another by the same name. ``given`` names rules whose
    gift for it was given elsewhere already.
    """

    kind: HappeningKind
    names: tuple[str, ...] = ()
    day: date | None = None
    given: tuple[RuleId, ...] = ()
    key: str = ""


def pulled_by(
    rules: Iterable[IssueRule],
    happening: Happening,
    occasion: Occasion,
    *,
    campaigns: Campaigns,
) -> list[IssueRule]:
    """Return the rules that give this member something for what happened.

    ``occasion`` has an empty basket: conditions about goods, tenders and codes do not hold
    where they ask for any.
    """
    return [
        rule
        for rule in rules
        if rule.rule not in happening.given
        and _pulls(rule, happening, occasion)
        and campaigns.asked_of(rule.when, rule.campaign).missing(occasion) is None
        and may_give(rule, occasion)
    ]


def asked_for(rules: Iterable[IssueRule]) -> frozenset[HappeningKind]:
    """Return the kinds of happenings that some rule waits for."""
    found: set[HappeningKind] = set()
    for rule in rules:
        match rule.on.kind:
            case "purchase":
                continue
            case "renewal":
                found.add("date")
            case kind:
                found.add(kind)
        if rule.lost == "withdraw":
            found.add(_EXIT_OF[rule.on.kind])
    return frozenset(found)


def lost_by(
    rules: Iterable[IssueRule],
    happening: Happening,
    standing: Standing,
    ladder: Ladder | None,
) -> list[IssueRule]:
    """Return the rules whose gifts go with the tiers or segments that a member left.

    Nothing goes for one that the member is in again by now, or still by another name.
    """
    held = {tier.tier for tier in entered(ladder, TierId(""), standing.tier)}
    now = held if happening.kind == "tier_exit" else {*standing.segments}
    left = {*happening.names} - now
    return [
        rule
        for rule in rules
        if rule.lost == "withdraw"
        and isinstance(rule.on, OnTierEntry | OnSegmentEntry)
        and _EXIT_OF[rule.on.kind] == happening.kind
        and left.intersection(names := _named(rule.on))
        and not now.intersection(names)
    ]


def _pulls(rule: IssueRule, happening: Happening, occasion: Occasion) -> bool:
    match rule.on:
        case OnPurchase():
            return False
        case OnTierEntry() | OnTierRenewal() | OnSegmentEntry():
            same = happening.kind == rule.on.kind
            return same and not set(_named(rule.on)).isdisjoint(happening.names)
        case OnActivity(activity=activity):
            return happening.kind == "activity" and activity in happening.names
        case OnEnrolment():
            return happening.kind == "enrolment"
        case OnDate() | OnRenewal():
            return happening.kind == "date" and _begins(rule.on, happening.day, occasion)
        case _:
            assert_never(rule.on)


def _begins(on: OnDate | OnRenewal, day: date | None, occasion: Occasion) -> bool:
    """Say whether a day that has begun is one that a rule waits for."""
    if day is None:
        return False
    if isinstance(on, OnRenewal):
        return days_of(on.every, day, occasion.frame.reckoning)[0] == day
    return _comes(on, day + timedelta(days=on.days_before), occasion)


def _named(on: OnTierEntry | OnTierRenewal | OnSegmentEntry) -> tuple[str, ...]:
    return on.segments if isinstance(on, OnSegmentEntry) else on.tiers


def _comes(on: OnDate, day: date, occasion: Occasion) -> bool:
    """Say whether a day is one of those that a rule waits for."""
    frame, standing = occasion.frame, occasion.standing
    if on.dates and frame.month_day(day) in on.dates:
        return True
    if standing is None:
        return False
    if on.birthday and standing.birthday and is_anniversary(frame, standing.birthday, day):
        return True
    return on.joined and bool(standing.joined) and _is_jubilee(frame, standing.joined, day)


def _is_jubilee(frame: Frame, joined: str, day: date) -> bool:
    """Say whether a member joined on that day of an earlier year."""
    first = date.fromisoformat(joined)
    return day > first and is_anniversary(frame, frame.month_day(first), day)
