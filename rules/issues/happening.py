"""What happens to a member away from a basket, and which rules it sets off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, assert_never

from rules.campaigns import Campaigns
from rules.ids import RuleId
from rules.issues.deciding import may_give
from rules.issues.rule import IssueRule
from rules.issues.triggers import (
    OnActivity,
    OnDate,
    OnEnrolment,
    OnPurchase,
    OnSegmentEntry,
    OnTierEntry,
)
from rules.occasion import Frame, Occasion, is_anniversary
from rules.when import unmet

HappeningKind = Literal["tier_entry", "segment_entry", "activity", "date", "enrolment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A member entered tiers or segments, did an activity, joined; or a local day began.

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
        and all(
            unmet(when, occasion) is None
            for when in campaigns.asked_of(rule.when, rule.campaign)
        )
        and may_give(rule, occasion)
    ]


def asked_for(rules: Iterable[IssueRule]) -> frozenset[HappeningKind]:
    """Return the kinds of happenings that some rule waits for."""
    return frozenset(rule.on.kind for rule in rules if rule.on.kind != "purchase")


def _pulls(rule: IssueRule, happening: Happening, occasion: Occasion) -> bool:
    match rule.on:
        case OnPurchase():
            return False
        case OnTierEntry(tiers=names) | OnSegmentEntry(segments=names):
            same = happening.kind == rule.on.kind
            return same and not set(names).isdisjoint(happening.names)
        case OnActivity(activity=activity):
            return happening.kind == "activity" and activity in happening.names
        case OnEnrolment():
            return happening.kind == "enrolment"
        case OnDate():
            if happening.kind != "date" or happening.day is None:
                return False
            day = happening.day + timedelta(days=rule.on.days_before)
            return _comes(rule.on, day, occasion)
        case _:
            assert_never(rule.on)


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
