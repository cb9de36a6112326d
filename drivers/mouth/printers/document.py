"""A document to print, as any printer takes it: text, pictures, codes, its end."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right"]
SymbolKind = Literal["qr", "code128", "ean13"]

_HELD: Mapping[SymbolKind, re.Pattern[str]] = {
    "qr": re.compile(r"[ -~]{1,2953}"),
    "code128": re.compile(r"[ -~]{1,48}"),
    "ean13": re.compile(r"[0-9]{13}"),
}
"""What each kind of code can hold; a QR code of ours is plain text."""

RASTER_LINES_MAX = 4096
"""Longest picture: half a metre of paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line of text; every letter is in the printer's code page, or becomes ``?``."""

    text: str
    align: Align = "left"
    is_large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Raster:
    """A picture in black and white: ``dots`` are packed row by row, a set bit is black.

    ``width_dots`` is a multiple of eight, so that every row is whole bytes.
    """

    width_dots: int
    dots: bytes
    align: Align = "left"

    def __post_init__(self) -> None:
        """Hold that the dots are whole rows, and not too many."""
        row = self.width_dots // 8
        if self.width_dots < 8 or self.width_dots % 8 or len(self.dots) % row:  # noqa: PLR2004  # bits of a byte
            raise ValueError("a raster is whole rows of whole bytes")
        if self.height_dots > RASTER_LINES_MAX:
            raise ValueError(f"a raster has at most {RASTER_LINES_MAX} rows")

    @property
    def height_dots(self) -> int:
        """How many rows it has."""
        return len(self.dots) // (self.width_dots // 8)


def can_hold(kind: SymbolKind, text: str) -> bool:
    """Say whether a kind of code can hold a text."""
    if not _HELD[kind].fullmatch(text):
        return False
    return kind != "ean13" or _check_digit(text[:-1]) == text[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """A code that the printer draws itself, its module ``module_dots`` wide."""

    kind: SymbolKind
    text: str
    module_dots: int = 3

    def __post_init__(self) -> None:
        """Hold that the kind can hold the text."""
        if not can_hold(self.kind, self.text):
            raise ValueError(f"a {self.kind} does not hold this text")


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of a slip: fed to the knife and cut, where there is one."""


Block = Text | Raster | Symbol | Gap | Cut
Document = tuple[Block, ...]


def _check_digit(digits: str) -> str:
    """Return the check digit of an EAN (GS1 General Specifications)."""
    weighed = (int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits))
    return str(-sum(weighed) % 10)
