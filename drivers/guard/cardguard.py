"""The payment-card guard: what no text, log or event may hold is recognised here first."""

import re
from dataclasses import dataclass

from drivers.guard.digits import ascii_digits, is_digits, passes_gs1, passes_luhn
from drivers.guard.iin_ranges import brand_of
from drivers.guard.recognition import Recognition

PAN_DIGITS_MIN = 13
"""Shortest card number in use (ISO/IEC 7812-1 allows up to 19)."""

PAN_DIGITS_MAX = 19
"""Longest card number."""

_BETWEEN = r"[\s\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060-\u2069\u2212\ufeff_.-]"
"""What people, pages and bidi marks leave between the digits of one number."""

_RUN = re.compile(f"[0-9](?:{_BETWEEN}{{0,3}}[0-9]){{{PAN_DIGITS_MIN - 1},}}")
_DIGITS = re.compile(f"[0-9]{{{PAN_DIGITS_MIN},}}")
_GAP = re.compile(f"{_BETWEEN}+")
_CONSUMER_QR = "hQVDUFYw"
"""``85 05 CPV0…`` in Base64: EMVCo consumer-presented QR, which holds a card's track 2."""


@dataclass(frozen=True, slots=True)
class PaymentCard:
    """What may be said of a payment card. It never held more digits than these four."""

    brand: str
    last4: str


def holds_payment_card(text: str, recognition: Recognition) -> bool:
    """Say whether a free text holds a payment card's number that is not the programme's.

    Digits may be of any script and parted by spaces or dashes. Codes of 13 digits with a
    valid EAN check digit are products. Takes time in proportion to the text.
    """
    return find_payment_card(text, recognition) is not None


def starred(text: str, recognition: Recognition) -> str:
    """Give a text as it is, or with stars for all its digits if it holds such a number."""
    if not holds_payment_card(text, recognition):
        return text
    return "".join("*" if sign.isdecimal() else sign for sign in text)


def may_hold_payment_card(text: str, recognition: Recognition) -> bool:
    """Say whether a number could be hidden anywhere in the text, glued to other digits.

    For what is only shown to people who set devices up: it is wrong now and then.
    """
    if holds_payment_card(text, recognition):
        return True
    return any(
        _payment_card(run[0][first : first + length], recognition) is not None
        for run in _DIGITS.finditer(ascii_digits(text))
        for first in range(len(run[0]) - PAN_DIGITS_MIN + 1)
        for length in range(PAN_DIGITS_MIN, PAN_DIGITS_MAX + 1)
    )


def find_payment_card(text: str, recognition: Recognition) -> PaymentCard | None:
    """Give brand and last four digits of the first payment card in a text."""
    for run in _RUN.finditer(ascii_digits(text)):
        groups = _GAP.split(run[0])
        for first in range(len(groups)):
            number = ""
            for group in groups[first:]:
                number += group
                if len(number) > PAN_DIGITS_MAX:
                    break
                card = _payment_card(number, recognition)
                if card is not None:
                    return card
    return None


def is_payment_qr(text: str) -> bool:
    """Say whether a QR code is for paying: EMVCo merchant- or consumer-presented."""
    merchant = text.startswith("000201") and text[-8:-4] == "6304"
    return merchant or text.startswith(_CONSUMER_QR)


def _payment_card(number: str, recognition: Recognition) -> PaymentCard | None:
    if len(number) < PAN_DIGITS_MIN or not is_digits(number) or not passes_luhn(number):
        return None
    if len(number) == PAN_DIGITS_MIN and passes_gs1(number):
        return None
    brand = brand_of(number)
    if brand is None or recognition.card(number) is not None:
        return None
    return PaymentCard(brand, number[-4:])
