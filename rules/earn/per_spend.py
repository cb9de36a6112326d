"""Points for every so much money spent, rounded down once for the receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rules import bounds
from rules.decisions import Award, NotUsed
from rules.earn.left import NONE, Left, Part
from rules.earn.receipt import Receipt
from rules.ids import RuleId, Unit
from rules.ledger import POINTS
from rules.matching import Scope
from rules.shares import share


@dataclass(frozen=True, slots=True, kw_only=True)
class PerSpend:
    """``points`` for every ``step_minor`` of the lines it is about.

    ``floor(money x points / step_minor)`` once for all of them, then shared to the lines by
    their money. ``min_basket_minor``: nothing unless the whole receipt earns on at least
    that much.
    """

    STAGE: ClassVar = 1

    kind: Literal["per_spend"] = "per_spend"
    rule: RuleId
    unit: Unit = POINTS
    points: int = 1
    step_minor: int
    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    min_basket_minor: int = 0

    def __post_init__(self) -> None:
        """Refuse figures that make no rule."""
        bounds.identifier("rule", self.rule)
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

    def earn(self, at: Sequence[int], receipt: Receipt) -> tuple[Award, ...] | NotUsed:
        """Return what the lines at these positions earn, or why nothing."""
        if receipt.total_minor < self.min_basket_minor:
            short = self.min_basket_minor - receipt.total_minor
            return NotUsed(
                rule=self.rule,
                words="refuse.below_basket",
                values=(("short_by_minor", short),),
            )
        weights = [receipt.basis[position] for position in at]
        money = sum(weights)
        points = money * self.points // self.step_minor
        if not points:
            values = (("have_minor", money), ("step_minor", self.step_minor))
            return NotUsed(rule=self.rule, words="refuse.below_step", values=values)
        parts = share(points, weights)
        receipt.base[self.rule] = (self.unit, at, parts)
        return receipt.award(
            self.rule, self.unit, "earn.per_spend", zip(at, parts, strict=True)
        )

    def stands(self, total_minor: int) -> bool:
        """Whether a receipt of that much money meets its condition."""
        return total_minor >= self.min_basket_minor

    def keeps(self, award: Award, left: Left) -> Part:
        """Return the part of its award that stays: by quantity, or none."""
        return NONE if self.rule in left.lapsed else left.quantities[award.line]
