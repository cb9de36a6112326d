"""What a case gives, read key by key: whatever nobody read is told, never ignored."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final

from rules.ground.currencies import decimals

_CURRENCY: Final = "MYR"
_COUNT_MAX: Final = 10_000
_CHARACTERS_MAX: Final = 40
_EXPONENT_MAX: Final = 20


class InexpressibleError(Exception):
    """The case asks for something our engine has no words for; the text says what."""


class Given:
    """A table of a case. Reading a wrong shape raises InexpressibleError.

    Money whose key does not end in ``_minor`` has the decimals of the case's
    ``currency``; where none is told, two.
    """

    def __init__(
        self, held: Mapping[str, object], place: str = "", *, minor_a_unit: int = 0
    ) -> None:
        self._held: Final = held
        self._place: Final = place
        self._read: Final[set[str]] = set()
        self._inner: Final[list[Given]] = []
        self._minor_a_unit: Final = minor_a_unit or 10 ** decimals(
            self.text("currency", _CURRENCY)
        )

    def __contains__(self, key: str) -> bool:
        """Say whether a key is given and not null; it counts as unread."""
        return self._held.get(key) is not None

    def is_list(self, key: str) -> bool:
        """Say whether a list stands at a key; it counts as unread."""
        return isinstance(self._held.get(key), list)

    def names(self) -> tuple[str, ...]:
        """Return the names it holds, all of them counted as read."""
        self._read.update(self._held)
        return tuple(self._held)

    def value(self, key: str) -> object:
        """Return what stands at ``key``."""
        self._read.add(key)
        if key not in self._held:
            raise InexpressibleError(f"{self._at(key)} is missing")
        return self._held[key]

    def aside(self, *keys: str) -> None:
        """Leave keys out of account: they tell the story and change nothing."""
        self._read.update(keys)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text."""
        found = self._or(key, default)
        return str(found)

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Return yes or no."""
        found = self._or(key, default)
        if not isinstance(found, bool):
            raise InexpressibleError(f"{self._at(key)} is neither true nor false")
        return found

    def whole(self, key: str, default: int | None = None) -> int:
        """Return a whole number."""
        return whole(self._or(key, default), self._at(key))

    def number(self, key: str, default: int | None = None) -> Fraction:
        """Return an exact number."""
        return exact(self._or(key, default), self._at(key))

    def count(self, key: str) -> int:
        """Return how many of something there are, within what is made one by one."""
        found = self.whole(key)
        if not 0 <= found <= _COUNT_MAX:
            raise InexpressibleError(f"{self._at(key)}: {found} is not 0 to {_COUNT_MAX}")
        return found

    def money(self, key: str) -> int:
        """Return money in minor units."""
        return self.minor(self.value(key), key)

    def moneys(self, key: str) -> tuple[int, ...]:
        """Return a list of money in minor units."""
        return tuple(self.minor(item, key) for item in self.items(key))

    def minor(self, value: object, key: str = "") -> int:
        """Read money as minor units."""
        found = exact(value, self._at(key)) * self._minor_a_unit
        if found.denominator != 1:
            raise InexpressibleError(f"{self._at(key)}: {value!r} has too many decimals")
        return found.numerator

    def major(self, amount_minor: int) -> Fraction:
        """Return minor units as money."""
        return Fraction(amount_minor, self._minor_a_unit)

    def wholes(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers."""
        return tuple(whole(item, self._at(key)) for item in self.items(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(str(item) for item in self.items(key))

    def items(self, key: str) -> list[object]:
        """Return a list of anything; one thing is a list of it."""
        found = self.value(key)
        if found is None or isinstance(found, dict):
            raise InexpressibleError(f"{self._at(key)} is no list")
        return found if isinstance(found, list) else [found]

    def table(self, key: str) -> "Given":
        """Return a table inside this one."""
        return self._open(self.value(key), self._at(key))

    def tables(self, key: str) -> tuple["Given", ...]:
        """Return a list of tables."""
        return tuple(
            self._open(item, f"{self._at(key)}[{number}]")
            for number, item in enumerate(self.items(key))
        )

    def unread(self) -> Iterator[str]:
        """Yield every key, at any depth of what was opened, that nobody has read."""
        for key in self._held:
            if key not in self._read:
                yield self._at(key)
        for inner in self._inner:
            yield from inner.unread()

    def _open(self, found: object, place: str) -> "Given":
        if not isinstance(found, dict):
            raise InexpressibleError(f"{place} is no table")
        inner = Given(found, place, minor_a_unit=self._minor_a_unit)
        self._inner.append(inner)
        return inner

    def _or(self, key: str, default: object) -> object:
        if default is not None and self._held.get(key) is None:
            self._read.add(key)
            return default
        return self.value(key)

    def _at(self, key: str) -> str:
        return f"{self._place}.{key}" if self._place else key


def exact(value: object, place: str = "") -> Fraction:
    """Read an exact number from a number or a text."""
    found = number(value)
    if found is None:
        raise InexpressibleError(f"{place}: {str(value)[:_CHARACTERS_MAX]!r} is no number")
    return found


def number(value: object) -> Fraction | None:
    """Return the number that a value says; none when it says no number of sane length."""
    if isinstance(value, bool) or not isinstance(value, int | str | Fraction):
        return None
    if isinstance(value, str):
        _, _, exponent = value.lower().partition("e")
        far = exponent.strip("+-").isdecimal() and abs(int(exponent[:9])) > _EXPONENT_MAX
        if far or len(value) > _CHARACTERS_MAX:
            return None
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError):
        return None


def whole(value: object, place: str = "") -> int:
    """Read a whole number."""
    found = exact(value, place)
    if found.denominator != 1:
        raise InexpressibleError(f"{place}: {value!r} is not whole")
    return found.numerator


def plain(value: object) -> object:
    """Turn what a parser made into tables, lists, texts, whole numbers and yes or no.

    A number with a point becomes its text and a date its ISO form: both are exact.
    """
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        return str(value)
    return value
