"""The Ethiopian calendar: twelve months of thirty days, and a thirteenth of five or six."""

from datetime import date

from rules.calendars.day import CalendarDay

_FOUR_YEARS_DAYS = 1461
_YEAR_DAYS = 365
_MONTH_DAYS = 30
_LEAP_YEAR = 3
# The first day of the year 1 (29 August 8 in the Julian calendar), as a Gregorian ordinal.
_BEGIN = 2796


def ethiopian(day: date) -> CalendarDay:
    """Return a day as Ethiopia writes it (the era of mercy); every fourth year is leap."""
    fours, days = divmod(day.toordinal() - _BEGIN, _FOUR_YEARS_DAYS)
    # The third of four years is the leap one: its last day does not begin the fourth.
    past = days // _YEAR_DAYS if days < _LEAP_YEAR * _YEAR_DAYS else _LEAP_YEAR
    if days == _LEAP_YEAR * _YEAR_DAYS:
        past = _LEAP_YEAR - 1
    days -= past * _YEAR_DAYS + (past == _LEAP_YEAR)
    month, of_month = divmod(days, _MONTH_DAYS)
    return CalendarDay(4 * fours + past + 1, month + 1, of_month + 1)


def first_of_ethiopian(year: int, month: int) -> date:
    """Return the first day of an Ethiopian month (1 to 13)."""
    leap_days = year // (_LEAP_YEAR + 1)
    days = (month - 1) * _MONTH_DAYS
    return date.fromordinal(_BEGIN + (year - 1) * _YEAR_DAYS + leap_days + days)
