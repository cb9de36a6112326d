"""The lines of a basket while discounts are worked out: what each still costs."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from rules.ground.rounding import Rounding, rounded
from rules.ground.shares import Allocation, allocate_capped, share
from rules.sale.basket import QUANTITY_UNIT
from rules.sale.columns import Columns
from rules.sale.decisions import NotUsed, Values

_PERCENT: Final = 100
Worth = Literal["price", "left"]
"""What goods are worth to a discount: their price before any, or what is left to pay."""

PIECES_MAX: Final = 100_000
"""Of a line with more pieces the rest is not counted."""


class Taken(NamedTuple):
    """What a discount takes: ``off`` of each line it was asked about, in minor units.

    ``freed`` and ``used`` count the pieces that became free, and those that count for no
    other set; empty is none. ``values`` are figures that this basket or member decided;
    ``short`` tells that it would have been more, and why not.
    """

    off: tuple[int, ...]
    freed: tuple[int, ...] = ()
    used: tuple[int, ...] = ()
    values: Values = ()
    short: NotUsed | None = None


class Pieces:
    """``count`` pieces of one line, each costing ``price / parts`` (an exact ratio)."""

    __slots__ = ("at", "count", "parts", "price")

    def __init__(self, at: int, count: int, price: int, parts: int) -> None:
        self.at: Final = at
        self.count: Final = count
        self.price: Final = price
        self.parts: Final = parts

    def worth(self, count: int) -> int:
        """Return what so many of them cost, in minor units, rounded down."""
        return self.price * count // self.parts


class Goods:
    """What discounts are worked out on; each that applies changes it.

    ``left`` is what each line costs now. A line is weighed (one piece) or of whole pieces;
    ``freed`` of them are free by now, ``used`` count for no further set. ``gives_back``: a
    line gives money back, so that the basket may be worth less than some of its lines.
    """

    __slots__ = (
        "_is_plain",
        "allocation",
        "floors",
        "freed",
        "gives_back",
        "left",
        "lines",
        "percents_of",
        "piece_worth",
        "used",
    )

    def __init__(
        self,
        columns: Columns,
        *,
        allocation: Allocation = "largest_remainder",
        floors: Sequence[int] = (),
        piece_worth: Worth = "price",
        percents_of: Worth = "left",
    ) -> None:
        lines = columns.lines
        self.lines: Final = lines
        self.allocation: Final = allocation
        self.piece_worth: Final = piece_worth
        self.percents_of: Final = percents_of
        self.floors: Final = floors or (0,) * len(lines)
        self.left = [*columns.amounts]
        self.gives_back: Final = min(self.left, default=0) < 0
        self._is_plain = (
            not floors and allocation == "largest_remainder" and not self.gives_back
        )
        self.freed = [0] * len(lines)
        self.used = [0] * len(lines)

    def copy(self) -> "Goods":
        """Return goods that change apart from these."""
        other = object.__new__(Goods)
        other.lines, other.floors = self.lines, self.floors  # type: ignore[misc]  # a copy
        other.allocation = self.allocation  # type: ignore[misc]  # a copy
        other.piece_worth = self.piece_worth  # type: ignore[misc]  # a copy
        other.percents_of = self.percents_of  # type: ignore[misc]  # a copy
        other.gives_back = self.gives_back  # type: ignore[misc]  # a copy
        other._is_plain = self._is_plain
        other.left, other.freed = self.left[:], self.freed[:]
        other.used = self.used[:]
        return other

    def apply(self, at: Sequence[int], taken: Taken) -> None:
        """Take off what a discount took of the lines at these positions."""
        for place, position in enumerate(at):
            self.left[position] -= taken.off[place]
            if taken.freed:
                self.freed[position] += taken.freed[place]
            if taken.used:
                self.used[position] += taken.used[place]

    def total(self) -> int:
        """Return what everything costs now, lines that give money back included."""
        return sum(self.left)

    def room(self, at: Sequence[int]) -> list[int]:
        """Return the most that may come off each line: down to its floor, never below 0."""
        return [max(0, self.left[here] - self.floors[here]) for here in at]

    def spread(self, total: int, at: Sequence[int]) -> tuple[int, ...]:
        """Share what comes off to these lines by what they cost; no line goes below 0.

        Nor does the basket, when lines give money back; nor a line below its floor.
        """
        weights = [self.left[here] for here in at]
        total = min(total, max(0, self.total()))
        if self._is_plain and total <= sum(weights):
            return share(total, weights)
        return allocate_capped(
            total,
            [max(0, weight) for weight in weights],
            self.room(at),
            self.allocation,
        )

    def spread_by_pieces(self, total: int, at: Sequence[int]) -> tuple[int, ...]:
        """Share what comes off to these lines by how many pieces they have."""
        total = min(total, max(0, self.total()))
        counts = [self.count(here) for here in at]
        return allocate_capped(total, counts, self.room(at), self.allocation)

    def percent_of(
        self, at: Sequence[int], percent: tuple[int, int], rounding: Rounding
    ) -> int:
        """Return a percentage (numerator, denominator) of what these lines are worth."""
        numerator, denominator = percent
        if self.percents_of == "left":
            whole = sum([self.left[here] for here in at])
        else:
            whole = sum([self.lines[here].amount_minor for here in at])
        return rounded(whole * numerator, denominator * _PERCENT, rounding)

    def count(self, here: int) -> int:
        """Return how many pieces a line has; what is weighed is one."""
        line = self.lines[here]
        whole, rest = divmod(line.quantity_milli, QUANTITY_UNIT)
        return 1 if rest or whole < 1 else min(whole, PIECES_MAX)

    def weight(self, here: int) -> int | None:
        """Return the thousandths of what is weighed, None for whole pieces."""
        quantity = self.lines[here].quantity_milli
        return quantity if quantity % QUANTITY_UNIT else None

    def pieces(
        self, at: Sequence[int], *, dearest_first: bool = False, given: bool = False
    ) -> list[Pieces]:
        """Return the pieces that still count, the cheapest first; free ones do not.

        Each costs what is left of its line's price by now. Where pieces are to be ``given``
        and the programme says ``price``, they are worth what they cost before discounts.
        """
        found = list(self._pieces(at, given and self.piece_worth == "price"))
        if len(found) > 1:
            found.sort(key=_price, reverse=dearest_first)
        return found

    def _pieces(self, at: Sequence[int], by_price: bool) -> Iterator[Pieces]:  # noqa: FBT001  # private
        for here in at:
            whole = self.count(here)
            parts = whole - self.freed[here]
            count = min(whole - self.used[here], parts)
            if count <= 0 or self.left[here] <= 0:
                continue
            if by_price:
                amount = self.lines[here].amount_minor
                yield Pieces(here, count, amount, whole)
            else:
                yield Pieces(here, count, self.left[here], parts)


def chosen(pieces: Sequence[Pieces], wanted: int) -> list[tuple[Pieces, int]]:
    """Take ``wanted`` pieces in order: of each line how many."""
    found: list[tuple[Pieces, int]] = []
    for some in pieces:
        count = min(some.count, wanted)
        if count <= 0:
            break
        found.append((some, count))
        wanted -= count
    return found


def _price(pieces: Pieces) -> tuple[int, int]:
    """Sort by price to a thousandth of a minor unit, then by the line's turn."""
    return pieces.price * 1000 // pieces.parts, pieces.at
