"""Which column of a file holds what, and how one row becomes a line of a receipt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Final
from zoneinfo import ZoneInfo

from agent.programmes.simulating.past import PastLine, PastSale
from rules.basket import QUANTITY_UNIT
from rules.bounds import MONEY_MINOR_MAX
from rules.currencies import decimals
from sync.kit.clock import to_ms
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
_HALF: Final = Decimal("0.5")

Cell = object
"""What a file gives: text, a number (inexact ones too), a day or a moment, or nothing."""


class SalesFault(Fault):
    """A file of past sales that cannot be read; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The position of what is known in a row, and how its figures are read."""

    places: Mapping[str, int]
    currency: str
    zone: ZoneInfo

    def sale(self, row: tuple[Cell, ...]) -> PastSale:
        """Read a receipt's heading; ValueError says what is wrong."""
        return PastSale(
            number=self._text(row, "sale"),
            at_ms=to_ms(_moment(self._cell(row, "at"), self.zone)),
            store=self._text(row, "store"),
            member=self._text(row, "member"),
        )

    def line(self, row: tuple[Cell, ...]) -> PastLine:
        """Read a line; ValueError says what is wrong.

        Money is made whole minor units here, at the door: what a file kept as a binary
        fraction is the nearest one.
        """
        scale = 10 ** decimals(self.currency)
        quantity = _whole(self._cell(row, "quantity"), QUANTITY_UNIT, usual=QUANTITY_UNIT)
        amount = _whole(self._cell(row, "amount"), scale, usual=0)
        discount = _whole(self._cell(row, "discount"), scale, usual=0)
        return PastLine(
            sku=self._text(row, "sku"),
            category=self._text(row, "category"),
            quantity_milli=quantity or QUANTITY_UNIT,
            amount_minor=amount,
            discount_minor=min(max(0, discount), max(0, amount)),
        )

    def _cell(self, row: tuple[Cell, ...], name: str) -> Cell:
        place = self.places.get(name)
        return None if place is None or place >= len(row) else row[place]

    def _text(self, row: tuple[Cell, ...], name: str) -> str:
        cell = self._cell(row, name)
        return "" if cell is None else str(cell).strip()[:128]


def columns_of(
    header: Iterable[str], said: Mapping[str, str], *, currency: str, zone: ZoneInfo
) -> Columns:
    """Find the columns by their names; ``said`` are the author's own, by what they hold."""
    names = [name.strip().lower() for name in header]
    unknown = sorted(set(said) - set(NAMES))
    if unknown:
        raise SalesFault(
            f"{unknown[0]} is nothing a sale has.", hint=f"Known are {', '.join(NAMES)}."
        )
    places: dict[str, int] = {}
    for what, usual in NAMES.items():
        wanted = (said[what].strip().lower(),) if what in said else usual
        found = next((name for name in wanted if name in names), None)
        if found is not None:
            places[what] = names.index(found)
        elif what in said or what in _NEEDED:
            raise SalesFault(
                f"No column holds the {what}: there are {', '.join(names[:20])}.",
                hint=f"Name it with --column {what}=COLUMN.",
            )
    return Columns(places=places, currency=currency, zone=zone)


def _moment(cell: Cell, zone: ZoneInfo) -> datetime:
    if isinstance(cell, str):
        cell = datetime.fromisoformat(cell.strip())
    if isinstance(cell, date) and not isinstance(cell, datetime):
        cell = datetime.combine(cell, time(12))
    if not isinstance(cell, datetime):
        # For whoever reads the file it is a wrong value, whatever it is to us.
        raise ValueError("a time like 2026-11-21T17:42 was expected")  # noqa: TRY004
    at = cell if cell.tzinfo else cell.replace(tzinfo=zone)
    return at.astimezone(UTC)


def _whole(cell: Cell, scale: int, *, usual: int) -> int:
    """Return an amount as whole parts of ``scale``, to the nearest, halves up."""
    if cell is None or cell == "":
        return usual
    if isinstance(cell, int):
        return cell * scale
    try:
        # By way of its shortest text, which is what whoever wrote the file meant.
        exact = Decimal(str(cell).strip()) * scale
        whole = int((exact + _HALF.copy_sign(exact)).to_integral_value("ROUND_DOWN"))
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise ValueError(f"{str(cell)[:20]!r} is no amount") from error
    if abs(whole) > MONEY_MINOR_MAX:
        raise ValueError(f"{str(cell)[:20]!r} is too large")
    return whole
