"""A birthday told in one calendar, as another one writes it."""

from datetime import date

from rules.calendars.day import CalendarDay
from rules.calendars.months import Calendar, day_of, named


def birthday_in(calendar: Calendar, told: CalendarDay, *, of: Calendar, today: date) -> str:
    """Write a birthday (``MM-DD``) in ``calendar`` that was told in the calendar ``of``.

    Where the two differ, the year it was told with decides by a day; year 0 is this one.
    """
    if calendar == of:
        return _month_day(told)
    year = told.year or named(today, of).year
    day = day_of(CalendarDay(year, told.month, told.day), of)
    return _month_day(named(day, calendar))


def _month_day(day: CalendarDay) -> str:
    return f"{day.month:02d}-{day.day:02d}"
