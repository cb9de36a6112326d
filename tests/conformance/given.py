"""What a case gives, read key by key: whatever nobody read is told, never ignored."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final

MINOR_A_UNIT: Final = 100
"""The cases' money has two decimals unless its key ends in ``_minor``."""


class InexpressibleError(Exception):
    """The case asks for something our engine has no words for; the text says what."""


class Given:
    """A table of a case. Reading a wrong shape raises InexpressibleError."""

    def __init__(self, held: Mapping[str, object], place: str = "") -> None:
        self._held: Final = held
        self._place: Final = place
        self._read: Final[set[str]] = set()
        self._inner: Final[list[Given]] = []

    def __contains__(self, key: str) -> bool:
        """Say whether a key is given and not null; it counts as unread."""
        return self._held.get(key) is not None

    def keys(self) -> tuple[str, ...]:
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

    def money(self, key: str) -> int:
        """Return money of two decimals in minor units."""
        return minor(self.value(key), self._at(key))

    def wholes(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers."""
        return tuple(whole(item, self._at(key)) for item in self.items(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(str(item) for item in self.items(key))

    def items(self, key: str) -> list[object]:
        """Return a list of anything."""
        found = self.value(key)
        if not isinstance(found, list):
            raise InexpressibleError(f"{self._at(key)} is no list")
        return found

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
        inner = Given(found, place)
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
    if isinstance(value, bool) or not isinstance(value, int | str | Fraction):
        raise InexpressibleError(f"{place}: {value!r} is no number")
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError) as error:
        raise InexpressibleError(f"{place}: {value!r} is no number") from error


def whole(value: object, place: str = "") -> int:
    """Read a whole number."""
    found = exact(value, place)
    if found.denominator != 1:
        raise InexpressibleError(f"{place}: {value!r} is not whole")
    return found.numerator


def minor(value: object, place: str = "") -> int:
    """Read money of two decimals as minor units."""
    found = exact(value, place) * MINOR_A_UNIT
    if found.denominator != 1:
        raise InexpressibleError(f"{place}: {value!r} has more than two decimals")
    return found.numerator


def major(amount_minor: int) -> Fraction:
    """Return minor units as money of two decimals."""
    return Fraction(amount_minor, MINOR_A_UNIT)


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
