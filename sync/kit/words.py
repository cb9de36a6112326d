"""Sentences for whoever sits at the terminal, said in the language that it is set to.

The kit knows no catalogue. Whoever does registers a module that can ``tell``; without one a
sentence stays the English that it is.
"""

import sys
from functools import cache
from importlib import import_module
from typing import Final, Protocol, cast

from sync.kit.registers import read_register

GROUP: Final = "vafa.words"
"""The entry-point group of the one module that has the words."""


class Words(Protocol):
    """A module that has the words."""

    def tell(self, text: str) -> str:
        """Say a sentence in the terminal's language; other text stays as it is."""
        ...


def tell(text: str) -> str:
    """Say a sentence in the terminal's language; other text stays as it is."""
    words = _words()
    return text if words is None else words.tell(text)


@cache
def _words() -> Words | None:
    found = [module for _, module in read_register(GROUP, sys.path)]
    # As with commands: a module satisfies the protocol by its names.
    return cast("Words", import_module(found[0])) if found else None
