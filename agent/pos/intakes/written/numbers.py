"""Amounts and quantities as receipts and tables write them: any digits, either point."""

import re
import unicodedata
from typing import Final, Literal

from drivers.guard.digits import ascii_digits

Point = Literal[".", ","]
"""What stands before the fraction; the other one, a space or ``'`` may part thousands."""

_SIGNS: Final = str.maketrans(
    {
        "\u2212": "-",
        "\u2013": "-",
        "\u066b": "\0",
        "\u066c": "'",
        "\u2019": "'",
        "\u00a0": " ",
        "\u202f": " ",
    }
)
_WHOLE: Final = r"([0-9]{1,3}(?:[%s][0-9]{2,3})*[%s][0-9]{3}|[0-9]+)?"
_NUMBER: Final = {
    point: re.compile(_WHOLE % (f" {other}'", f" {other}'") + rf"(?:\{point}([0-9]+))?")
    for point, other in ((".", ","), (",", "."))
}
_APART: Final = re.compile(r"[^0-9]")


def plain_number(text: str, point: Point) -> str | None:
    """Write a number as digits with a point (``-1234.50``); None for what is none.

    Below zero is ``-1.30``, ``1.30-`` or ``(1.30)``; a currency's sign may stand before or
    behind. ``12,50`` is no number where the point is ``.``: nobody may be taken to have
    meant 1250.
    """
    told = ascii_digits(text).translate(_SIGNS).replace("\0", point).strip()
    told, below = _unsigned(told)
    told = _without_currency(told)
    if not below:
        told, below = _unsigned(told)
    match = _NUMBER[point].fullmatch(told)
    if match is None or not told:
        return None
    whole, part = _APART.sub("", match[1] or "0"), match[2] or ""
    sign = "-" if below else ""
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"


def _unsigned(text: str) -> tuple[str, bool]:
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), True
    if text.startswith("-"):
        return text[1:].strip(), True
    if text.endswith("-"):
        return text[:-1].strip(), True
    return text.removeprefix("+").strip(), False


def _without_currency(text: str) -> str:
    """Take a currency's sign or letters off either end: ``RM 12.50``, ``12.50 $``."""
    first, last = 0, len(text)
    while first < last and _is_currency(text[first]):
        first += 1
    while last > first and _is_currency(text[last - 1]):
        last -= 1
    return text[first:last].strip()


def _is_currency(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in {"Sc", "Lu", "Ll", "Lo"}
