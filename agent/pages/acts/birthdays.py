"""A new member's birthday as a cashier picks it, in the calendar of the page's language."""

from collections.abc import Mapping
from datetime import datetime

from agent.speech.tongue import Tongue
from agent.words.writing import read_number
from rules.calendars.birthdays import birthday_in
from rules.calendars.day import CalendarDay

_YEAR_MAX = 9000
_DAYS_MAX = 31
_FIELDS = ("birth_day", "birth_month", "birth_year")


def birthday_fields(tongue: Tongue) -> Mapping[str, object]:
    """Return what the fields show; the year is asked for where calendars differ."""
    return {
        "months": tongue.language.months,
        "asks_year": tongue.language.calendar != tongue.setting.calendar,
    }


def birthday_told(form: Mapping[str, str], tongue: Tongue, at: datetime) -> str | None:
    """Return the birthday as the programme writes it, empty for none; None: unreadable."""
    typed = [form.get(name, "").strip() for name in _FIELDS]
    if not any(typed):
        return ""
    day, month, year = (read_number(text) if text else 0 for text in typed)
    if day is None or month is None or year is None:
        return None
    months = len(tongue.language.months)
    if not (0 < day <= _DAYS_MAX and 0 < month <= months and year <= _YEAR_MAX):
        return None
    return birthday_in(
        tongue.setting.calendar,
        CalendarDay(year, month, day),
        of=tongue.language.calendar,
        today=at.astimezone(tongue.setting.zone).date(),
    )
