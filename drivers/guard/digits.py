"""Digits as scanners and people write them, and the two check digits of the trade."""

import unicodedata

_LUHN_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")


def ascii_digits(text: str) -> str:
    """Write every decimal digit (Persian, Arabic, fullwidth …) as 0-9; the rest stays."""
    if text.isascii():
        return text
    return "".join(_ascii_digit(character) for character in text)


def is_digits(text: str) -> bool:
    """Say whether the text is made of 0-9 only (``str.isdigit`` takes far more)."""
    return text.isascii() and text.isdigit()


def passes_luhn(number: str) -> bool:
    """Check the last digit of a card number, made of 0-9 (ISO/IEC 7812-1 annex B)."""
    digits = number.encode("ascii")
    doubled = digits[-2::-2].translate(_LUHN_DOUBLED)
    return (sum(digits[-1::-2]) + sum(doubled) - len(digits) * ord("0")) % 10 == 0


def passes_gs1(number: str) -> bool:
    """Check the last digit of a GTIN, SSCC or GSRN (GS1 General Specifications 7.9)."""
    return gs1_check_digit(number[:-1]) == number[-1:]


def gs1_check_digit(number: str) -> str:
    """Work out the check digit that belongs behind these digits."""
    # A sign that is no digit gives a wrong check digit, as it should.
    digits = number.encode("ascii", "replace")
    thrice, once = digits[-1::-2], digits[-2::-2]
    zeros = ord("0") * (3 * len(thrice) + len(once))
    return str((zeros - 3 * sum(thrice) - sum(once)) % 10)


def _ascii_digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
