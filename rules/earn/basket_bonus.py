"""A fixed number of points once the receipt is large enough."""

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
class BasketBonus(EarnTerms):
    """``points`` when the receipt earns on ``from_minor`` or more, shared by money."""

    STAGE: ClassVar = 1

    kind: Literal["basket_bonus"] = "basket_bonus"
    points: int
    from_minor: int

    def __post_init__(self) -> None:
        """Refuse figures that make no rule."""
        EarnTerms.__post_init__(self)
        bounds.within("points", self.points, least=1, most=bounds.POINTS_MAX)
        bounds.within("from_minor", self.from_minor, least=1, most=bounds.MONEY_MINOR_MAX)

    @property
    def scope(self) -> Scope:
        """Which lines it is about: all."""
        return Scope()

    def earn(self, at: Sequence[int], receipt: Receipt) -> Given | NotUsed:
        """Return the bonus in parts, or how far the receipt is from it."""
        if not self.stands(receipt.total_minor):
            short = self.from_minor - receipt.total_minor
            return NotUsed(
                rule=self.rule,
                words="refuse.below_basket",
                values=(("short_by_minor", short),),
            )
        return Given("earn.basket_bonus", at, self.points, receipt.money(at))

    def stands(self, total_minor: int) -> bool:
        """Whether a receipt of that much money meets its condition."""
        return total_minor >= self.from_minor

    def keeps(self, award: LineAward, left: Left) -> Part:
        """Return what stays: all while the rest of the receipt deserves it, else none."""
        return NONE if award.rule in left.lapsed else WHOLE
