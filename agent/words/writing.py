"""How numbers, money and days are written, and how a typed number is read."""

import re
from datetime import date, datetime, tzinfo
from fractions import Fraction
from typing import Final

from agent.words.languages import Language
from drivers.guard.digits import ascii_digits
from rules.calendars.months import named
from rules.ground.currencies import decimals

_TYPED: Final = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:[ ,'٬،\u00a0\u202f][0-9]{3}){1,4}")
_PART: Final = re.compile(r"[0-9]+")
_NO_DIGIT: Final = re.compile(r"[^0-9]")
_EXACT_PLACES_MAX: Final = 6
_SIGNS: Final = frozenset({"MYR", "IRR", "ETB", "USD", "EUR"})
"""Currencies with words of their own in the catalogues (``money.MYR``)."""


def write_number(number: int, language: Language) -> str:
    """Write a whole number in groups of three, in the language's digits."""
    plain = f"{abs(number):,}".replace(",", language.group)
    return ("−" if number < 0 else "") + in_digits(plain, language)


def write_exact(number: Fraction, language: Language, *, places: int = 0) -> str:
    """Write an exact number: ``7.5``, with at least ``places`` decimals.

    What more than six decimals would not end stays a fraction: ``1/3``.
    """
    if number < 0:
        return "−" + write_exact(-number, language, places=places)  # a minus
    for digits in range(places, _EXACT_PLACES_MAX + 1):
        scaled = number * 10**digits
        if scaled.denominator == 1:
            whole, part = divmod(scaled.numerator, 10**digits)
            decimal = language.point + in_digits(f"{part:0{digits}}", language)
            return write_number(whole, language) + (decimal if digits else "")
    return in_digits(f"{number.numerator}/{number.denominator}", language)


def write_amount(minor: int, currency: str, language: Language) -> str:
    """Write an amount of minor units without its currency: ``12.40``."""
    places = decimals(currency)
    whole, part = divmod(abs(minor), 10**places)
    sign = "−" if minor < 0 else ""
    written = sign + write_number(whole, language)
    # Nobody counts dinars of a rial; a part that is there is shown all the same.
    if not places or (currency == "IRR" and not part):
        return written
    return written + language.point + in_digits(f"{part:0{places}}", language)


def money_key(currency: str) -> str:
    """Return the key whose words set an amount beside its currency."""
    return f"money.{currency}" if currency in _SIGNS else "money.other"


def write_day(day: date, language: Language) -> str:
    """Write a day in the language's calendar: ``31 Dec 2026``, ``۱۰ دی ۱۴۰۵``."""
    told = named(day, language.calendar)
    month = language.months[told.month - 1]
    return in_digits(f"{told.day} {month} {told.year}", language)


def write_time(at: datetime, zone: tzinfo, language: Language) -> str:
    """Write the time of day of an instant in a zone: ``14:05``."""
    return in_digits(f"{at.astimezone(zone):%H:%M}", language)


def apart(text: str) -> str:
    """Keep a name's direction its own inside a sentence of another (Unicode isolates)."""
    return f"\u2068{text}\u2069"


def in_digits(text: str, language: Language) -> str:
    """Write the digits 0-9 of a text in the language's own."""
    if language.digits.isascii():
        return text
    return text.translate(dict(zip(map(ord, "0123456789"), language.digits, strict=True)))


def read_number(typed: str) -> int | None:
    """Read a whole number as people type it: in any digits, alone or in threes; else None.

    ``12.5`` and ``12,5`` are none: nobody may be taken to have meant 125.
    """
    plain = ascii_digits(typed.strip())
    return int(_NO_DIGIT.sub("", plain)) if _TYPED.fullmatch(plain) else None


def read_money(typed: str, currency: str) -> int | None:
    """Read an amount as people type it (``20``, ``1,250.5``, ``۲۰٫۵۰``) in minor units.

    None when it is no amount, or finer than the currency's minor unit.
    """
    places = decimals(currency)
    units, point, part = ascii_digits(typed.strip()).replace("٫", ".").partition(".")
    whole = read_number(units)
    if whole is None or (point and not _PART.fullmatch(part)) or len(part) > places:
        return None
    written = f"{whole}{part.ljust(places, '0')}"
    return int(written)
