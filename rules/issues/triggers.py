"""When something is given by itself. The alias is the register: join yours with ``|``."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from rules.calendars.periods import PeriodKind
from rules.ground import bounds
from rules.ground.ids import TierId

_MONTH_DAY: Final = re.compile(r"(0[1-9]|1[0-3])-(0[1-9]|[12][0-9]|3[01])", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPurchase:
    """A sale for which the rule's conditions hold and that earns on ``minimum_minor``."""

    kind: Literal["purchase"] = "purchase"
    minimum_minor: int = 0

    def __post_init__(self) -> None:
        """Refuse figures that make no trigger."""
        most = bounds.MONEY_MINOR_MAX
        bounds.within("minimum_minor", self.minimum_minor, least=0, most=most)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTierEntry:
    """A member enters one of ``tiers``."""

    kind: Literal["tier_entry"] = "tier_entry"
    tiers: tuple[TierId, ...]

    def __post_init__(self) -> None:
        """Refuse a trigger that nothing pulls."""
        bounds.names("tiers", self.tiers)
        bounds.some("tiers", self.tiers)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnSegmentEntry:
    """A member enters one of ``segments``."""

    kind: Literal["segment_entry"] = "segment_entry"
    segments: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a trigger that nothing pulls."""
        bounds.names("segments", self.segments)
        bounds.some("segments", self.segments)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnActivity:
    """A member did ``activity``: a survey, a referral, a profile completed."""

    kind: Literal["activity"] = "activity"
    activity: str

    def __post_init__(self) -> None:
        """Refuse a trigger that nothing pulls."""
        bounds.identifier("activity", self.activity)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDate:
    """A day comes: one of ``dates`` (``MM-DD`` of the calendar), a birthday, a jubilee.

    ``days_before``: so many days ahead of it.
    """

    kind: Literal["date"] = "date"
    dates: tuple[str, ...] = ()
    birthday: bool = False
    joined: bool = False
    days_before: int = 0

    def __post_init__(self) -> None:
        """Refuse a trigger that nothing pulls."""
        bounds.names("dates", self.dates)
        if any(not _MONTH_DAY.fullmatch(text) for text in self.dates):
            raise bounds.OutOfBoundsError("dates must be days like 11-22")
        if not (self.dates or self.birthday or self.joined):
            raise bounds.OutOfBoundsError("a date must name dates, birthday or joined")
        bounds.within("days_before", self.days_before, least=0, most=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnEnrolment:
    """A member joins."""

    kind: Literal["enrolment"] = "enrolment"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRenewal:
    """A period of the calendar begins."""

    kind: Literal["renewal"] = "renewal"
    every: PeriodKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTierRenewal:
    """One of ``tiers`` that a member holds has ended and goes on for another time."""

    kind: Literal["tier_renewal"] = "tier_renewal"
    tiers: tuple[TierId, ...]

    def __post_init__(self) -> None:
        """Refuse a trigger that nothing pulls."""
        bounds.names("tiers", self.tiers)
        bounds.some("tiers", self.tiers)


Trigger = (
    OnPurchase
    | OnTierEntry
    | OnTierRenewal
    | OnSegmentEntry
    | OnActivity
    | OnDate
    | OnRenewal
    | OnEnrolment
)
