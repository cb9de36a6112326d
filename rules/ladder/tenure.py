"""When a tier that is reached begins, and when it ends: instants worked out once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rules.calendars.months import months_later
from rules.calendars.periods import Reckoning, day_begins, days_after, local_day, rounded_up
from rules.ground.ids import TierId
from rules.ladder.terms import Ladder
from rules.ladder.windows import window


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """From when a tier is held, and until when (excluded; None: it has no end)."""

    begins: datetime
    until: datetime | None


def tenure(
    ladder: Ladder,
    tier: TierId,
    at: datetime,
    reckoning: Reckoning,
    *,
    joined: date | None = None,
) -> Tenure:
    """Return when a tier reached at ``at`` begins and ends; the lowest never ends."""
    if tier == ladder.tiers[0].tier or ladder.falls == "at_once":
        return Tenure(begins=at, until=None)
    begins = at
    if ladder.start == "next_period":
        begins = window(ladder, at, reckoning, joined=joined).end
    until = _until(ladder, at, begins, reckoning, joined=joined)
    if ladder.duration_end is not None:
        until = rounded_up(until, ladder.duration_end, reckoning)
    return Tenure(begins=begins, until=_extended(until, ladder.extend_days, reckoning))


def graced(ladder: Ladder, at: datetime, reckoning: Reckoning) -> datetime:
    """Return until when a tier is kept that fell short at ``at``; ``at`` without grace."""
    return _extended(at, ladder.grace_days, reckoning)


def _until(
    ladder: Ladder,
    at: datetime,
    begins: datetime,
    reckoning: Reckoning,
    *,
    joined: date | None,
) -> datetime:
    if ladder.duration_days is not None:
        return days_after(begins, ladder.duration_days, reckoning)
    months = ladder.duration_months
    if months is None and ladder.ends is None:
        if ladder.window_days is not None:
            return begins + timedelta(days=ladder.window_days)
        months = ladder.window_months
    if months is not None:
        last = months_later(local_day(begins, reckoning), months, reckoning.calendar)
        return day_begins(last, reckoning)
    here = window(ladder, at, reckoning, joined=joined)
    if ladder.ends == "end_of_period" or ladder.is_fixed:
        return max(here.end, days_after(at, 0, reckoning))
    return window(ladder, here.end, reckoning, joined=joined).end


def _extended(until: datetime, days: int, reckoning: Reckoning) -> datetime:
    """Return an end ``days`` later: the end of a day stays one, whatever the clocks do."""
    if not days:
        return until
    day = local_day(until, reckoning)
    if day_begins(day, reckoning) != until:
        return until + timedelta(days=days)
    return day_begins(day + timedelta(days=days), reckoning)
