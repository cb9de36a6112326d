"""The search for payment cards: six digits in a row of a test card, in all that was made.

How a hit by chance is made negligible. The cards repeat one digit, so that together they
have fifteen different runs of six, none of which looks like a date, a count or a size.
What is left are numbers nobody chose: digests in hexadecimal (a given run of six digits
at a given place: 16^-6) and instants. So runs of six are looked for everywhere but inside
hexadecimal digests and instants in milliseconds or of a metric; there, and everywhere
else, runs of eight are (16^-8).
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

CARDS: Mapping[str, str] = {
    "visa": "4444444444444448",
    "mastercard": "5555555555555557",
    "amex": "377777777777770",
    "shetab": "6037992222222228",
}
"""Luhn-valid numbers in the brands' published ranges that no bank would give out."""

RUN = 6
LONG_RUN = 8

_DIGEST = re.compile(rb"(?=[0-9]*[a-f])[0-9a-f]{32,}")
_INSTANT = re.compile(rb"(?<![0-9])1[78][0-9]{11}(?![0-9])|1\.[78][0-9]*e\+09")
_PARTED = re.compile(rb"(?<=[0-9])[ _.\-]{1,3}(?=[0-9])")
_SCRIPTS = ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")


def runs(length: int) -> frozenset[bytes]:
    """Return every run of so many digits that a test card has."""
    return frozenset(
        number[at : at + length].encode()
        for number in CARDS.values()
        for at in range(len(number) - length + 1)
    )


def is_leaky(data: bytes) -> bool:
    """Say whether anything of a test card's number is in ``data``."""
    plain = _in_ascii(data)
    chosen = _INSTANT.sub(b"", _DIGEST.sub(b"", plain))
    return (
        any(run in chosen for run in runs(RUN))
        or any(run in plain for run in runs(LONG_RUN))
        or any(number.encode() in _PARTED.sub(b"", plain) for number in CARDS.values())
        or any(number.encode().hex().encode() in plain for number in CARDS.values())
    )


def leaky_files(folder: Path) -> Iterator[str]:
    """Name the files below ``folder`` that hold anything of a test card."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and is_leaky(path.read_bytes()):
            yield path.relative_to(folder).as_posix()


def _in_ascii(data: bytes) -> bytes:
    for digits in _SCRIPTS:
        for value, digit in enumerate(digits):
            data = data.replace(digit.encode(), b"%d" % value)
    return data
