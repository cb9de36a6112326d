"""Amounts and quantities of a POSLog: decimal texts, read exactly."""

import re
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from agent.counter.asked.requests import AMOUNT_MAX
from agent.pos.intakes.found import UnreadableFault
from rules.sale.basket import QUANTITY_UNIT

_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]{1,14}(?:\.[0-9]{0,8})?|\.[0-9]{1,8})")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_MINOR_DIGITS_USUAL: Final = 2
_MINOR_DIGITS: Final[dict[str, int]] = {
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0,
    "PYG": 0, "RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0,
    "XPF": 0, "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
    "CLF": 4, "UYW": 4,
}  # fmt: skip
"""How many digits a currency's minor unit has, where it is not two (ISO 4217:2015)."""


def decimal(text: str, what: str) -> Decimal:
    """Read a decimal number; a fault names ``what``, never the text."""
    if not _DECIMAL.fullmatch(text):
        raise UnreadableFault(
            f"{what} is no decimal number",
            hint="Digits with a point are read: 12.50, -3.",
        )
    return Decimal(text)


def minor_digits(currency: str) -> int:
    """Return how many digits follow the point in a currency's amounts."""
    if not _CURRENCY.fullmatch(currency):
        raise UnreadableFault(
            "the currency is missing or no ISO 4217 code",
            hint="Have the POS write it, such as MYR; a mapping or template may name it.",
        )
    return _MINOR_DIGITS.get(currency, _MINOR_DIGITS_USUAL)


def minor(text: str, digits: int, what: str) -> int:
    """Read an amount of money as whole minor units; nothing is rounded."""
    scaled = decimal(text, what).scaleb(digits)
    whole = int(scaled)
    if whole != scaled:
        raise UnreadableFault(
            f"{what} is finer than the currency's smallest unit",
            hint=f"Have the POS write at most {digits} decimals in amounts.",
        )
    if abs(whole) > AMOUNT_MAX:
        raise UnreadableFault(f"{what} is too large", hint="Look at the POS's document.")
    return whole


def price(text: str, digits: int, what: str) -> int:
    """Read a unit price, which may be finer than money is (fuel); rounded to even."""
    scaled = decimal(text, what).scaleb(digits).quantize(Decimal(1), ROUND_HALF_EVEN)
    return max(-AMOUNT_MAX, min(int(scaled), AMOUNT_MAX))


def milli(text: str, what: str) -> int:
    """Read a quantity as whole thousandths; what is finer is rounded to even."""
    scaled = decimal(text, what) * QUANTITY_UNIT
    return int(scaled.quantize(Decimal(1), ROUND_HALF_EVEN))
