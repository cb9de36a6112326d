"""The Jalali (Solar Hijri) calendar: Iran's, by its 33-year cycle of leap years."""

from datetime import date

from rules.calendars.day import CalendarDay

_CYCLE_YEARS = 33
_CYCLE_DAYS = 12_053
_LEAP_LESS_FOUR = 1461
_YEAR_DAYS = 365
_LONG_MONTHS_DAYS = 186
_LONG_MONTHS = 6
_LONG_MONTH_DAYS = 31
_MONTH_DAYS = 30
_FOURTH = 3
# The first day of the year 979, a year that begins a cycle: 20 March 1600.
_BEGIN = date(1600, 3, 20).toordinal()
_BEGIN_YEAR = 979


def jalali(day: date) -> CalendarDay:
    """Return a day of the years 1600 to 2200 as Iran writes it."""
    cycles, days = divmod(day.toordinal() - _BEGIN, _CYCLE_DAYS)
    year = _BEGIN_YEAR + _CYCLE_YEARS * cycles + 4 * (days // _LEAP_LESS_FOUR)
    days %= _LEAP_LESS_FOUR
    # The first of four years is the leap one: it has a day more than the other three.
    if days > _YEAR_DAYS:
        more, days = divmod(days - 1, _YEAR_DAYS)
        year += more
    if days < _LONG_MONTHS_DAYS:
        month, days = divmod(days, _LONG_MONTH_DAYS)
    else:
        month, days = divmod(days - _LONG_MONTHS_DAYS, _MONTH_DAYS)
        month += _LONG_MONTHS
    return CalendarDay(year, month + 1, days + 1)


def first_of_jalali(year: int, month: int) -> date:
    """Return the first day of a Jalali month (1 to 12)."""
    cycles, past = divmod(year - _BEGIN_YEAR, _CYCLE_YEARS)
    leap_days = (past + _FOURTH) // (_FOURTH + 1)
    long_months = min(month - 1, _LONG_MONTHS)
    days = (month - 1) * _MONTH_DAYS + long_months
    ordinal = _BEGIN + cycles * _CYCLE_DAYS + past * _YEAR_DAYS + leap_days + days
    return date.fromordinal(ordinal)
