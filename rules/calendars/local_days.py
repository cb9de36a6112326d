"""When a local day, and so a pending period or a validity, ends: instants computed once."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_MONTHS = 12


def end_of_day(at: datetime, zone: ZoneInfo, *, days: int) -> datetime:
    """Return the instant (UTC) when the day ``days`` after that of ``at`` is over."""
    return _end_of_day(at.astimezone(zone).date(), zone, days)


def end_of_month_day(at: datetime, zone: ZoneInfo, *, months: int) -> datetime:
    """Return the instant (UTC) when the same day ``months`` later is over.

    A day its month does not have becomes that month's last: 31 January plus one month is
    over at the end of 28 February.
    """
    return _end_of_month_day(at.astimezone(zone).date(), zone, months)


# A till asks for the same few days all day long.
@lru_cache(maxsize=1024)
def _end_of_day(day: date, zone: ZoneInfo, days: int) -> datetime:
    return _start_of(day + timedelta(days=days + 1), zone)


@lru_cache(maxsize=1024)
def _end_of_month_day(day: date, zone: ZoneInfo, months: int) -> datetime:
    whole = day.year * _MONTHS + day.month - 1 + months
    year, month = whole // _MONTHS, whole % _MONTHS + 1
    last = min(day.day, monthrange(year, month)[1])
    return _start_of(date(year, month, last) + timedelta(days=1), zone)


def _start_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
