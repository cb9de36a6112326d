"""How a unit of value lives: when it becomes usable, when it ends, when a member is warned.

Every instant is worked out once, when the value is earned, and stamped on its lot. The end
by inactivity alone moves: it is worked out anew from the last activity.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Literal

from rules.calendars.periods import (
    PeriodKind,
    Reckoning,
    days_after,
    fixed,
    months_after,
    rounded_up,
)
from rules.ground import bounds
from rules.ground.ids import Unit
from rules.value.ledger import POINTS

UNTIL_TOLD: Final = datetime(9999, 12, 31, tzinfo=UTC)
"""When value becomes usable that waits for an event and for no day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTerms:
    """How one unit of value lives. Days and months end with their last local day.

    It becomes usable ``pending_days`` after the day of the sale (0: at once), or once the
    event ``pending_until`` is told of the sale, whichever comes first.

    It ends ``expires_days`` or ``expires_months`` after the sale (after it became usable
    with ``expires_from = "active"``), at the end of the period ``expires_end`` in which
    that day lies, and at the latest with the day ``expires_on``; without any of them never.
    After ``expires_inactive_months`` without earning or spending all of it ends.

    Value given back to a lot that has expired meanwhile lives ``grace_days`` more. A member
    is warned from ``warn_days`` before an end (0: not).
    """

    unit: Unit = POINTS
    pending_days: int = 0
    pending_until: str = ""
    expires_days: int | None = None
    expires_months: int | None = None
    expires_end: PeriodKind | None = None
    expires_on: str = ""
    expires_from: Literal["earned", "active"] = "earned"
    expires_inactive_months: int | None = None
    grace_days: int = 30
    warn_days: int = 0

    def __post_init__(self) -> None:
        """Refuse terms that make no sense."""
        bounds.identifier("unit", self.unit)
        for name, most in _BOUNDED:
            value: int | None = getattr(self, name)
            if value is not None:
                bounds.within(name, value, least=0, most=most)
        if self.expires_inactive_months == 0:
            raise bounds.OutOfBoundsError("expires_inactive_months must be at least 1")
        if self.pending_until:
            bounds.identifier("pending_until", self.pending_until)
        if self.expires_on:
            bounds.day("expires_on", self.expires_on)
        if None not in {self.expires_days, self.expires_months}:
            raise bounds.OutOfBoundsError(
                "only one of expires_days and expires_months can be set"
            )
        waits = bool(self.pending_until) and not self.pending_days
        if waits and self.expires_from == "active":
            raise bounds.OutOfBoundsError(
                "expires_from active needs pending_days: an event has no day to count from"
            )

    @property
    def is_pending(self) -> bool:
        """Whether what is earned is not usable at once."""
        return bool(self.pending_days or self.pending_until)


_BOUNDED: Final = (
    ("pending_days", bounds.DAYS_MAX),
    ("expires_days", bounds.DAYS_MAX),
    ("expires_months", bounds.MONTHS_MAX),
    ("expires_inactive_months", bounds.MONTHS_MAX),
    ("grace_days", bounds.DAYS_MAX),
    ("warn_days", bounds.DAYS_MAX),
)


def active_from(terms: UnitTerms, at: datetime, reckoning: Reckoning) -> datetime:
    """Return the instant (UTC) from which what is earned at ``at`` may be spent."""
    if terms.pending_days:
        return days_after(at, terms.pending_days, reckoning)
    return UNTIL_TOLD if terms.pending_until else at.astimezone(UTC)


def expires(terms: UnitTerms, at: datetime, reckoning: Reckoning) -> datetime | None:
    """Return the exclusive instant (UTC) at which what is earned at ``at`` ends.

    None: never. A fixed last day that has passed before ends with the day of ``at``.
    """
    ends = [_counted(terms, at, reckoning), _fixed(terms, at, reckoning)]
    return min((end for end in ends if end is not None), default=None)


def inactive_end(
    terms: UnitTerms, last_activity: datetime, reckoning: Reckoning
) -> datetime | None:
    """Return when all of the unit ends, unless something is earned or spent before."""
    if terms.expires_inactive_months is None:
        return None
    return months_after(last_activity, terms.expires_inactive_months, reckoning)


def warns(
    terms: UnitTerms, end: datetime | None, at: datetime, reckoning: Reckoning
) -> bool:
    """Say whether a member is to be warned at ``at`` of value that ends at ``end``.

    From the beginning of the day that lies ``warn_days`` before the last day.
    """
    if not terms.warn_days or end is None or at >= end:
        return False
    return days_after(at, terms.warn_days, reckoning) >= end


def _counted(terms: UnitTerms, at: datetime, reckoning: Reckoning) -> datetime | None:
    since = active_from(terms, at, reckoning) if terms.expires_from == "active" else at
    if terms.expires_days is not None:
        end = days_after(since, terms.expires_days, reckoning)
    elif terms.expires_months is not None or terms.expires_end is not None:
        end = months_after(since, terms.expires_months or 0, reckoning)
    else:
        return None
    return rounded_up(end, terms.expires_end, reckoning) if terms.expires_end else end


def _fixed(terms: UnitTerms, at: datetime, reckoning: Reckoning) -> datetime | None:
    if not terms.expires_on:
        return None
    last = date.fromisoformat(terms.expires_on)
    return max(fixed(last, last, reckoning).end, days_after(at, 0, reckoning))
