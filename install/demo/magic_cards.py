"""The sandbox's magic cards: each press sends real bytes to the pretended scanner."""

import time
from collections.abc import Callable, Mapping
from typing import Final

from drivers.recorded.simulate import Scanner
from install.demo.people import (
    EXPIRED,
    SARA,
    SARA_AMHARIC,
    SARA_PERSIAN,
    card_number,
    people,
)

UNKNOWN: Final = card_number(999_999)
_FEW: Final = 8
_SLOW_S: Final = 0.08
_TWICE_S: Final = 0.2
# The test number that card makers publish; it belongs to nobody.
_PAYMENT: Final = b"4111111111111111"
_STRANGERS: Final = tuple(people(_FEW))
BLOCKED: Final = _STRANGERS[5].card

Press = Callable[[Scanner], None]
"""Sends a card's bytes."""


def _sends(code: str) -> Press:
    return lambda scanner: scanner.scan(code.encode())


def _slowly(scanner: Scanner) -> None:
    for byte in f"{SARA.card}\r".encode():
        scanner.send(bytes((byte,)))
        time.sleep(_SLOW_S)


def _twice(scanner: Scanner) -> None:
    scanner.scan(SARA_AMHARIC.card.encode())
    time.sleep(_TWICE_S)
    scanner.scan(SARA_AMHARIC.card.encode())


MAGIC_CARDS: Final[Mapping[str, Press]] = {
    "known": _sends(SARA.card),
    "unknown": _sends(UNKNOWN),
    "expired": _sends(EXPIRED.card),
    "blocked": _sends(BLOCKED),
    "elsewhere": _sends(SARA_PERSIAN.card),
    "slow": _slowly,
    "duplicate": _twice,
    "payment": lambda scanner: scanner.scan(_PAYMENT),
}
"""Every card by its name; its words are ``sandbox.<name>`` in the catalogues."""
