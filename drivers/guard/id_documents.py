"""How a document that says who somebody is looks when scanned: it is never read."""

import re
from collections.abc import Iterator

from drivers.guard.digits import ascii_digits, is_digits

_LICENCE = r".{0,12}(?:ANSI |AAMVA)\d{6}.*"
_DOCUMENT = re.compile(rf"(?:\]L\d)?@|{_LICENCE}", re.DOTALL)
"""How a driving licence begins (AAMVA PDF417); its other lines follow."""

LICENCE_TRACK_1 = re.compile(r"[A-Z]{2}[^^]*\^[^^]*\$[^^]*\^")
"""AAMVA: state and city, then a name whose parts are parted by ``$``."""

_ZONE = re.compile(
    # A name, or any line with a filler of two.
    r"(?=.{30,44}\Z)[A-Z0-9<]*<<[A-Z0-9<]*"
    # The first line of a card: kind, country, number with its check digit.
    r"|[ACI][A-Z<][A-Z<]{3}[A-Z0-9<]{9}[0-9][A-Z0-9<]{15}"
    # The second line of a card, of a small booklet, of a passport.
    r"|[0-9]{7}[MFX<][0-9]{7}[A-Z<]{3}[A-Z0-9<]{11}[0-9]"
    r"|[A-Z0-9<]{9}[0-9][A-Z<]{3}[0-9]{7}[MFX<][0-9]{7}(?:[A-Z0-9<]{7}|[A-Z0-9<]{15})[0-9]"
)
"""ICAO 9303's machine-readable zone: lines of 30, 36 or 44 signs."""

_ZONE_LENGTHS = (30, 36, 44)
"""How long the lines of a zone are that came as one."""

_ZONE_LINE_MIN = 30
_IDENTIFIER_MAX = 3
_MARKS = (b"@", b"%", b"]")
_LINES = re.compile(r"[\r\n\x1e]+")

_IRAN = 10
_MALAYSIA = re.compile(
    r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"(?!00|1[7-9]|20|69|70|73|80|81|9[4-7])[0-9]{2}[0-9]{4}"
)
"""MyKad: date of birth, place of birth of those that were given out, four digits."""

_PARTED = str.maketrans("", "", "- ")


def is_id_document(line: bytes) -> bool:
    """Say whether a line, its AIM identifier still before it, begins such a document."""
    if len(line) < _ZONE_LINE_MIN and line[:1] not in _MARKS and not _names_licence(line):
        # Nearly every code: nothing of a document is as short as this.
        return False
    text = line.decode("latin-1")
    return _DOCUMENT.fullmatch(text) is not None or holds_id_document(text)


def holds_id_document(text: str) -> bool:
    """Say whether a code's text, of one line or many, is of such a document."""
    if "ANSI " in text or "AAMVA" in text:
        return any(re.match(_LICENCE, line) for line in _LINES.split(text))
    if text.startswith("%"):
        return LICENCE_TRACK_1.match(text, 1) is not None
    if len(text) < _ZONE_LINE_MIN:
        return False
    if "<" not in text:
        # A card's first two lines may do without a filler; nobody scans only these.
        return _ZONE.fullmatch(text) is not None
    return any(_ZONE.fullmatch(line) for line in _zone_lines(text))


def is_national_number(text: str) -> bool:
    """Say whether a bare number may be a person's: Iran's by its check digit, a MyKad.

    One number in eleven of ten digits may be, so this never decides what a code is: it only
    decides what is told and kept of a code that nobody knows.
    """
    number = ascii_digits(text.strip()).translate(_PARTED)
    if not is_digits(number):
        return False
    if len(number) == _IRAN:
        return _passes_iran(number)
    return _MALAYSIA.fullmatch(number) is not None


def _names_licence(line: bytes) -> bool:
    return b"ANSI " in line or b"AAMVA" in line


def _zone_lines(text: str) -> Iterator[str]:
    """Yield what may be a line of a zone, a scanner's letters before it taken off."""
    for told in _LINES.split(text):
        for line in (told[letters:] for letters in range(_IDENTIFIER_MAX + 1)):
            yield line
            yield from (line[:length] for length in _ZONE_LENGTHS)


def _passes_iran(number: str) -> bool:
    rest = sum(int(digit) * (_IRAN - at) for at, digit in enumerate(number[:-1])) % 11
    return len(set(number)) > 1 and int(number[-1]) == (rest if rest < 2 else 11 - rest)  # noqa: PLR2004  # the rule's own two
