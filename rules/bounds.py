"""How large a figure and how long a name in a programme may be."""

from datetime import date
from fractions import Fraction

MONEY_MINOR_MAX = 10**12
POINTS_MAX = 10**9
DAYS_MAX = 3_660
MONTHS_MAX = 1_200
NAME_CHARACTERS_MAX = 64
NAMES_MAX = 1_000
RATE_PART_MAX = 10**9
PARTS_MAX = 20
_PERCENT = 100


class OutOfBoundsError(ValueError):
    """A figure or name no programme may hold. The text is a sentence for its author."""


def within(what: str, value: int, *, least: int, most: int) -> None:
    """Refuse a whole number outside ``least`` to ``most``, both allowed."""
    if not least <= value <= most:
        raise OutOfBoundsError(f"{what} must be between {least} and {most}, not {value}")


def day(what: str, value: str) -> None:
    """Refuse a text that names no day like ``2026-12-31``."""
    try:
        named = date.fromisoformat(value).isoformat() == value
    except ValueError:
        named = False
    if not named:
        raise OutOfBoundsError(f"{what} must be a day like 2026-12-31")


def rate(what: str, value: Fraction, *, least: int, most: int) -> None:
    """Refuse a fraction outside ``least`` to ``most``, or with parts beyond sense."""
    if max(abs(value.numerator), value.denominator) > RATE_PART_MAX:
        raise OutOfBoundsError(f"{what} has too many digits")
    if not least <= value <= most:
        raise OutOfBoundsError(f"{what} must be between {least} and {most}, not {value}")


def percentage(what: str, value: Fraction) -> None:
    """Refuse a percentage of nothing, of less, or of more than all."""
    rate(what, value, least=0, most=_PERCENT)
    if value == 0:
        raise OutOfBoundsError(f"{what} must be above 0")


def identifier(what: str, value: str) -> None:
    """Refuse an id that is not ASCII letters, digits and ``._:-``."""
    sensible = value.isascii() and all(sign.isalnum() or sign in "._:-" for sign in value)
    if not (sensible and 0 < len(value) <= NAME_CHARACTERS_MAX):
        raise OutOfBoundsError(
            f"{what} must be 1 to {NAME_CHARACTERS_MAX} letters a-z, digits or . _ : -"
        )


def names(what: str, values: tuple[str, ...]) -> None:
    """Refuse a list with an empty, overlong or repeated name, or a list without end."""
    if len(values) > NAMES_MAX:
        raise OutOfBoundsError(f"{what} may list at most {NAMES_MAX} names")
    if any(not 0 < len(value) <= NAME_CHARACTERS_MAX for value in values):
        raise OutOfBoundsError(
            f"each of {what} must have 1 to {NAME_CHARACTERS_MAX} characters"
        )
    if len(set(values)) != len(values):
        raise OutOfBoundsError(f"{what} names something twice")
