"""Two lines of twenty cells, in the one character set that every display has."""

import unicodedata
from typing import Final

from drivers.guard.digits import ascii_digits

COLUMNS: Final = 20
CODE_PAGE: Final = "cp437"

Lines = tuple[str, str]
"""The upper and the lower line."""


def cells(line: str) -> bytes:
    """Return a line's twenty cells; what no display has is left out."""
    known = (letter for letter in plain(line) if _is_shown(letter))
    return "".join(known)[:COLUMNS].ljust(COLUMNS).encode(CODE_PAGE)


def plain(text: str) -> str:
    """Return a text with digits as 0-9 and letters without what a display lacks.

    ``ë`` stays, ``ş`` becomes ``s``; a letter with no such neighbour stays as it is.
    """
    return "".join(_plain(letter) for letter in ascii_digits(text))


def has_all(text: str) -> bool:
    """Say whether a display has every letter of a text."""
    return all(_is_known(letter) for letter in plain(text))


def side_by_side(left: str, right: str) -> str:
    """Return two texts at the two ends of a line; the left one gives way."""
    room = COLUMNS - len(right) - 1
    return f"{left[:room].ljust(room)} {right}"


def _plain(letter: str) -> str:
    if _is_known(letter):
        return letter
    stripped = unicodedata.normalize("NFKD", letter)[:1]
    return stripped if stripped and _is_known(stripped) else letter


def _is_shown(letter: str) -> bool:
    return letter.isprintable() and _is_known(letter)


def _is_known(letter: str) -> bool:
    try:
        letter.encode(CODE_PAGE)
    except UnicodeEncodeError:
        return False
    return True
