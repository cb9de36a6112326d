"""What a transaction came to: items, what came off, taxes, tenders, a card."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from agent.pos.intakes.found import UnreadableFault
from agent.pos.intakes.transactions.items import Item
from rules.ground.shares import share


class Off(NamedTuple):
    """Money off: for the line the POS calls ``reference``, else for the whole basket."""

    reference: str
    amount_minor: int


class Levied(NamedTuple):
    """A tax on the whole basket."""

    tax: str
    amount_minor: int


class Tendered(NamedTuple):
    """How a part was paid; ``cashback_minor`` of it may have been handed out again."""

    tender: str
    amount_minor: int
    cashback_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A transaction taken apart; ``total_minor`` is None where none is said."""

    sold: tuple[Item, ...]
    returned: tuple[Item, ...]
    tenders: tuple[Tendered, ...]
    card: str
    rounding_minor: int
    total_minor: int | None


def reduced(items: tuple[Item, ...], off: Sequence[Off]) -> tuple[Item, ...]:
    """Take money off the lines it is for; what is for the basket is spread by worth."""
    by_line = {item.reference: at for at, item in enumerate(items) if item.reference}
    discounts = [item.discount_minor for item in items]
    basket = 0
    for reference, amount in off:
        if reference in by_line:
            discounts[by_line[reference]] += amount
        else:
            basket += amount
    if basket and not items:
        raise UnreadableFault(
            "money came off, but nothing was sold", hint="Look at the POS's document."
        )
    if basket:
        worth = [
            max(0, item.amount_minor - taken)
            for item, taken in zip(items, discounts, strict=True)
        ]
        parts = share(basket, worth)
        discounts = [one + more for one, more in zip(discounts, parts, strict=True)]
    return tuple(
        replace(item, discount_minor=taken)
        for item, taken in zip(items, discounts, strict=True)
    )


def taxed(items: tuple[Item, ...], taxes: Sequence[Levied]) -> tuple[Item, ...]:
    """Lay taxes of the basket on the lines that bear them, by worth."""
    if not items:
        return items
    sums = [item.tax_minor for item in items]
    for name, amount in taxes:
        bearing = [name in item.taxed_by for item in items]
        worth = [
            max(0, item.amount_minor - item.discount_minor)
            if bears or not any(bearing)
            else 0
            for item, bears in zip(items, bearing, strict=True)
        ]
        parts = share(amount, worth)
        sums = [one + more for one, more in zip(sums, parts, strict=True)]
    return tuple(
        replace(item, tax_minor=tax) for item, tax in zip(items, sums, strict=True)
    )
