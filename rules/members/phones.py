"""Phone numbers in one form, so that the same number is found however it was typed."""

import unicodedata
from typing import Final

DIGITS_MIN: Final = 7
DIGITS_MAX: Final = 15
"""E.164 (ITU-T): at most fifteen digits, the country's own among them."""

_BETWEEN: Final = frozenset(" -.()/\u00a0\u200e\u200f\u202a\u202c")
_ABROAD: Final = "00"


def normal_phone(text: str, *, country: str = "", trunk: str = "0") -> str:
    """Return a number as ``+60123456789``; empty when it cannot be one.

    Digits of any script count. A number without ``+`` or ``00`` in front is the country's
    own: ``country`` (digits; empty: there is none) takes the place of the ``trunk`` prefix.
    """
    plain = "".join(_ascii(sign) for sign in text.strip() if sign not in _BETWEEN)
    if plain.startswith("+"):
        digits = plain[1:]
    elif plain.startswith(_ABROAD):
        digits = plain[len(_ABROAD) :]
    elif not country:
        return ""
    else:
        digits = country + (plain.removeprefix(trunk) if trunk else plain)
    if not (digits.isascii() and digits.isdigit()):
        return ""
    if digits.startswith("0") or not DIGITS_MIN <= len(digits) <= DIGITS_MAX:
        return ""
    return f"+{digits}"


def _ascii(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)
