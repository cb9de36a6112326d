"""Days and times as receipts and tables write them, by a format made of plain letters."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta, timezone
from typing import Final

from agent.pos.intakes.written.month_names import Calendar, month_named
from agent.pos.intakes.written.words import source as source_of
from drivers.guard.digits import ascii_digits
from rules.calendars.day import CalendarDay
from rules.calendars.ethiopian import ethiopian
from rules.calendars.jalali import jalali

_LETTERS: Final = re.compile(r"YYYY|YY|MMMM|MMM|MM|M|DDDD|DD|D|hh|h|mm|ss|AP|ZZ")
_WORD: Final = r"[^\s0-9.,:;/()_-]"
_PARTS: Final[Mapping[str, str]] = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "YY": r"(?P<year>[0-9]{2})",
    "MMMM": rf"(?P<name>{_WORD}{{2,16}})\.?",
    "MMM": rf"(?P<name>{_WORD}{{2,5}})\.?",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "DDDD": rf"{_WORD}{{2,16}}\.?",
    "DD": r"(?P<day>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?",
    "hh": r"(?P<hour>[0-9]{2})",
    "h": r"(?P<hour>[0-9]{1,2})",
    "mm": r"(?P<minute>[0-9]{2})",
    "ss": r"(?P<second>[0-9]{2})(?:\.[0-9]+)?",
    "AP": r"(?P<half>[AaPp])\.?[Mm]?\.?",
    "ZZ": r"(?P<offset>[Zz]|[+-][0-9]{2}:?[0-9]{2})",
}
_CENTURY: Final[Mapping[Calendar, int]] = {
    "gregorian": 2000,
    "jalali": 1400,
    "ethiopian": 2000,
}
_LATER_YEARS: Final[Mapping[Calendar, int]] = {"jalali": 621, "ethiopian": 7}
_CALENDARS: Final[Mapping[Calendar, Callable[[date], CalendarDay]]] = {
    "jalali": jalali,
    "ethiopian": ethiopian,
}
_NOON: Final = 12
_LETTERS_MAX: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day and a time of day as far as they were written, by the clock of ``zone``."""

    day: date | None = None
    of_day: time | None = None
    zone: timezone | None = None
    to_the_second: bool = False


@dataclass(frozen=True, slots=True)
class MomentFormat:
    """How moments are written: ``DD/MM/YYYY hh:mm`` and the like, in some calendar.

    ``YYYY`` ``YY`` year, ``MM`` ``M`` month, ``MMM`` its name (``MMMM`` in full), ``DD``
    ``D`` day, ``DDDD`` a weekday, ``hh`` ``h`` hour, ``mm`` minute, ``ss`` second, ``AP``
    AM or PM, ``ZZ`` how far that clock is from UTC (``-0500``, ``+03:30``, ``Z``); the rest
    stands for itself. A ``ValueError`` says what makes no sense.
    """

    text: str
    calendar: Calendar = "gregorian"

    def __post_init__(self) -> None:
        """Hold that each part is named once."""
        try:
            self.pattern()
        except re.error:
            raise ValueError(f"{self.text!r} names a part twice") from None
        if not _LETTERS.search(self.text) or len(self.text) > _LETTERS_MAX:
            raise ValueError(f'{self.text!r} is no format; write "DD/MM/YYYY hh:mm"')

    def pattern(self) -> re.Pattern[str]:
        """Return what fits a moment so written."""
        return re.compile(self.source())

    def source(self) -> str:
        """Return the same as a part of a longer pattern."""
        parts, at = [], 0
        for found in _LETTERS.finditer(self.text):
            parts += [source_of(self.text[at : found.start()]), _PARTS[found[0]]]
            at = found.end()
        return "".join([*parts, source_of(self.text[at:])])

    def read(self, text: str) -> Moment | None:
        """Read a moment; None for what is none, such as 31 February."""
        match = self.pattern().fullmatch(ascii_digits(text).strip())
        return self.made(match.groupdict()) if match else None

    def made(self, parts: Mapping[str, str | None]) -> Moment | None:
        """Make a moment of the parts that :meth:`source` names."""
        try:
            return Moment(
                day=self._day(parts),
                of_day=_time(parts),
                zone=_zone(parts.get("offset")),
                to_the_second=parts.get("second") is not None,
            )
        except (ValueError, OverflowError):
            return None

    def _day(self, parts: Mapping[str, str | None]) -> date | None:
        year, name = parts.get("year"), parts.get("name")
        told = parts.get("month") or "0"
        month = month_named(name, self.calendar) if name else int(told)
        day = int(parts.get("day") or 0)
        if year is None or not month or not day:
            return None
        short = len(year) == len("YY")
        return _in_calendar(
            CalendarDay(int(year) + (_CENTURY[self.calendar] if short else 0), month, day),
            self.calendar,
        )


def _time(parts: Mapping[str, str | None]) -> time | None:
    hour, half = parts.get("hour"), parts.get("half")
    if hour is None:
        return None
    of_day = int(hour)
    if half:
        of_day = of_day % _NOON + (_NOON if half in "Pp" else 0)
    return time(of_day, int(parts.get("minute") or 0), int(parts.get("second") or 0))


def _zone(offset: str | None) -> timezone | None:
    if offset is None:
        return None
    digits = offset[1:].replace(":", "") or "0000"
    far = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-far if offset.startswith("-") else far)


def _in_calendar(told: CalendarDay, calendar: Calendar) -> date:
    """Find the day that a calendar calls so; ValueError when there is none."""
    if calendar == "gregorian":
        return date(*told)
    named = _CALENDARS[calendar]
    # Years and months of all three are of nearly the same length: begin near, then walk.
    near = date(told.year + _LATER_YEARS[calendar], 1, 1) + timedelta(
        days=30 * (told.month - 1) + told.day
    )
    for step in range(400):
        day = near + timedelta(days=step)
        if named(day) == told:
            return day
    raise ValueError("no such day")
