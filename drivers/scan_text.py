"""The text of a scan: character sets, escapes, and bytes that are no text at all."""

import re
from dataclasses import dataclass
from typing import Literal

from drivers.symbology import Declared

_SEPARATORS = "\t\n\r\x04\x1c\x1d\x1e\x1f"
"""Controls that real codes hold: GS1 and ISO/IEC 15434 separators, tabs, ends of lines."""

_NOT_TEXT = re.compile(f"[\x00-\x1f\x7f-\x9f](?<![{_SEPARATORS}])")

_ESCAPE = re.compile(rb"\\(\\|\d{6})")

_ECI_CHARSETS = {
    **{number: f"iso8859-{number - 2}" for number in (*range(3, 14), *range(15, 19))},
    **dict.fromkeys((0, 2), "cp437"),
    1: "iso8859-1",
    20: "shift_jis",
    21: "cp1250",
    22: "cp1251",
    23: "cp1252",
    24: "cp1256",
    25: "utf-16-be",
    26: "utf-8",
    27: "ascii",
    28: "big5",
    29: "gb18030",
    30: "euc_kr",
    33: "utf-16-le",
    34: "utf-32-be",
    35: "utf-32-le",
    170: "ascii",
}
"""AIM ECI assignments: number of the character set and Python's name for it."""


@dataclass(frozen=True, slots=True)
class SevenBits:
    """Seven-bit text with parity, read on a port set to eight bits."""

    parity: Literal["even", "odd"]
    text: str


def read_text(code: Declared) -> str | SevenBits | None:
    """Decode the data of a code; None when it is no text. Never raises."""
    text = _decode_eci(code.payload) if code.has_eci else _decode(code.payload, code.aim)
    if text is not None and (text.isprintable() or _NOT_TEXT.search(text) is None):
        return text
    return _seven_bits(code.payload) if code.aim is None else None


def _decode(payload: bytes, aim: str | None) -> str | None:
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        # A code without ECI is ISO 8859-1 by its standard. Only an identifier that came
        # through whole is proof that the line itself is sound.
        return None if aim is None else payload.decode("iso8859-1")


def _decode_eci(payload: bytes) -> str | None:
    charset = ""
    pieces = []
    for piece in re.split(rb"(\\\d{6}|\\\\)", payload):
        escape = _ESCAPE.fullmatch(piece)
        if escape is None:
            text = _decode_as(piece, charset)
            if text is None:
                return None
            pieces.append(text)
        elif escape[1] == b"\\":
            pieces.append("\\")
        else:
            charset = _ECI_CHARSETS.get(int(escape[1]), "")
    return "".join(pieces)


def _decode_as(piece: bytes, charset: str) -> str | None:
    if not charset:
        return _decode(piece, "]Q2")
    try:
        return piece.decode(charset)
    except UnicodeDecodeError:
        return None


def _seven_bits(payload: bytes) -> SevenBits | None:
    text = bytes(byte & 0x7F for byte in payload).decode("ascii")
    if not text.isprintable():
        return None
    ones = {byte.bit_count() % 2 for byte in payload}
    if len(ones) != 1:
        return None
    return SevenBits("even" if ones == {0} else "odd", text)
