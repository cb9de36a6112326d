"""Months as periods count them in three calendars: twelve a year, numbered through.

A month's number is ``year * 12 + month - 1`` in its own calendar, so that adding months is
adding numbers. Ethiopia's thirteenth month, five or six days, is the end of the twelfth
here: a year has twelve months to be paid, counted or waited for, and 12 months are a year.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal, NamedTuple, get_args

from rules.calendars.day import CalendarDay
from rules.calendars.ethiopian import ethiopian, first_of_ethiopian
from rules.calendars.jalali import first_of_jalali, jalali

Calendar = Literal["gregorian", "jalali", "ethiopian"]

CALENDARS: Final[tuple[Calendar, ...]] = get_args(Calendar)
YEAR_MONTHS: Final = 12
_MONTH_DAYS: Final = 30


class MonthDay(NamedTuple):
    """A day as its month's number and its place in the month, counted from 1."""

    month: int
    day: int


def named(day: date, calendar: Calendar) -> CalendarDay:
    """Return a day as a calendar writes it."""
    return _NAMED[calendar](day)


def day_of(told: CalendarDay, calendar: Calendar) -> date:
    """Return the day that a calendar calls so; one its month does not have is the last."""
    begins = _FIRST[calendar](told.year, told.month)
    day = begins + timedelta(days=told.day - 1)
    while named(day, calendar).month != told.month:
        day -= timedelta(days=1)
    return day


def month_of(day: date, calendar: Calendar) -> MonthDay:
    """Return which month a day is in, and the how manieth of it."""
    year, month, of_month = named(day, calendar)
    if month > YEAR_MONTHS:
        return MonthDay(year * YEAR_MONTHS + YEAR_MONTHS - 1, _MONTH_DAYS + of_month)
    return MonthDay(year * YEAR_MONTHS + month - 1, of_month)


@lru_cache(maxsize=4096)
def month_begins(month: int, calendar: Calendar) -> date:
    """Return the first day of the month with a number."""
    year, past = divmod(month, YEAR_MONTHS)
    return _FIRST[calendar](year, past + 1)


def months_later(day: date, months: int, calendar: Calendar) -> date:
    """Return the same day ``months`` later (or earlier, below zero).

    A day its month does not have becomes that month's last: 31 January plus one month is 28
    February.
    """
    month, of_month = month_of(day, calendar)
    begins = month_begins(month + months, calendar)
    length = (month_begins(month + months + 1, calendar) - begins).days
    return begins + timedelta(days=min(of_month, length) - 1)


def _gregorian(day: date) -> CalendarDay:
    return CalendarDay(day.year, day.month, day.day)


def _first_of_gregorian(year: int, month: int) -> date:
    return date(year, month, 1)


_NAMED: Final[Mapping[Calendar, Callable[[date], CalendarDay]]] = {
    "gregorian": _gregorian,
    "jalali": jalali,
    "ethiopian": ethiopian,
}
_FIRST: Final[Mapping[Calendar, Callable[[int, int], date]]] = {
    "gregorian": _first_of_gregorian,
    "jalali": first_of_jalali,
    "ethiopian": first_of_ethiopian,
}
