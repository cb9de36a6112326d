"""Past sales in memory, column by column: a million lines in some tens of megabytes."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Final

from rules.ground.ids import AccountId
from rules.sale.basket import Line

Row = tuple[str, str, int, int, int]
"""A line as it was sold: article, category, thousandths, money before and off (minor)."""

NOBODY: Final = ""
"""The member of receipts of whom nothing is known."""


_ACCOUNT: Final = "m-"


def account_of(member: str) -> AccountId:
    """Return whose account a file's member has: head office's own where it names one."""
    return AccountId(member if member.startswith(_ACCOUNT) else f"{_ACCOUNT}{member}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLines:
    """Lines as they stand in a file, column by column; all columns are equally long.

    The first five say whose line it is, a receipt's own moment (UTC milliseconds) and
    member being those of its first line; the others are a :data:`Row`'s.
    """

    numbers: Sequence[str]
    stores: Sequence[str]
    at_ms: Sequence[int]
    members: Sequence[str]
    skus: Sequence[str]
    categories: Sequence[str]
    quantities_milli: Sequence[int]
    amounts_minor: Sequence[int]
    discounts_minor: Sequence[int]


class PastSales:
    """All sales of some files: receipts by their place, each with its lines.

    A receipt's lines may come in any order of the file.
    """

    def __init__(self) -> None:
        self.numbers: Final[list[str]] = []
        self.stores: Final[list[str]] = []
        self.members: Final[list[str]] = []
        self.at_ms: Final = array("q")
        self._runs: Final[list[slice]] = []
        self._more: Final[dict[int, list[slice]]] = {}
        self._skus: Final[list[str]] = []
        self._categories: Final[list[str]] = []
        self._quantities: Final = array("q")
        self._amounts: Final = array("q")
        self._discounts: Final = array("q")
        self._places: Final[dict[tuple[str, str], int]] = {}

    @property
    def line_count(self) -> int:
        """How many lines all receipts have."""
        return len(self._skus)

    def __len__(self) -> int:
        """Return how many receipts there are."""
        return len(self.numbers)

    def add(self, lines: PastLines) -> None:
        """Keep some lines more."""
        first = 0
        begin = self.line_count
        for key, run in groupby(zip(lines.stores, lines.numbers, strict=True)):
            count = len(list(run))
            here = slice(begin + first, begin + first + count)
            place = self._places.get(key)
            if place is None:
                self._places[key] = len(self)
                self._begin(lines, first, here)
            else:
                self._more.setdefault(place, []).append(here)
            first += count
        self._skus.extend(lines.skus)
        self._categories.extend(lines.categories)
        self._quantities.extend(lines.quantities_milli)
        self._amounts.extend(lines.amounts_minor)
        self._discounts.extend(lines.discounts_minor)

    def _begin(self, lines: PastLines, first: int, here: slice) -> None:
        """Begin the receipt of a line; those of its run are ``here``."""
        self.numbers.append(lines.numbers[first])
        self.stores.append(lines.stores[first])
        self.members.append(lines.members[first])
        self.at_ms.append(lines.at_ms[first])
        self._runs.append(here)

    def by_member(self) -> dict[str, list[int]]:
        """Return the receipts of each member, the earliest first."""
        found: dict[str, list[int]] = {}
        for place, member in enumerate(self.members):
            found.setdefault(member, []).append(place)
        for places in found.values():
            places.sort(key=self._turn)
        return found

    def in_turn(self) -> list[int]:
        """Return all receipts, the earliest first."""
        return sorted(range(len(self.members)), key=self._turn)

    def _turn(self, place: int) -> tuple[int, int, str]:
        """Sort receipts by their moment, then by their number, wherever they stood."""
        number = self.numbers[place]
        return self.at_ms[place], len(number), number

    def rows(self, place: int) -> Iterator[Row]:
        """Return the lines of a receipt, in the order of the file."""
        more = self._more.get(place, ())
        return chain(self._rows(self._runs[place]), *map(self._rows, more))

    def sold(self, place: int) -> tuple[Line, ...]:
        """Return the lines of a receipt as the law reads them, named by their turn."""
        return tuple(
            [
                Line(
                    line=str(turn),
                    sku=sku,
                    category=category,
                    quantity_milli=quantity,
                    amount_minor=amount,
                    discount_minor=discount,
                )
                for turn, (sku, category, quantity, amount, discount) in enumerate(
                    self.rows(place), start=1
                )
            ]
        )

    def _rows(self, run: slice) -> Iterator[Row]:
        return zip(
            self._skus[run],
            self._categories[run],
            self._quantities[run],
            self._amounts[run],
            self._discounts[run],
            strict=True,
        )
