"""How large a figure and how long a name in a programme may be."""

from collections.abc import Sized
from datetime import date
from fractions import Fraction
from typing import Final

from rules.ground.sentence import Sentence, Value

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
    """A figure or name no programme may hold; ``sentence`` tells its author so."""

    def __init__(self, english: str, **values: Value) -> None:
        self.sentence: Final = Sentence(english, **values)
        super().__init__(self.sentence)


def within(what: str, value: int, *, least: int, most: int) -> None:
    """Refuse a whole number outside ``least`` to ``most``, both allowed."""
    _between(what, value, least, most)


def day(what: str, value: str) -> None:
    """Refuse a text that names no day like ``2026-12-31``."""
    try:
        named = date.fromisoformat(value).isoformat() == value
    except ValueError:
        named = False
    if not named:
        raise OutOfBoundsError("{what} must be a day like 2026-12-31", what=what)


def rate(what: str, value: Fraction, *, least: int, most: int) -> None:
    """Refuse a fraction outside ``least`` to ``most``, or with parts beyond sense."""
    if max(abs(value.numerator), value.denominator) > RATE_PART_MAX:
        raise OutOfBoundsError("{what} has too many digits", what=what)
    _between(what, value, least, most)


def percentage(what: str, value: Fraction) -> None:
    """Refuse a percentage of nothing, of less, or of more than all."""
    rate(what, value, least=0, most=_PERCENT)
    if value == 0:
        raise OutOfBoundsError("{what} must be above 0", what=what)


def identifier(what: str, value: str) -> None:
    """Refuse an id that is not ASCII letters, digits and ``._:-``."""
    sensible = value.isascii() and all(sign.isalnum() or sign in "._:-" for sign in value)
    if not (sensible and 0 < len(value) <= NAME_CHARACTERS_MAX):
        raise OutOfBoundsError(
            "{what} must be 1 to {most} letters a-z, digits or . _ : -",
            what=what,
            most=NAME_CHARACTERS_MAX,
        )


def names(what: str, values: tuple[str, ...]) -> None:
    """Refuse a list with an empty, overlong or repeated name, or a list without end."""
    if len(values) > NAMES_MAX:
        raise OutOfBoundsError("{what} may hold at most {most}", what=what, most=NAMES_MAX)
    if any(not 0 < len(value) <= NAME_CHARACTERS_MAX for value in values):
        raise OutOfBoundsError(
            "each of {what} must have 1 to {most} characters",
            what=what,
            most=NAME_CHARACTERS_MAX,
        )
    if len(set(values)) != len(values):
        raise OutOfBoundsError("{what} names something twice", what=what)


def some(what: str, values: Sized) -> None:
    """Refuse a list that names nothing."""
    if not values:
        raise OutOfBoundsError("{what} must name at least one", what=what)


def _between(what: str, value: int | Fraction, least: int, most: int) -> None:
    if not least <= value <= most:
        raise OutOfBoundsError(
            "{what} must be between {least} and {most}, not {value}",
            what=what,
            least=least,
            most=most,
            value=value,
        )
