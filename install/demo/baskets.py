"""What is bought in the play, and the documents a POS makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Final

from install.demo.answers import Answer, Json, text_at, whole_at

CURRENCY: Final = "MYR"
WORKSTATION: Final = "L1"
SHOP_TIME: Final = timezone(timedelta(hours=8))
"""Kuala Lumpur's clock, the programme's zone; it has no summer time."""

Body = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of goods: ``quantity`` as a decimal string, ``amount_minor`` for all of it."""

    line: str
    sku: str
    category: str
    quantity: str
    price_minor: int
    amount_minor: int
    gtin: str = ""
    unit: str = "each"

    def body(self, *, discount_minor: int = 0) -> Body:
        """Return the line as the API wants it."""
        line: Body = {
            "line": self.line,
            "sku": self.sku,
            "category": self.category,
            "quantity": self.quantity,
            "unit": self.unit,
            "unit_price_minor": self.price_minor,
            "amount_minor": self.amount_minor,
            "type": "item",
            "tax": {"rate": "0.00", "included": True, "amount_minor": 0},
        }
        if self.gtin:
            line["gtin"] = self.gtin
        return line | ({"discount_minor": discount_minor} if discount_minor else {})


COFFEE: Final = Item(
    line="1", sku="COF-250", category="coffee", quantity="2", price_minor=1290,
    amount_minor=2580, gtin="04006381333931",
)  # fmt: skip
BANANAS: Final = Item(
    line="2", sku="BAN-KG", category="fruit", quantity="0.452", unit="kg", price_minor=890,
    amount_minor=402,
)  # fmt: skip
GRINDER: Final = Item(
    line="3", sku="GRD-01", category="home", quantity="1", price_minor=7900,
    amount_minor=7900,
)  # fmt: skip
MUGS: Final = Item(
    line="2", sku="MUG-02", category="home", quantity="2", price_minor=1550,
    amount_minor=3100,
)  # fmt: skip
BEANS: Final = Item(
    line="1", sku="COF-1KG", category="coffee", quantity="1", price_minor=4200,
    amount_minor=4200,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The documents of one POS, numbered and dated: a natural key is for ever."""

    store: str
    now: datetime

    def document(self, number: int, *, kind: str = "sale") -> Mapping[str, str]:
        """Return a document's natural key."""
        return {
            "store": self.store,
            "workstation": WORKSTATION,
            "business_day": self.now.astimezone(SHOP_TIME).date().isoformat(),
            "number": f"{number:06}",
            "kind": kind,
        }

    @property
    def at(self) -> str:
        """The moment as the shop's clock shows it."""
        return self.now.astimezone(SHOP_TIME).isoformat(timespec="seconds")

    def quote(self, items: Sequence[Item], *, card: str) -> Body:
        """Ask what a basket would bring."""
        return {
            "workstation": WORKSTATION,
            "currency": CURRENCY,
            "at": self.at,
            "card": card,
            "lines": [item.body() for item in items],
        }

    def sale(self, number: int, sold: "Sold") -> Body:
        """Book a basket that was quoted and is paid, points first, the rest in cash."""
        taken = dict(sold.discounts)
        cash_minor = sold.total_minor - sold.points_minor
        tenders: list[Body] = [{"tender": "cash", "amount_minor": cash_minor}]
        if sold.hold:
            paid: Body = {"tender": "points", "amount_minor": sold.points_minor}
            tenders.insert(0, paid | {"hold": sold.hold})
        body: Body = {
            "document": self.document(number),
            "at": self.at,
            "cashier": "C7",
            "training": False,
            "currency": CURRENCY,
            "card": sold.card,
            "holds": [sold.hold] if sold.hold else [],
            "lines": [
                item.body(discount_minor=taken.get(item.line, 0)) for item in sold.items
            ],
            "tenders": tenders,
            "rounding_minor": 0,
            "late": False,
        }
        return body | ({"quote": sold.quote} if sold.quote else {})

    def refund_quote(self, of: int, lines: Sequence[Mapping[str, object]]) -> Body:
        """Ask what a return would bring, before anything is paid out."""
        return {
            "workstation": WORKSTATION,
            "currency": CURRENCY,
            "at": self.at,
            "original": {"document": self.document(of)},
            "lines": list(lines),
        }

    def refund(
        self, number: int, *, of: int, lines: Sequence[Mapping[str, object]], quoted: Answer
    ) -> Body:
        """Book a return that was quoted, paid back as the quote said."""
        return {
            "document": self.document(number, kind="refund"),
            "at": self.at,
            "cashier": "C2",
            "currency": CURRENCY,
            "original": {"document": self.document(of)},
            "lines": list(lines),
            "tenders": [
                {
                    "tender": text_at(back, "tender"),
                    "amount_minor": -whole_at(back, "amount_minor"),
                }
                for back in quoted.items("to_tenders")
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """A basket at the moment of payment: what the quote took off, and what points pay."""

    items: Sequence[Item]
    card: str
    quote: str = ""
    discounts: Mapping[str, int] = field(default_factory=dict)
    hold: str = ""
    points_minor: int = 0

    @property
    def total_minor(self) -> int:
        """What is due."""
        return sum(item.amount_minor for item in self.items) - sum(self.discounts.values())

    @staticmethod
    def of(items: Sequence[Item], *, card: str, quoted: Answer) -> "Sold":
        """Take over what a quote said."""
        return Sold(
            items=items,
            card=card,
            quote=quoted.text("quote"),
            discounts=_discounts(quoted.items("discounts")),
        )


def one_back(item: Item, *, discount_minor: int = 0) -> Mapping[str, object]:
    """Return one piece of ``item`` as a refund's line, at what that piece cost."""
    pieces = int(item.quantity)
    return {
        "line": "1",
        "of_line": item.line,
        "quantity": "1",
        "amount_minor": (item.amount_minor - discount_minor) // pieces,
    }


def _discounts(given: Sequence[Json]) -> Mapping[str, int]:
    taken: dict[str, int] = {}
    for discount in given:
        line = text_at(discount, "line")
        taken[line] = taken.get(line, 0) + whole_at(discount, "amount_minor")
    return taken
