"""What the suite itself leaves behind: searched for payment cards' numbers when it ends.

``tests/e2e/test_payment_cards.py`` searches one run for every trace; this looks for whole
numbers only, but in the files of every test there is.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from tests.e2e.leaks import CARDS

PUBLISHED: Final = (
    "4111111111111111",
    "5555555555554444",
    "378282246310005",
    "6011111111111117",
    "6037990000000006",
    "3530111333300000",
)
"""Test numbers the brands publish, and one made up for Shetab."""

_NUMBERS: Final = tuple(number.encode() for number in (*PUBLISHED, *CARDS.values()))
_EMPTY: Final = frozenset({"reserve", "reserve.last"})
"""Files that only hold room on a disk."""

_SOURCE: Final = ".py"
"""A copy of what we wrote ourselves (the demo's payment card, say), not of what ran."""


def with_a_card(folder: Path) -> Iterator[str]:
    """Name each file below ``folder`` that holds a test card's number."""
    for place, _, names in os.walk(folder):
        for path in (Path(place, name) for name in names):
            # What a test set up to vanish may do so.
            with suppress(FileNotFoundError):
                if _is_made(path) and _holds_one(path):
                    yield path.relative_to(folder).as_posix()


def _is_made(path: Path) -> bool:
    return path.name not in _EMPTY and path.suffix != _SOURCE and path.is_file()


def _holds_one(path: Path) -> bool:
    data = path.read_bytes()
    return any(number in data for number in _NUMBERS)
