"""The text of a scan: character sets, escapes, and bytes that are no text at all."""

import re
from dataclasses import dataclass
from typing import Literal

from drivers.codes.identifiers import Declared

_SEPARATORS = "\t\n\r\x04\x1c\x1d\x1e\x1f"
"""Controls that real codes hold: GS1 and ISO/IEC 15434 separators, tabs, ends of lines."""

_NOT_TEXT = re.compile(f"[\x00-\x1f\x7f-\x9f](?<![{_SEPARATORS}])")

_NEVER_TEXT = re.compile("[\x00\x80-\x9f]")
"""What no code holds as text, even if the line is sound (Code 128 has all controls)."""

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
    31: "gbk",
    32: "gb18030",
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
    is_sound = code.is_sound or code.aim is not None
    text = _decode_eci(code.payload) if code.has_eci else _decode(code.payload, is_sound)
    not_text = _NEVER_TEXT if code.is_sound else _NOT_TEXT
    if text is not None and (text.isprintable() or not_text.search(text) is None):
        return text
    return None if is_sound else _seven_bits(code.payload)


def _decode(payload: bytes, is_sound: bool) -> str | None:  # noqa: FBT001  # one caller
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        # A code without ECI is ISO 8859-1 by its standard. Only an identifier that came
        # through whole, or a checksum, is proof that the line itself is sound.
        return payload.decode("iso8859-1") if is_sound else None


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
        return _decode(piece, is_sound=True)
    try:
        return piece.decode(charset)
    except UnicodeDecodeError:
        return None


def _seven_bits(payload: bytes) -> SevenBits | None:
    ones = {byte.bit_count() % 2 for byte in payload}
    if len(ones) != 1:
        return None
    # The ends of lines have their parity too, and part nothing for a port set to eight.
    text = bytes(byte & 0x7F for byte in payload).decode("ascii").strip("\r\n")
    text = re.split("[\r\n]", text, maxsplit=1)[0]
    if not text or not text.isprintable():
        return None
    return SevenBits("even" if ones == {0} else "odd", text)
