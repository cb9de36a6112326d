"""A day at a POS, told without any format, and what a till must have booked of it."""

from dataclasses import dataclass
from typing import Literal

from tests.agent.counter.shop import CARD

State = Literal["sale", "training", "suspended", "copy"]
DAY = "2026-11-21"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """One line; amounts in minor units. ``is_voided`` was taken off before payment."""

    name: str
    each_minor: int
    quantity: int = 1
    category: str = "fruit"
    discount_minor: int = 0
    is_voided: bool = False

    @property
    def amount_minor(self) -> int:
        """What it costs before its discount."""
        return self.each_minor * self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A sale, or what looks like one."""

    number: str
    goods: tuple[Goods, ...]
    paid: tuple[tuple[str, int], ...]
    card: str = ""
    off_minor: int = 0
    tax_minor: int = 0
    state: State = "sale"

    @property
    def total_minor(self) -> int:
        """What is to be paid; the tax is on top."""
        kept = [each for each in self.goods if not each.is_voided]
        worth = sum(each.amount_minor - each.discount_minor for each in kept)
        return worth - self.off_minor + self.tax_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """Goods that come back from a sale; ``line`` is their line there, from 1."""

    number: str
    of: str
    line: int
    name: str
    quantity: int
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """A sale that is undone after it was paid."""

    number: str
    of: str


Told = Rung | Returned | Undone

RICE = Goods(name="Rice", each_minor=1200)
FIRST = Rung(
    number="0001",
    card=CARD,
    goods=(
        Goods(name="Rice", each_minor=1200, quantity=2, discount_minor=200),
        Goods(name="Beans", each_minor=1000, category="beans"),
    ),
    paid=(("cash", 3200),),
)
STORY: tuple[Told, ...] = (
    FIRST,
    Rung(number="0002", goods=(Goods(name="Tea", each_minor=500),), paid=(("cash", 500),)),
    Rung(
        number="0003",
        card=CARD,
        goods=(
            RICE,
            Goods(name="Tea", each_minor=500, is_voided=True),
            Goods(name="Oil", each_minor=800),
        ),
        off_minor=200,
        tax_minor=108,
        paid=(("cash", 1000), ("card", 908)),
    ),
    Rung(number="0004", card=CARD, goods=(RICE,), paid=(("cash", 1200),), state="training"),
    Rung(
        number="0005", card=CARD, goods=(RICE,), paid=(("cash", 1200),), state="suspended"
    ),
    Rung(
        number="0006",
        card=CARD,
        goods=(Goods(name="Oil", each_minor=800),),
        paid=(("cash", 800),),
    ),
    Rung(number="0007", card=CARD, goods=(RICE,), paid=(("cash", 1200),)),
    Undone(number="0008", of="0007"),
    Rung(
        number=FIRST.number,
        card=CARD,
        goods=FIRST.goods,
        paid=FIRST.paid,
        state="copy",
    ),
    Returned(number="0009", of="0001", line=1, name="Rice", quantity=1, amount_minor=1100),
    Returned(number="0010", of="0006", line=1, name="Oil", quantity=1, amount_minor=800),
)

PENDING = 22 + 20 + 18 + 8 - 11 - 8
"""One point a ringgit, two for beans; 0007 was undone, half the rice and 0006 came back."""

SALES = {"count": 5, "amount_minor": 3200 + 500 + 1908 + 800 + 1200}
REFUNDS = {"count": 2, "amount_minor": 1900}
