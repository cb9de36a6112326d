"""A sentence for a programme's author: English that can be said in another language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Self, Union

from rules.ground.currencies import plain_money

Value = Union[int, str, Fraction, date, "Amount", tuple["Value", ...]]
"""What fills a gap: a figure or a day to be written as the reader does, a name, a list."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in a sentence, in minor units."""

    minor: int
    currency: str

    def __str__(self) -> str:
        """Write it for an author: ``MYR 1,800.00``."""
        return plain_money(self.minor, self.currency)


class Sentence(str):
    """English text that remembers its words and what fills their gaps.

    Where nobody asks for a language it is the text itself; catalogues know ``english``.
    """

    __slots__ = ("english", "values")

    english: str
    values: Mapping[str, Value]

    def __new__(cls, english: str, **values: Value) -> Self:
        """Fill the gaps (``{name}``) of the English words."""
        written = {name: _written(value) for name, value in values.items()}
        sentence = super().__new__(cls, english.format_map(written))
        sentence.english, sentence.values = english, values
        return sentence


class Counted(Sentence):
    """A sentence about a number, which fills its gap ``{count}``, in the right plural.

    Catalogues know the words about one.
    """

    __slots__ = ("number",)

    number: int

    def __new__(cls, one: str, many: str, *, count: int) -> Self:
        """Fill the gap of the English words about one thing, or about several."""
        counted = super().__new__(cls, one if abs(count) == 1 else many, count=count)
        counted.english, counted.number = one, count
        return counted


def _written(value: Value) -> str:
    return ", ".join(map(_written, value)) if isinstance(value, tuple) else str(value)
