"""Points as money: a tender like cash, in steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from rules.ground import bounds
from rules.ground.ids import RuleId, Unit
from rules.value.ledger import POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsTender:
    """Every ``step`` points pay ``value_minor_per_step``, from ``minimum`` upwards.

    ``max_share`` (exact, above 0, at most 1) is how much of a basket may be paid this way.
    """

    kind: Literal["points_tender"] = "points_tender"
    rule: RuleId
    unit: Unit = POINTS
    step: int
    value_minor_per_step: int
    minimum: int = 1
    max_share: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        """Refuse figures that make no reward."""
        bounds.identifier("rule", self.rule)
        bounds.within("step", self.step, least=1, most=bounds.POINTS_MAX)
        bounds.within(
            "value_minor_per_step",
            self.value_minor_per_step,
            least=1,
            most=bounds.MONEY_MINOR_MAX,
        )
        bounds.within("minimum", self.minimum, least=1, most=bounds.POINTS_MAX)
        bounds.rate("max_share", self.max_share, least=0, most=1)
        if self.max_share == 0:
            raise bounds.OutOfBoundsError("{what} must be above 0", what="max_share")

    def value_of(self, points: int, pieces: Sequence[int] = ()) -> int:
        """Return what ``points`` (whole steps) pay, in minor units; for any goods."""
        del pieces
        return points // self.step * self.value_minor_per_step

    def most_for(self, basket_minor: int, pieces: Sequence[int] = ()) -> int:
        """Return the most points, in whole steps, that may pay for such a basket."""
        del pieces
        payable = basket_minor * self.max_share.numerator // self.max_share.denominator
        return max(0, payable) // self.value_minor_per_step * self.step
