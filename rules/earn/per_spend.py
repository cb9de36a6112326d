"""Points for every so much money spent, rounded down once for the receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from rules.earn.left import NONE, Left, Part
from rules.earn.receipt import Given, Receipt
from rules.earn.terms import EarnTerms
from rules.ground import bounds
from rules.ground.rounding import Rounding, rounded
from rules.sale.decisions import LineAward, NotUsed
from rules.sale.matching import Scope

WORDS: Final = "earn.per_spend"


@dataclass(frozen=True, slots=True, kw_only=True)
class PerSpend(EarnTerms):
    """``points`` for every ``step_minor`` of the lines it is about.

    ``money x points / step_minor``, rounded once ``each`` ``receipt`` and then shared to
    the lines by their money, or for each ``line``. ``whole_steps``: only whole steps
    count, what is beyond them gives nothing. ``min_basket_minor``: nothing unless the whole
    receipt earns on at least that much.
    """

    STAGE: ClassVar = 1

    kind: Literal["per_spend"] = "per_spend"
    points: int = 1
    step_minor: int
    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    min_basket_minor: int = 0
    rounding: Rounding = "floor"
    each: Literal["receipt", "line"] = "receipt"
    whole_steps: bool = False

    def __post_init__(self) -> None:
        """Refuse figures that make no rule."""
        EarnTerms.__post_init__(self)
        bounds.within("points", self.points, least=1, most=bounds.POINTS_MAX)
        bounds.within("step_minor", self.step_minor, least=1, most=bounds.MONEY_MINOR_MAX)
        bounds.within(
            "min_basket_minor", self.min_basket_minor, least=0, most=bounds.MONEY_MINOR_MAX
        )
        bounds.names("categories", self.categories)
        bounds.names("skus", self.skus)

    @property
    def scope(self) -> Scope:
        """Which lines it is about."""
        return Scope(self.categories, self.skus)

    @property
    def from_minor(self) -> int:
        """The least money of the whole receipt from which it gives anything."""
        return self.min_basket_minor

    def earn(self, at: Sequence[int], receipt: Receipt) -> Given | NotUsed:
        """Return what the lines at these positions earn, or why nothing."""
        if receipt.total_minor < self.min_basket_minor:
            short = self.min_basket_minor - receipt.total_minor
            return NotUsed(
                rule=self.rule,
                words="refuse.below_basket",
                values=(("short_by_minor", short),),
            )
        money = weights = receipt.money(at)
        points = self._points(sum(money))
        if self.each == "line":
            weights = [self._points(each) for each in money]
            points = sum(weights)
        if not points:
            values = (("have_minor", sum(money)), ("step_minor", self.step_minor))
            return NotUsed(rule=self.rule, words="refuse.below_step", values=values)
        return Given(WORDS, at, points, weights)

    def _points(self, money: int) -> int:
        if self.whole_steps:
            return money // self.step_minor * self.points
        return rounded(money * self.points, self.step_minor, self.rounding)

    def stands(self, total_minor: int) -> bool:
        """Whether a receipt of that much money meets its condition."""
        return total_minor >= self.min_basket_minor

    def keeps(self, award: LineAward, left: Left) -> Part:
        """Return the part of its award that stays: by quantity, or none."""
        return NONE if self.rule in left.lapsed else left.quantities[award.line]
