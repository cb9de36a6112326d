"""Long lists in slices: a statement may name only so many values."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

AT_ONCE: Final = 400
"""How many keys one SELECT names."""

Item = TypeVar("Item")


def chunks(items: Iterable[Item], size: int = AT_ONCE) -> Iterator[tuple[Item, ...]]:
    """Yield the items in order, at most ``size`` at a time."""
    rest = iter(items)
    while chunk := tuple(islice(rest, size)):
        yield chunk
