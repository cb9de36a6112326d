"""The identifiers scanners put before the data, and what they declare a code to be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from drivers.symbology import Symbology


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the scanner says a code is, and the data behind its identifier."""

    symbology: Symbology
    payload: bytes
    aim: str | None = None
    is_sound: bool = False
    """Whether a check of the line vouches for the bytes: what is odd is in the code."""

    @property
    def has_eci(self) -> bool:
        """Whether backslashes in the data are escapes for a character set."""
        return self.aim in _AIM_WITH_ECI


_AIM_FAMILY = {
    "A": Symbology.CODE_39,
    "C": Symbology.CODE_128,
    "E": Symbology.RETAIL,
    "F": Symbology.CODABAR,
    "G": Symbology.CODE_93,
    "H": Symbology.CODE_11,
    "I": Symbology.ITF,
    "J": Symbology.DOTCODE,
    "L": Symbology.PDF417,
    "M": Symbology.MSI,
    "Q": Symbology.QR,
    "R": Symbology.CODE_2OF5,
    "S": Symbology.CODE_2OF5,
    "U": Symbology.MAXICODE,
    "d": Symbology.DATA_MATRIX,
    "e": Symbology.GS1_DATABAR,
    "h": Symbology.HAN_XIN,
    "o": Symbology.OCR,
    "z": Symbology.AZTEC,
    **dict.fromkeys("BDKNOPTXZcps", Symbology.OTHER),
}
"""ISO/IEC 15424: the letter behind ``]``. What no shop prints has no name of its own."""

_AIM_EXACT = {
    "]C1": Symbology.GS1_128,
    "]E1": Symbology.EAN_ADDON,
    "]E2": Symbology.EAN_ADDON,
    "]E3": Symbology.EAN_13_ADDON,
    "]E4": Symbology.EAN_8,
    "]J1": Symbology.GS1_DOTCODE,
    "]J4": Symbology.GS1_DOTCODE,
    "]Q3": Symbology.GS1_QR,
    "]Q4": Symbology.GS1_QR,
    "]d2": Symbology.GS1_DATAMATRIX,
    "]d5": Symbology.GS1_DATAMATRIX,
    "]z1": Symbology.GS1_AZTEC,
    "]z4": Symbology.GS1_AZTEC,
}
"""Identifiers whose modifier makes another family of them (FNC1 first means GS1)."""

_AIM_WITH_ECI = frozenset(
    {"]L1", "]Q2", "]Q4", "]Q6", "]d4", "]d5", "]d6", "]h1"}
    | {"]z3", "]z4", "]z5", "]J3", "]J4", "]J5"},
)

_AIM = re.compile(rb"\]([A-Za-z][0-9A-Za-z])")

_FIXED_THEN_AIM = re.compile(rb"\]E(?:0(?:\d{13}|\d{12}|\d{8})|4\d{8})(?=\][A-Za-z]\d)")


def declared(frame: bytes, code_ids: Mapping[str, Symbology]) -> Declared:
    """Take the identifier off: AIM first, then the maker's letters, longest first."""
    by_aim = _declared_by_aim(frame) if frame.startswith(b"]") else None
    if by_aim is not None:
        return by_aim
    if not code_ids:
        return Declared(symbology=Symbology.UNKNOWN, payload=frame)
    for letters in sorted(code_ids, key=len, reverse=True):
        if frame.startswith(letters.encode("ascii")):
            payload = frame[len(letters) :]
            return Declared(symbology=code_ids[letters], payload=payload)
    return Declared(symbology=Symbology.UNKNOWN, payload=frame)


def split_glued(frame: bytes) -> list[bytes]:
    """Part codes that came as one line; only a code of fixed length can be parted safely.

    A QR code may hold the text ``]E0``, so nothing is looked for further inside.
    """
    if not frame.startswith(b"]E"):
        return [frame]
    parts = []
    while (first := _FIXED_THEN_AIM.match(frame)) is not None:
        parts.append(first[0])
        frame = frame[first.end() :]
    return [*parts, frame]


def _declared_by_aim(frame: bytes) -> Declared | None:
    match = _AIM.match(frame)
    if match is None:
        return None
    aim = match[0].decode("ascii")
    symbology = _AIM_EXACT.get(aim) or _AIM_FAMILY.get(aim[1])
    if symbology is None:
        return None
    return Declared(symbology=symbology, payload=frame[match.end() :], aim=aim)
