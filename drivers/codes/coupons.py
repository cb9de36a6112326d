"""North American coupon codes (AI 8110, 8112): whether their variable parts add up.

Structure after the GS1 "North American Coupon Application Guideline"; each part that varies
has its length before it.
"""

from dataclasses import dataclass
from datetime import date

from drivers.guard.digits import is_digits

_GCP = "0123456"
_GCP_OR_NONE = "01234569"
_AMOUNT = "12345"
_SERIAL = "0123456789"
_RETAILER = "1234567"
_REQUIREMENT_CODES = "012349"
_CENTURY = 2000


class _NotThisWayError(Exception):
    """The code is not built as it should be."""


@dataclass(slots=True)
class _Reading:
    """Takes parts off the front of a code; raises when one is not as it must be."""

    text: str
    at: int = 0
    until: date | None = None

    def digits(self, count: int) -> str:
        taken = self.text[self.at : self.at + count]
        if len(taken) != count or not is_digits(taken):
            raise _NotThisWayError
        self.at += count
        return taken

    def one_of(self, allowed: str) -> str:
        digit = self.digits(1)
        if digit not in allowed:
            raise _NotThisWayError
        return digit

    def sized(self, lengths: str, *, least: int = 0) -> None:
        """Take a length and as many digits; 9 says there are none where it may be said."""
        length = self.one_of(lengths)
        if not (lengths is _GCP_OR_NONE and length == "9"):
            self.digits(least + int(length))

    def last_day(self) -> None:
        self.until = self._day()

    def first_day(self) -> None:
        if self._day() > (self.until or date.max):
            raise _NotThisWayError

    def _day(self) -> date:
        year, month, day = (int(self.digits(2)) for _ in range(3))
        try:
            return date(_CENTURY + year, month, day)
        except ValueError:
            raise _NotThisWayError from None

    @property
    def is_over(self) -> bool:
        return self.at == len(self.text)


def is_coupon_code(value: str, *, is_digital: bool) -> bool:
    """Say whether the value of AI 8110 (8112 when ``is_digital``) is built as it should."""
    reading = _Reading(value)
    try:
        if is_digital:
            _digital(reading)
        else:
            _printed(reading)
    except _NotThisWayError:
        return False
    return reading.is_over


def _digital(reading: _Reading) -> None:
    reading.one_of("01")
    reading.sized(_GCP, least=6)
    reading.digits(6)
    reading.sized(_SERIAL, least=6)


def _printed(reading: _Reading) -> None:
    reading.sized(_GCP, least=6)
    reading.digits(6)
    reading.sized(_AMOUNT)
    _requirement(reading)
    before = "0"
    while not reading.is_over:
        part = reading.one_of("1234569")
        if part <= before:
            raise _NotThisWayError
        before = part
        _optional(reading, part)


def _optional(reading: _Reading, part: str) -> None:
    match part:
        case "1":
            reading.one_of("0123")
            _requirement(reading)
            reading.sized(_GCP_OR_NONE, least=6)
        case "2":
            _requirement(reading)
            reading.sized(_GCP_OR_NONE, least=6)
        case "3":
            reading.last_day()
        case "4":
            reading.first_day()
        case "5":
            reading.sized(_SERIAL, least=6)
        case "6":
            reading.sized(_RETAILER, least=6)
        case _:
            reading.one_of("01256")
            reading.one_of("012")
            reading.digits(1)
            reading.one_of("01")


def _requirement(reading: _Reading) -> None:
    reading.sized(_AMOUNT)
    reading.one_of(_REQUIREMENT_CODES)
    reading.digits(3)
