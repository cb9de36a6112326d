"""GS1 element strings and Digital Links: the one home of biip, with its gaps shut."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from drivers.codes.coupons import is_coupon_code
from drivers.events import UNKNOWN_CLASS
from drivers.guard.digits import passes_gs1
from drivers.symbology import Symbology

Elements = tuple[tuple[str, str], ...]
"""Application identifiers with their values, in the order of the code."""

GS1_SYMBOLOGIES = frozenset(
    {
        Symbology.GS1_128,
        Symbology.GS1_DATABAR,
        Symbology.GS1_DATAMATRIX,
        Symbology.GS1_QR,
        Symbology.GS1_AZTEC,
        Symbology.GS1_DOTCODE,
    },
)
"""Families that hold element strings or nothing; FNC1 came first in their symbol."""

LINK_SYMBOLOGIES = frozenset(
    {
        Symbology.UNKNOWN,
        Symbology.QR,
        Symbology.DATA_MATRIX,
        Symbology.AZTEC,
        Symbology.DOTCODE,
    }
    | GS1_SYMBOLOGIES,
)
"""Families in which a Digital Link is met; plain QR (``]Q1``) is the usual one."""

_CHECKED_DIGITS = {
    **dict.fromkeys(("00", "8017", "8018"), (0, 18)),
    **dict.fromkeys(("01", "02", "03", "8006", "8026"), (0, 14)),
    **dict.fromkeys(("253", "255", *(str(ai) for ai in range(410, 418))), (0, 13)),
    "402": (0, 17),
    "8003": (1, 14),
}
"""Where the number with a check digit stands (GS1 General Specifications, ch. 3)."""

_COUPONS = frozenset({"8110", "8112"})

_GTINS = ("01", "8006")

_GSRN = "8018"

_CLASSES = {
    _GSRN: "member",
    **dict.fromkeys(("255", "8110", "8112"), "coupon"),
    "00": "logistics",
    **dict.fromkeys(_GTINS, "product"),
    **dict.fromkeys(("02", "401", "402"), "logistics"),
}
"""What the first of these identifiers makes of a code."""

_ENCODABLE = re.compile(r"[!-\"%-?A-Z_a-z \x1d]+")
"""GS1's invariant characters (GenSpecs 7.11), the blank, and FNC1 as it is sent."""

_MESSAGE_LENGTH_MAX = 2_048
_LINK = re.compile(r"https?://[^/?#\s]+/\S*", re.IGNORECASE)
_LINK_LENGTH_MAX = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class Gs1Message:
    """What a GS1 code says: its elements and, if it names one, its article."""

    elements: Elements = field(repr=False)
    gtin: str | None
    is_link: bool

    def unchecked(self, text: str) -> Iterator[str]:
        """Yield what no check digit of the code vouches for: a card could sit there."""
        for identifier, value in self.elements:
            place = _CHECKED_DIGITS.get(identifier)
            yield value if place is None else value[place[1] :]
            text = text.replace(f"/{identifier}/{value}", "|")
            text = text.replace(f"{identifier}={value}", "|")
        if self.is_link or not any(ai in _CHECKED_DIGITS for ai, _ in self.elements):
            yield text

    @property
    def class_name(self) -> str:
        """What kind of thing the code stands for, by what its identifiers mean."""
        known = dict(self.elements)
        return next((name for ai, name in _CLASSES.items() if ai in known), UNKNOWN_CLASS)

    @property
    def member(self) -> str | None:
        """The number of a service relation's recipient: a member (GSRN)."""
        return dict(self.elements).get(_GSRN)


def read_element_strings(text: str) -> Gs1Message | None:
    """Read element strings, FNC1 as the separator GS; None if one does not hold."""
    if len(text) > _MESSAGE_LENGTH_MAX or _ENCODABLE.fullmatch(text) is None:
        return None
    # biip takes 20 MB and 160 ms to load: only shops that use GS1 codes pay for it.
    from biip import ParseError  # noqa: PLC0415  # as said above
    from biip.gs1_messages import GS1Message  # noqa: PLC0415  # as said above

    try:
        message = GS1Message.parse(text.removeprefix("\x1d"))
    except (ParseError, ValueError, ArithmeticError, LookupError):
        return None
    found = tuple((e.ai.ai, e.value) for e in message.element_strings)
    return _message(found, is_link=False)


def read_link(text: str) -> Gs1Message | None:
    """Read a Digital Link of any host; None if the text is none, or does not hold."""
    if len(text) > _LINK_LENGTH_MAX or _LINK.fullmatch(text) is None:
        return None
    from biip import ParseError  # noqa: PLC0415  # loaded late, as above
    from biip.gs1_digital_link_uris import (  # noqa: PLC0415  # loaded late, as above
        GS1DigitalLinkURI,
    )

    try:
        link = GS1DigitalLinkURI.parse(text)
    except (ParseError, ValueError, ArithmeticError, LookupError):
        return None
    found = tuple((e.ai.ai, e.value) for e in link.element_strings)
    return _message(found, is_link=True)


def _message(found: Elements, *, is_link: bool) -> Gs1Message | None:
    if not found or not all(_holds(ai, value) for ai, value in found):
        return None
    known = dict(found)
    gtin = next((known[ai][:14] for ai in _GTINS if ai in known), None)
    return Gs1Message(elements=found, gtin=gtin, is_link=is_link)


def _holds(identifier: str, value: str) -> bool:
    """Check what biip leaves unchecked: check digits, and coupons' own structure."""
    if not value.isascii():
        return False
    if identifier in _COUPONS:
        return is_coupon_code(value, is_digital=identifier == "8112")
    place = _CHECKED_DIGITS.get(identifier)
    return place is None or passes_gs1(value[place[0] : place[1]])
