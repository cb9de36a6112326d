"""No payment card's number stays in a file that is kept: its digits are masked before.

A POS should write none; where it does, the sale goes through and only the last four digits
of the number are left, in what is booked and in the file.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

IsPayment = Callable[[str], bool]
"""Says whether a run of digits holds a payment card's number that is no member's."""

_PIECE_BYTES: Final = 1 << 16
_CARRIED_BYTES_MAX: Final = 1 << 20
_SHOWN_DIGITS: Final = 4
_RUN: Final = re.compile(r"[0-9](?:[ -]?[0-9]){12,}")
_DIGIT: Final = re.compile(r"[0-9]")
_ENDS: Final = b'<\n",'
"""No number goes across one of these."""


def mask_file(path: Path, is_payment: IsPayment) -> bool:
    """Mask every payment card's number in a file; return whether there was one.

    Numbers that are hidden in other encodings are left to the guard of each document.
    """
    with path.open("rb") as file:
        if not any(_masked(piece, is_payment) != piece for piece in _pieces(file)):
            return False
        file.seek(0)
        part = path.with_name(f".{path.name}.part")
        with part.open("wb") as written:
            for piece in _pieces(file):
                written.write(_masked(piece, is_payment))
            written.flush()
            os.fsync(written.fileno())
    part.replace(path)
    return True


def mask(text: str, is_payment: IsPayment) -> str:
    """Return a text in which payment cards' numbers show their last four digits alone."""
    return _RUN.sub(lambda run: _shown(run[0], is_payment), text)


def _shown(run: str, is_payment: IsPayment) -> str:
    if not is_payment(run):
        return run
    hidden = len(_DIGIT.findall(run)) - _SHOWN_DIGITS
    return _DIGIT.sub("*", run, count=hidden)


def _masked(piece: bytes, is_payment: IsPayment) -> bytes:
    # Latin-1 gives each byte a character and back: whatever is no digit stays as it is.
    return mask(piece.decode("latin-1"), is_payment).encode("latin-1")


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file in pieces that end where no number goes on."""
    carried = b""
    while data := file.read(_PIECE_BYTES):
        carried += data
        end = max(carried.rfind(mark) for mark in (bytes([each]) for each in _ENDS)) + 1
        if len(carried) > _CARRIED_BYTES_MAX:
            end = len(carried)
        if end:
            yield carried[:end]
            carried = carried[end:]
    yield carried
