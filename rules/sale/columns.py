"""A basket's lines column by column: each is read once, and looked at by many."""

from collections.abc import Sequence
from typing import Final

from rules.sale.basket import Line

_GOODS_ALONE: Final = {"item"}


class Columns:
    """What every line of a basket says, in the order of ``lines``.

    ``amounts`` and ``discounts`` are minor units, ``milli`` thousandths; ``net`` is what is
    paid for each line and ``cost`` the same where one that gives money back is nothing.
    ``are_goods`` tells that no line is money, a deposit or a fee.
    """

    __slots__ = (
        "amounts",
        "are_goods",
        "cost",
        "discounts",
        "lines",
        "milli",
        "names",
        "net",
    )

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines: Final = lines
        self.names: Final = [line.line for line in lines]
        self.milli: Final = [line.quantity_milli for line in lines]
        self.amounts: Final = [line.amount_minor for line in lines]
        self.discounts: Final = [line.discount_minor for line in lines]
        self.net: Final = less(self.amounts, self.discounts)
        self.cost: Final = at_least_zero(self.net)
        self.are_goods: Final = {line.kind for line in lines} == _GOODS_ALONE

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self.names)

    @property
    def are_plain(self) -> bool:
        """Whether nothing came off any line, and each costs something or nothing.

        None of them gives money back, none is sold in no quantity.
        """
        costs = min(self.amounts, default=0) >= 0 and not any(self.discounts)
        return costs and all(self.milli)

    def goods(self) -> Sequence[int]:
        """Return the positions of goods that cost something before discounts."""
        some = above_zero(self.amounts)
        if self.are_goods:
            return some
        return [at for at in some if self.lines[at].kind == "item"]

    def of_goods(self, figures: Sequence[int]) -> Sequence[int]:
        """Return a column's figures of goods alone, in their order."""
        if self.are_goods:
            return figures
        pairs = zip(figures, self.lines, strict=True)
        return [figure for figure, line in pairs if line.kind == "item"]


# What is looked for here hardly any basket has: a line that gives money back, one that
# costs nothing, a discount before ours. Looking costs less than working it out.


def less(figures: Sequence[int], taken: Sequence[int]) -> Sequence[int]:
    """Return figures, each less what is taken of it."""
    if not any(taken):
        return figures
    return [each - part for each, part in zip(figures, taken, strict=True)]


def at_least_zero(figures: Sequence[int]) -> Sequence[int]:
    """Return figures, each below 0 as 0."""
    if min(figures, default=0) >= 0:
        return figures
    return [max(0, figure) for figure in figures]


def above_zero(figures: Sequence[int]) -> Sequence[int]:
    """Return the positions of figures above 0."""
    if min(figures, default=0) > 0:
        return range(len(figures))
    return [at for at, figure in enumerate(figures) if figure > 0]
