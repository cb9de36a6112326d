"""A fixed number of points for coming: each receipt, or as its conditions say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rules.earn.left import NONE, WHOLE, Left, Part
from rules.earn.receipt import Given, Receipt
from rules.earn.terms import EarnTerms
from rules.ground import bounds
from rules.sale.decisions import LineAward, NotUsed
from rules.sale.matching import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class PerVisit(EarnTerms):
    """``points`` once for the receipt, shared to its lines by money.

    Its conditions make it a birthday's, a first purchase's or a happy hour's bonus; a cap
    per day makes a visit of several receipts. ``min_basket_minor``: nothing unless the
    receipt earns on that much; at 0 a receipt that earns on nothing gives it too.
    """

    STAGE: ClassVar = 1

    kind: Literal["per_visit"] = "per_visit"
    points: int
    min_basket_minor: int = 0

    def __post_init__(self) -> None:
        """Refuse figures that make no rule."""
        EarnTerms.__post_init__(self)
        bounds.within("points", self.points, least=1, most=bounds.POINTS_MAX)
        most = bounds.MONEY_MINOR_MAX
        bounds.within("min_basket_minor", self.min_basket_minor, least=0, most=most)

    @property
    def scope(self) -> Scope:
        """Which lines it is about: all."""
        return Scope()

    @property
    def from_minor(self) -> int:
        """The least money of the whole receipt from which it gives anything."""
        return self.min_basket_minor

    def earn(self, at: Sequence[int], receipt: Receipt) -> Given | NotUsed:
        """Return the points in parts, or how far the receipt is from them."""
        if not self.stands(receipt.total_minor):
            short = (("short_by_minor", self.min_basket_minor - receipt.total_minor),)
            return NotUsed(rule=self.rule, words="refuse.below_basket", values=short)
        positions = at or range(len(receipt.columns))
        money = receipt.money(positions)
        return Given("earn.per_visit", positions, self.points, money)

    def stands(self, total_minor: int) -> bool:
        """Whether a receipt of that much money meets its condition."""
        return total_minor >= self.min_basket_minor

    def keeps(self, award: LineAward, left: Left) -> Part:
        """Return what stays: all while something is left that deserves it, else none."""
        something = any(part for part, _ in left.quantities.values())
        return WHOLE if something and award.rule not in left.lapsed else NONE
