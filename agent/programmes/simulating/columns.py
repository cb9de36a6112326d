"""Which column of a file holds what, and what its cells mean.

A file says the same again and again: a price, an article, a moment. So each cell is read
once, and looked up when it comes again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from zoneinfo import ZoneInfo

from agent.programmes.simulating.cells import Cell, Days, moment_ms, text, whole
from agent.programmes.simulating.past import PastLines
from rules.ground.currencies import decimals
from rules.ground.sentence import Sentence
from rules.sale.basket import QUANTITY_UNIT
from sync.kit.faults import Fault

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "sale": ("sale", "receipt", "basket", "basket_id", "transaction", "transaction_id"),
    "at": ("at", "time", "timestamp", "datetime", "date", "transaction_timestamp"),
    "member": ("member", "card", "customer", "household_id", "customer_id", "member_id"),
    "store": ("store", "store_id", "shop"),
    "sku": ("sku", "article", "product", "product_id", "item"),
    "category": ("category", "product_category", "group", "department"),
    "quantity": ("quantity", "qty"),
    "amount": ("amount", "sales_value", "total", "price"),
    "discount": ("discount", "discount_minor"),
}
"""What a column may be called; the first that is there is taken."""

_NEEDED: Final = ("sale", "at", "amount")
_COLUMNS_SHOWN: Final = 20
_KNOWN_MAX: Final = 1_000_000

Batch = Mapping[str, Sequence[Cell]]
"""Some lines of a file: the cells of each column that is there, by what it holds."""

Meaning = TypeVar("Meaning")


class SalesFault(Fault):
    """A file of past sales that cannot be read; the text says where and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a file is to be read: its money, its clock and days, and names of its columns."""

    currency: str
    zone: ZoneInfo
    columns: Mapping[str, str]
    days: Days = "ymd"


def places_of(header: Iterable[str], said: Mapping[str, str]) -> Mapping[str, int]:
    """Find the columns by their names; ``said`` are the author's own, by what they hold."""
    names = [name.strip().lower() for name in header]
    unknown = sorted(set(said) - set(NAMES))
    if unknown:
        raise SalesFault(
            Sentence("'{name}' is nothing that a sale has.", name=unknown[0]),
            hint=Sentence("Known are {known}.", known=tuple(NAMES)),
        )
    places: dict[str, int] = {}
    for what, usual in NAMES.items():
        wanted = (said[what].strip().lower(),) if what in said else usual
        found = next((name for name in wanted if name in names), None)
        if found is not None:
            places[what] = names.index(found)
        elif what in said or what in _NEEDED:
            raise SalesFault(
                Sentence(
                    "No column holds what is called {what}. The columns are {names}.",
                    what=what,
                    names=tuple(names[:_COLUMNS_SHOWN]),
                ),
                hint=Sentence("Name it with --column {what}=COLUMN.", what=what),
            )
    return places


class _Column(dict[Cell, Meaning], Generic[Meaning]):
    """What the cells of one column mean, those that were met already."""

    def __init__(self, read: Callable[[Cell], Meaning]) -> None:
        super().__init__()
        self._read: Final = read

    def __missing__(self, cell: Cell) -> Meaning:
        if len(self) >= _KNOWN_MAX:
            self.clear()
        meaning = self[cell] = self._read(cell)
        return meaning

    def all(self, cells: Iterable[Cell]) -> list[Meaning]:
        """Return what cells mean; ValueError says what is wrong with one."""
        return list(map(self.__getitem__, cells))


class Columns:
    """What a file's cells mean."""

    def __init__(self, reading: Reading) -> None:
        scale = 10 ** decimals(reading.currency)
        self._texts: Final = {
            name: _Column(text) for name in ("sale", "store", "member", "sku", "category")
        }
        self._at: Final = _Column(lambda cell: moment_ms(cell, reading.zone, reading.days))
        self._quantity: Final = _Column(_thousandths)
        self._money: Final = _Column(lambda cell: whole(cell, scale, usual=0))

    def lines(self, batch: Batch) -> PastLines:
        """Read some lines; ValueError says what is wrong with one of them.

        Money is made whole minor units here, at the door: what a file kept as a binary
        fraction is the nearest one. Of a column that is not there all cells are empty.
        """
        empty = (None,) * len(batch["sale"])
        texts = {
            name: column.all(batch.get(name, empty)) for name, column in self._texts.items()
        }
        amounts = self._money.all(batch["amount"])
        discounts = self._money.all(batch.get("discount", empty))
        return PastLines(
            numbers=texts["sale"],
            stores=texts["store"],
            at_ms=self._at.all(batch["at"]),
            members=texts["member"],
            skus=texts["sku"],
            categories=texts["category"],
            quantities_milli=self._quantity.all(batch.get("quantity", empty)),
            amounts_minor=amounts,
            discounts_minor=[
                min(max(0, discount), max(0, amount)) if discount else 0
                for discount, amount in zip(discounts, amounts, strict=True)
            ],
        )


def _thousandths(cell: Cell) -> int:
    """Return a quantity; one that says nothing, or none, is a piece."""
    return whole(cell, QUANTITY_UNIT, usual=QUANTITY_UNIT) or QUANTITY_UNIT
