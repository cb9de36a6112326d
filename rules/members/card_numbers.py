"""New card numbers: a prefix, a number of its own and the check digit behind it."""

from typing import Final

_DOUBLED: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_TEN: Final = 10


def card_number(prefix: str, length: int, at: int) -> str:
    """Return the card number ``at`` of a range; its last digit is Luhn's (ISO/IEC 7812)."""
    body = f"{prefix}{at:0{length - len(prefix) - 1}d}"
    return body + check_digit(body)


def capacity(prefix: str, length: int) -> int:
    """Return how many numbers a range holds."""
    return int(_TEN ** max(0, length - len(prefix) - 1))


def check_digit(body: str) -> str:
    """Work out the digit that belongs behind these digits."""
    total = sum(
        _DOUBLED[int(digit)] if place % 2 == 0 else int(digit)
        for place, digit in enumerate(reversed(body))
    )
    return str(-total % _TEN)
