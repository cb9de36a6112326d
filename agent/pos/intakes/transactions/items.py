"""The items of a transaction: sold, brought back, voided before payment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.counter.asked.requests import write_quantity
from agent.pos.intakes.found import UnreadableFault, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Which sale something belongs to; what is empty is as in the transaction itself.

    ``line`` is the line of that sale, where the POS says it.
    """

    number: str
    store: str = ""
    workstation: str = ""
    day: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item as the POS told it; ``discount_minor`` counts below or inside the amount.

    ``reference`` is what the POS's rewards call the line, ``taxed_by`` the taxes it bears,
    ``link`` which sale it comes back from.
    """

    line: str
    sku: str
    gtin: str
    category: str
    quantity_milli: int
    unit: str
    unit_price_minor: int
    amount_minor: int
    discount_minor: int = 0
    tax_minor: int = 0
    is_goods: bool = True
    reference: str = ""
    taxed_by: frozenset[str] = frozenset()
    link: Link | None = None

    def value(self, *, amount_minor: int, tax_included: bool) -> dict[str, Value]:
        """Write the item as a line of a sale."""
        said: dict[str, Value] = {
            "line": self.line,
            "sku": self.sku,
            "category": self.category,
            "quantity": write_quantity(self.quantity_milli),
            "unit": self.unit,
            "unit_price_minor": self.unit_price_minor,
            "amount_minor": amount_minor,
            "discount_minor": self.discount_minor,
            "type": "item" if self.is_goods else "deposit",
        }
        if self.gtin:
            said["gtin"] = self.gtin
        if self.tax_minor:
            said["tax"] = {"included": tax_included, "amount_minor": self.tax_minor}
        return said


def without(items: Sequence[Item], voided: Item) -> tuple[Item, ...]:
    """Take a void of an earlier line off it: of the same price whole, else in part."""
    quantity, amount = abs(voided.quantity_milli), abs(voided.amount_minor)
    alike = [at for at, item in enumerate(items) if (item.sku, item.gtin) == _names(voided)]
    for at in reversed(alike):
        item = items[at]
        if (item.quantity_milli, item.amount_minor) == (quantity, amount):
            return (*items[:at], *items[at + 1 :])
    for at in reversed(alike):
        item = items[at]
        if item.quantity_milli > quantity and item.amount_minor >= amount:
            left = replace(
                item,
                quantity_milli=item.quantity_milli - quantity,
                amount_minor=item.amount_minor - amount,
            )
            return (*items[:at], left, *items[at + 1 :])
    raise UnreadableFault(
        f"line {voided.line} voids an item that is not on an earlier line",
        hint="Look at the POS's document.",
    )


def _names(item: Item) -> tuple[str, str]:
    return item.sku, item.gtin


def upright(item: Item) -> Item:
    """Write what came back without its sign."""
    return replace(
        item,
        quantity_milli=abs(item.quantity_milli),
        amount_minor=abs(item.amount_minor),
    )
