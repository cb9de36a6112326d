"""What one cell of a file of past sales means: a text, a moment, an amount.

Tills and spreadsheets write the same in many ways; what can be meant in one way only is
read, the rest is told to whoever has the file.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Final, Literal
from zoneinfo import ZoneInfo

from agent.programmes.figures import UnfitError
from drivers.guard.digits import ascii_digits
from rules.calendars.day import CalendarDay
from rules.calendars.months import Calendar, day_of, named
from rules.ground.bounds import MONEY_MINOR_MAX
from rules.ground.sentence import Sentence
from sync.kit.clock import to_ms

Cell = object
"""What a file gives: text, a number (inexact ones too), a day or a moment, or nothing."""

Days = Literal["ymd", "dmy", "mdy", "jalali", "ethiopian"]
"""How days are written: in which order, or (year first) in which other calendar."""

_HALF: Final = Decimal("0.5")
_TEXT_MAX: Final = 128
_SHOWN_MAX: Final = 20
_YEARS: Final = range(1970, 2200)
_NUMBERS: Final = re.compile(
    r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[T ]\s*(\d{1,2}:\d{2}(?::\d{2})?))?", re.ASCII
)
_THOUSANDS: Final = re.compile(r"-?\d{1,3}(?:,\d{3})+\.\d+", re.ASCII)
_COMMA: Final = re.compile(r"-?(?:\d+|\d{1,3}(?:\.\d{3})+),\d{1,2}", re.ASCII)
_PERSIAN: Final = {0x066B: ".", 0x066C: None}
"""The decimal sign and the sign between thousands of Persian and Arabic."""


def text(cell: Cell) -> str:
    """Return a name or a number of something; empty for nothing."""
    return "" if cell is None else str(cell).strip()[:_TEXT_MAX]


def moment_ms(cell: Cell, zone: ZoneInfo, days: Days) -> int:
    """Return a moment; a day alone is its noon. Raises :class:`UnfitError`."""
    found = _read_moment(cell, days) if isinstance(cell, str) else cell
    if isinstance(found, date) and not isinstance(found, datetime):
        found = datetime.combine(found, time(12))
    if not isinstance(found, datetime) or found.year not in _YEARS:
        raise UnfitError(
            Sentence("'{text}' is no time like 2026-11-21 17:42", text=_shown(cell))
        )
    return to_ms(found if found.tzinfo else found.replace(tzinfo=zone))


def whole(cell: Cell, scale: int, *, usual: int) -> int:
    """Return an amount as whole parts of ``scale``, to the nearest, halves up.

    Raises :class:`UnfitError` for what is none; ``usual`` is what nothing means.
    """
    if cell is None or cell == "":
        return usual
    try:
        # By way of its shortest text, which is what whoever wrote the file meant.
        exact = Decimal(_plain(str(cell).strip())) * scale
        parts = int((exact + _HALF.copy_sign(exact)).to_integral_value("ROUND_DOWN"))
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise UnfitError(
            Sentence("'{text}' is no amount like 1250.50", text=_shown(cell))
        ) from error
    if abs(parts) > MONEY_MINOR_MAX:
        raise UnfitError(Sentence("'{text}' is too large", text=_shown(cell)))
    return parts


def _plain(written: str) -> str:
    """Write ``1,250.50``, ``1.250,50``, ``12,5`` and other digits as Decimal does."""
    plain = written if written.isascii() else ascii_digits(written).translate(_PERSIAN)
    if _THOUSANDS.fullmatch(plain):
        return plain.replace(",", "")
    if _COMMA.fullmatch(plain):
        return plain.replace(".", "").replace(",", ".")
    return plain


def _read_moment(written: str, days: Days) -> datetime | None:
    plain = ascii_digits(written.strip())
    if days == "ymd":
        return _iso(plain)
    found = _NUMBERS.fullmatch(plain)
    if found is None:
        return None
    one, two, three = (int(found[group]) for group in (1, 2, 3))
    match days:
        case "dmy":
            day = f"{three:04d}-{two:02d}-{one:02d}"
        case "mdy":
            day = f"{three:04d}-{one:02d}-{two:02d}"
        case _:
            day = _other_calendar(CalendarDay(one, two, three), days)
    return _iso(f"{day} {(found[4] or '12:00').zfill(5)}")


def _iso(plain: str) -> datetime | None:
    try:
        return datetime.fromisoformat(plain.replace("/", "-"))
    except ValueError:
        return None


def _other_calendar(told: CalendarDay, calendar: Calendar) -> str:
    """Return the day that a calendar calls so, as ISO writes it; empty for none."""
    try:
        day = day_of(told, calendar)
    except (ValueError, OverflowError, IndexError):
        return ""
    return day.isoformat() if named(day, calendar) == told else ""


def _shown(cell: Cell) -> str:
    return text(cell)[:_SHOWN_MAX]
