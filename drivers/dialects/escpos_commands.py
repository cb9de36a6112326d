"""How long each command to a receipt printer is, so that its bytes are not taken for text.

After Epson's ESC/POS command reference. What is not here takes one byte.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

DLE, ESC, FS, GS = 0x10, 0x1B, 0x1C, 0x1D

COMMAND_HEAD_MAX = 300
"""Longest part of a command that must be seen whole; pictures behind it may be longer."""


Does = Literal["", "cut", "start", "feed", "move", "page", "wide", "narrow", "wide_set"]
"""What matters of a command: ``move`` goes to a column, ``page`` chooses a code page.

``wide`` begins and ``narrow`` ends two-byte characters, of which ``wide_set`` chooses.
"""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its length up to its data, how much data follows, and what it does."""

    head: int
    data: int = 0
    does: Does = ""


def _fixed(text: str) -> dict[int, int]:
    """Read ``letters:count`` groups."""
    counts: dict[int, int] = {}
    for group in text.split():
        letters, _, count = group.rpartition(":")
        counts |= dict.fromkeys(letters.encode("ascii"), int(count))
    return counts


_PARAMETERS: Mapping[int, Mapping[int, int]] = {
    ESC: {
        **_fixed("@2LSimv<:0 !-3=?adeEGJKMRTUVrtu%{:1 $\\BcX:2 p:3 W:8"),
        0x0C: 0,
        0x20: 1,
    },
    FS: _fixed("&.:0 !-CW:1 pS:2"),
    GS: _fixed(":c:0 !BHTVabefhwrI/:1 $LPWX\\z:2 ^:3"),
    DLE: {0x04: 1, 0x05: 1, 0x14: 3},
}
"""How many bytes follow the two of a command whose length never changes."""

CODE_PAGES: Mapping[int, str] = {
    0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857", 14: "cp737",
    15: "iso8859-7", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858", 32: "cp720",
    33: "cp775", 34: "cp855", 35: "cp861", 36: "cp862", 37: "cp864", 38: "cp869",
    39: "iso8859-2", 40: "iso8859-15", 45: "cp1250", 46: "cp1251", 47: "cp1253",
    48: "cp1254", 49: "cp1255", 50: "cp1256", 51: "cp1257", 52: "cp1258",
}  # fmt: skip
"""``ESC t n`` after Epson's table; other makers number theirs as they like."""

_DOES: Mapping[bytes, Does] = {
    b"\x1b@": "start",
    b"\x1bi": "cut",
    b"\x1bm": "cut",
    b"\x1bd": "feed",
    b"\x1bJ": "feed",
    b"\x1b$": "move",
    b"\x1b\\": "move",
    b"\x1bt": "page",
    b"\x1c&": "wide",
    b"\x1c.": "narrow",
    b"\x1cC": "wide_set",
}

_CUT_WITH_FEED = frozenset({65, 66, 97, 98, 103, 104})
_DOUBLE_DENSITY = frozenset({32, 33})
_BARCODE_ENDED = 7
"""Barcode types below this one end with NUL; the others have a length."""


def read_command(buffer: bytes | bytearray) -> Command | None:
    """Measure the command the buffer begins with; None when more of it must come."""
    if len(buffer) < 2:  # noqa: PLR2004  # its first byte and its letter
        return None
    start, letter = buffer[0], buffer[1]
    measure = _MEASURES.get((start, letter))
    if measure is not None:
        return measure(buffer)
    head = 2 + _PARAMETERS[start].get(letter, 1)
    return Command(head, does=_DOES.get(bytes(buffer[:2]), ""))


def _sized(buffer: bytes | bytearray, at: int, size: int) -> Command | None:
    """Measure a command with its length at ``at``, low byte first, in ``size`` bytes."""
    if len(buffer) < at + size:
        return None
    return Command(at + size, int.from_bytes(buffer[at : at + size], "little"))


def _raster(buffer: bytes | bytearray) -> Command | None:
    if len(buffer) < 8:  # noqa: PLR2004  # GS v 0 m xL xH yL yH
        return None
    width = int.from_bytes(buffer[4:6], "little")
    return Command(8, width * int.from_bytes(buffer[6:8], "little"))


def _bit_image(buffer: bytes | bytearray) -> Command | None:
    if len(buffer) < 5:  # noqa: PLR2004  # ESC * m nL nH
        return None
    columns = int.from_bytes(buffer[3:5], "little")
    return Command(5, columns * (3 if buffer[2] in _DOUBLE_DENSITY else 1))


def _stored_image(buffer: bytes | bytearray) -> Command | None:
    if len(buffer) < 4:  # noqa: PLR2004  # GS * x y
        return None
    return Command(4, buffer[2] * buffer[3] * 8)


def _barcode(buffer: bytes | bytearray) -> Command | None:
    if len(buffer) < 4:  # noqa: PLR2004  # GS k m, and a length or the first digit
        return None
    if buffer[2] >= _BARCODE_ENDED:
        return Command(4, buffer[3])
    return _ended(buffer, 3)


def _tabs(buffer: bytes | bytearray) -> Command | None:
    return _ended(buffer, 2)


def _ended(buffer: bytes | bytearray, at: int) -> Command | None:
    end = buffer.find(0, at, COMMAND_HEAD_MAX)
    if end != -1:
        return Command(end + 1)
    return Command(at) if len(buffer) >= COMMAND_HEAD_MAX else None


def _drawn(buffer: bytes | bytearray) -> Command | None:
    """Measure characters that are drawn: ``ESC & y first last``, then ``x dots`` each."""
    at = 5
    if len(buffer) < at:
        return None
    for _ in range(buffer[3], buffer[4] + 1):
        if len(buffer) <= at:
            return None
        at += 1 + buffer[2] * buffer[at]
    return Command(at)


def _kept_image(buffer: bytes | bytearray) -> Command | None:
    if len(buffer) < 7:  # noqa: PLR2004  # FS q n xL xH yL yH, of the first picture
        return None
    width = int.from_bytes(buffer[3:5], "little")
    return Command(7, width * int.from_bytes(buffer[5:7], "little") * 8)


def _cut(buffer: bytes | bytearray) -> Command | None:
    if len(buffer) < 3:  # noqa: PLR2004  # GS V m
        return None
    return Command(4 if buffer[2] in _CUT_WITH_FEED else 3, does="cut")


_MEASURES: Mapping[tuple[int, int], Callable[[bytes | bytearray], Command | None]] = {
    (ESC, ord("*")): _bit_image,
    (ESC, ord("&")): _drawn,
    (FS, ord("q")): _kept_image,
    (ESC, ord("(")): lambda buffer: _sized(buffer, 3, 2),
    (ESC, ord("D")): _tabs,
    (FS, ord("(")): lambda buffer: _sized(buffer, 3, 2),
    (GS, ord("(")): lambda buffer: _sized(buffer, 3, 2),
    (GS, ord("8")): lambda buffer: _sized(buffer, 3, 4),
    (GS, ord("*")): _stored_image,
    (GS, ord("V")): _cut,
    (GS, ord("k")): _barcode,
    (GS, ord("v")): _raster,
}
"""Commands whose length is in them."""
