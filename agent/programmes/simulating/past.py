"""Past sales in memory, compact: a million lines in some tens of megabytes."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rules.basket import Line


@dataclass(frozen=True, slots=True)
class PastLine:
    """One line as it was sold: money in minor units before and off, whole thousandths."""

    sku: str
    category: str
    quantity_milli: int
    amount_minor: int
    discount_minor: int


@dataclass(frozen=True, slots=True)
class PastSale:
    """One receipt: its moment in UTC milliseconds, its place, and whose it was."""

    number: str
    at_ms: int
    store: str
    member: str


class Names:
    """Texts by number: each is kept once."""

    def __init__(self) -> None:
        self.texts: Final[list[str]] = []
        self._numbers: Final[dict[str, int]] = {}

    def number(self, text: str) -> int:
        """Return a text's number, a new one when it was never seen."""
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return found


class PastSales:
    """All sales of a file, in columns. Lines of one receipt lie together.

    A receipt's lines may come in any order of the file; :meth:`sort` puts receipts in the
    order of members and moments, in which they are replayed.
    """

    def __init__(self) -> None:
        self.skus: Final = Names()
        self.categories: Final = Names()
        self.members: Final = Names()
        self.stores: Final = Names()
        self.numbers: Final[list[str]] = []
        self._sale_at = array("q")
        self._sale_member = array("l")
        self._sale_store = array("l")
        self._lines: Final[list[array[int]]] = []
        self._sales: Final[dict[str, int]] = {}
        self.line_count = 0

    def add(self, sale: PastSale, line: PastLine) -> None:
        """Keep one line of a receipt."""
        key = f"{sale.store}|{sale.number}"
        place = self._sales.get(key)
        if place is None:
            place = self._sales[key] = len(self.numbers)
            self.numbers.append(sale.number)
            self._sale_at.append(sale.at_ms)
            self._sale_member.append(self.members.number(sale.member))
            self._sale_store.append(self.stores.number(sale.store))
            self._lines.append(array("q"))
        self._lines[place].extend(
            (
                self.skus.number(line.sku),
                self.categories.number(line.category),
                line.quantity_milli,
                line.amount_minor,
                line.discount_minor,
            )
        )
        self.line_count += 1

    def __len__(self) -> int:
        """Return how many receipts there are."""
        return len(self.numbers)

    def by_member(self) -> dict[int, list[int]]:
        """Return the receipts of each member (by number), the earliest first."""
        found: dict[int, list[int]] = {}
        for place, member in enumerate(self._sale_member):
            found.setdefault(member, []).append(place)
        for places in found.values():
            places.sort(key=self._turn)
        return found

    def _turn(self, place: int) -> tuple[int, int, str]:
        """Sort receipts by their moment, then by their number, wherever they stood."""
        number = self.numbers[place]
        return self._sale_at[place], len(number), number

    def sale(self, place: int) -> PastSale:
        """Return a receipt's heading."""
        return PastSale(
            number=self.numbers[place],
            at_ms=self._sale_at[place],
            store=self.stores.texts[self._sale_store[place]],
            member=self.members.texts[self._sale_member[place]],
        )

    def lines(self, place: int) -> Iterator[tuple[int, int, int, int, int]]:
        """Yield a receipt's lines: article, category, quantity, amount, discount."""
        columns = iter(self._lines[place])
        return zip(columns, columns, columns, columns, columns, strict=True)


class LineMaker:
    """Makes the law's lines; one that was made before is the same object again."""

    def __init__(self, past: PastSales) -> None:
        self._past = past
        self._made: dict[tuple[int, int, int, int, int, int], Line] = {}

    def of(self, place: int) -> tuple[Line, ...]:
        """Return a receipt's lines, numbered from 1."""
        return tuple(
            [
                self._line((number, *row))
                for number, row in enumerate(self._past.lines(place), start=1)
            ]
        )

    def _line(self, key: tuple[int, int, int, int, int, int]) -> Line:
        made = self._made.get(key)
        if made is None:
            number, sku, category, quantity, amount, discount = key
            made = self._made[key] = Line(
                line=str(number),
                sku=self._past.skus.texts[sku],
                category=self._past.categories.texts[category],
                quantity_milli=quantity,
                amount_minor=amount,
                discount_minor=discount,
            )
        return made
