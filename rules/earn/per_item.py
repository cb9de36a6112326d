"""Points for every piece, or for every unit of weight or volume."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rules.earn.left import NONE, Left, Part
from rules.earn.receipt import Given, Receipt
from rules.earn.terms import EarnTerms
from rules.ground import bounds
from rules.sale.basket import QUANTITY_UNIT
from rules.sale.decisions import LineAward, NotUsed
from rules.sale.matching import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class PerItem(EarnTerms):
    """``points`` for every ``pieces`` paid for, rounded down once for the receipt.

    A line that was partly free, or partly paid with what does not earn, counts for the
    rest. ``min_pieces``: nothing for fewer.
    """

    STAGE: ClassVar = 1

    kind: Literal["per_item"] = "per_item"
    points: int
    pieces: int = 1
    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    min_pieces: int = 0

    def __post_init__(self) -> None:
        """Refuse figures that make no rule."""
        EarnTerms.__post_init__(self)
        bounds.within("points", self.points, least=1, most=bounds.POINTS_MAX)
        bounds.within("pieces", self.pieces, least=1, most=bounds.POINTS_MAX)
        bounds.within("min_pieces", self.min_pieces, least=0, most=bounds.POINTS_MAX)
        bounds.names("categories", self.categories)
        bounds.names("skus", self.skus)

    @property
    def scope(self) -> Scope:
        """Which lines it is about."""
        return Scope(self.categories, self.skus)

    @property
    def from_minor(self) -> int:
        """The least money of the whole receipt from which it gives anything: any."""
        return 0

    def earn(self, at: Sequence[int], receipt: Receipt) -> Given | NotUsed:
        """Return what the lines at these positions earn, or why nothing."""
        paid_milli = receipt.paid_milli
        milli = [paid_milli[here] for here in at]
        whole = sum(milli)
        points = whole * self.points // (self.pieces * QUANTITY_UNIT)
        if not points or whole < self.min_pieces * QUANTITY_UNIT:
            need = max(self.pieces, self.min_pieces)
            short = -(-(need * QUANTITY_UNIT - whole) // QUANTITY_UNIT)
            values = (("pieces", short),)
            return NotUsed(rule=self.rule, words="refuse.too_few_pieces", values=values)
        return Given("earn.per_item", at, points, milli)

    def stands(self, total_minor: int) -> bool:
        """Whether a receipt of that much money meets its condition: it has none."""
        return total_minor >= 0

    def keeps(self, award: LineAward, left: Left) -> Part:
        """Return the part of its award that stays: by quantity, or none."""
        return NONE if self.rule in left.lapsed else left.quantities[award.line]
