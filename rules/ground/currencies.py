"""Currencies: how many digits a minor unit has, and an amount as its author reads it."""

from typing import Final

_NO_DECIMALS: Final = frozenset({"JPY", "KRW", "VND", "DJF", "UGX", "RWF", "XAF", "XOF"})
_THREE_DECIMALS: Final = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def decimals(currency: str) -> int:
    """Return how many digits a currency's minor unit has (ISO 4217)."""
    if currency in _NO_DECIMALS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


def plain_money(amount_minor: int, currency: str) -> str:
    """Write an amount for a programme's author, of minor units: ``MYR 1,800.00``."""
    places = decimals(currency)
    whole, part = divmod(abs(amount_minor), 10**places)
    sign = "-" if amount_minor < 0 else ""
    return f"{currency} {sign}{whole:,}{f'.{part:0{places}}' if places else ''}"
