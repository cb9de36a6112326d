"""What whoever sits at the terminal reads, said in the language that it is set to.

The kit knows no catalogue. Whoever does registers a module that has the words; without one
all stays the English that it is.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from typing import Final, Protocol, cast

from sync.kit.registers import read_register

GROUP: Final = "vafa.words"
"""The entry-point group of the one module that has the words."""

_ASKED: Final = ContextVar("asked", default="")


class Words(Protocol):
    """A module that has the words. The language ``""`` is the terminal's."""

    def tell(self, text: str, language: str) -> str:
        """Say a sentence; other text stays as it is."""
        ...

    def say(self, english: str, language: str, **values: str | int) -> str:
        """Say plain English, its gaps filled; without values it has none."""
        ...

    def count(self, english: str, number: int, language: str) -> str:
        """Say plain English words about a number, in the right plural."""
        ...


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Speak another language than the terminal's for a while; ``""`` is the terminal's."""
    token = _ASKED.set(language)
    try:
        yield
    finally:
        _ASKED.reset(token)


def tell(text: str) -> str:
    """Say a sentence in the language spoken; other text stays as it is."""
    words = _words()
    return text if words is None else words.tell(text, _ASKED.get())


def say(english: str, **values: str | int) -> str:
    """Say plain English, its gaps (``{name}``) filled; without values it has none."""
    words = _words()
    if words is None:
        return english.format_map(values) if values else english
    return words.say(english, _ASKED.get(), **values)


def count(one: str, many: str, number: int) -> str:
    """Say one of two plain English texts about a number; catalogues know the first."""
    words = _words()
    if words is None:
        return one if number == 1 else many
    return words.count(one, number, _ASKED.get())


@cache
def _words() -> Words | None:
    found = [module for _, module in read_register(GROUP, sys.path)]
    # As with commands: a module satisfies the protocol by its names.
    return cast("Words", import_module(found[0])) if found else None
