"""Periods: days, weeks, months and years of a zone and a calendar, as exclusive instants.

A local day begins at the first instant that its zone calls so; every longer period is whole
local days. So the periods of one kind follow each other without gap or overlap, whatever
the clocks do. Instants worked out here are stamped by whoever asks, and never again.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from rules.calendars.months import (
    YEAR_MONTHS,
    Calendar,
    month_begins,
    month_of,
    months_later,
)
from rules.ground.quick import quick_to_make

PeriodKind = Literal["day", "week", "month", "quarter", "half_year", "year"]

_MONTHS_IN: Final[dict[PeriodKind, int]] = {
    "month": 1,
    "quarter": 3,
    "half_year": 6,
    "year": YEAR_MONTHS,
}
_WEEK_DAYS: Final = 7
_ONE_DAY: Final = timedelta(days=1)
_DAYS_KEPT: Final = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """Where days end, how months are named, and on which ISO weekday a week begins."""

    zone: ZoneInfo
    calendar: Calendar = "gregorian"
    week_begins: int = 1


@lru_cache(maxsize=64)
def reckoning_of(zone: str, calendar: Calendar, week_begins: int) -> Reckoning:
    """Return the reckoning of a zone by its IANA name; KeyError when it is none."""
    return Reckoning(zone=ZoneInfo(zone), calendar=calendar, week_begins=week_begins)


@quick_to_make
@dataclass(frozen=True, slots=True)
class Span:
    """From ``begin`` (included) until ``end`` (excluded), both instants in UTC."""

    begin: datetime
    end: datetime

    def __contains__(self, at: datetime) -> bool:
        """Say whether an instant lies in it."""
        return self.begin <= at < self.end


def local_day(at: datetime, reckoning: Reckoning) -> date:
    """Return the local day that an instant lies in.

    Where the clocks go back over midnight, a day that has begun does not end again.
    """
    # In UTC, where no two instants are written alike.
    return _local_day(at.astimezone(UTC), reckoning.zone)


@lru_cache(maxsize=_DAYS_KEPT)
def _local_day(at: datetime, zone: ZoneInfo) -> date:
    day = at.astimezone(zone).date()
    following = day + _ONE_DAY
    return following if at >= _begins(following, zone) else day


def day_begins(day: date, reckoning: Reckoning) -> datetime:
    """Return the instant (UTC) at which a local day begins."""
    return _begins(day, reckoning.zone)


def days_of(kind: PeriodKind, day: date, reckoning: Reckoning) -> tuple[date, date]:
    """Return the first day of the period that a day is in, and the first of the next."""
    if kind == "day":
        return day, day + _ONE_DAY
    if kind == "week":
        first = day - timedelta(days=(day.isoweekday() - reckoning.week_begins) % 7)
        return first, first + timedelta(days=_WEEK_DAYS)
    months = _MONTHS_IN[kind]
    month = month_of(day, reckoning.calendar).month // months * months
    return (
        month_begins(month, reckoning.calendar),
        month_begins(month + months, reckoning.calendar),
    )


def period(kind: PeriodKind, at: datetime, reckoning: Reckoning) -> Span:
    """Return the period that an instant lies in."""
    return period_of(kind, local_day(at, reckoning), reckoning)


@lru_cache(maxsize=_DAYS_KEPT)
def period_of(kind: PeriodKind, day: date, reckoning: Reckoning) -> Span:
    """Return the period that a local day lies in."""
    return _span(*days_of(kind, day, reckoning), reckoning)


def next_period(kind: PeriodKind, at: datetime, reckoning: Reckoning) -> Span:
    """Return the period after the one that an instant lies in."""
    _, following = days_of(kind, local_day(at, reckoning), reckoning)
    return _span(*days_of(kind, following, reckoning), reckoning)


def period_name(kind: PeriodKind, at: datetime, reckoning: Reckoning) -> str:
    """Return the name of an instant's period in its calendar, for counters."""
    return period_name_of(kind, local_day(at, reckoning), reckoning)


@lru_cache(maxsize=_DAYS_KEPT)
def period_name_of(kind: PeriodKind, day: date, reckoning: Reckoning) -> str:
    """Return the name of a local day's period in its calendar.

    ``2026-11-21``, ``w2026-11-16`` (the week's first day), ``2026-11``, ``2026-q4``,
    ``2026-h2``, ``2026``. Of one kind, two periods never have the same name.
    """
    first, _ = days_of(kind, day, reckoning)
    month, of_month = month_of(first, reckoning.calendar)
    year, past = divmod(month, YEAR_MONTHS)
    match kind:
        case "day" | "week":
            mark = "w" if kind == "week" else ""
            return f"{mark}{year:04d}-{past + 1:02d}-{of_month:02d}"
        case "month":
            return f"{year:04d}-{past + 1:02d}"
        case "quarter" | "half_year":
            return f"{year:04d}-{kind[0]}{past // _MONTHS_IN[kind] + 1}"
        case "year":
            return f"{year:04d}"


def days_after(at: datetime, days: int, reckoning: Reckoning) -> datetime:
    """Return when the day ``days`` after that of ``at`` is over."""
    return day_begins(local_day(at, reckoning) + timedelta(days=days + 1), reckoning)


def months_after(at: datetime, months: int, reckoning: Reckoning) -> datetime:
    """Return when the same day ``months`` later is over; a day not there is the last."""
    return _months_after(local_day(at, reckoning), months, reckoning)


def rounded_up(end: datetime, kind: PeriodKind, reckoning: Reckoning) -> datetime:
    """Return the end of the period in which the last day before ``end`` lies."""
    last = local_day(end, reckoning) - _ONE_DAY
    if day_begins(last + _ONE_DAY, reckoning) != end:
        last = local_day(end, reckoning)
    return day_begins(days_of(kind, last, reckoning)[1], reckoning)


def rolling_days(at: datetime, days: int, reckoning: Reckoning) -> Span:
    """Return the local day of ``at`` and the whole days before it, ``days`` in all."""
    last = local_day(at, reckoning)
    return _span(last - timedelta(days=days - 1), last + _ONE_DAY, reckoning)


def rolling_months(at: datetime, months: int, reckoning: Reckoning) -> Span:
    """Return the ``months`` months that end with the local day of ``at``.

    They begin on the day after the same day so many months before.
    """
    last = local_day(at, reckoning)
    first = months_later(last, -months, reckoning.calendar) + _ONE_DAY
    return _span(first, last + _ONE_DAY, reckoning)


def anniversary(joined: date, at: datetime, reckoning: Reckoning) -> Span:
    """Return the year of membership that an instant lies in; before joining, the first.

    Whoever joined on a day that not every year has begins such years on the month's last.
    """
    today = local_day(at, reckoning)
    begun = month_of(joined, reckoning.calendar).month
    years = max(0, (month_of(today, reckoning.calendar).month - begun) // YEAR_MONTHS)
    if _years_later(joined, years, reckoning) > today:
        years = max(0, years - 1)
    return _span(
        _years_later(joined, years, reckoning),
        _years_later(joined, years + 1, reckoning),
        reckoning,
    )


def fixed(first: date, last: date, reckoning: Reckoning) -> Span:
    """Return the days from ``first`` to ``last``, both included."""
    return _span(first, last + _ONE_DAY, reckoning)


def _years_later(day: date, years: int, reckoning: Reckoning) -> date:
    return months_later(day, years * YEAR_MONTHS, reckoning.calendar)


def _span(first: date, following: date, reckoning: Reckoning) -> Span:
    return Span(day_begins(first, reckoning), day_begins(following, reckoning))


# A till asks for the same few days all day long.
@lru_cache(maxsize=1024)
def _months_after(day: date, months: int, reckoning: Reckoning) -> datetime:
    following = months_later(day, months, reckoning.calendar) + _ONE_DAY
    return day_begins(following, reckoning)


@lru_cache(maxsize=4096)
def _begins(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
