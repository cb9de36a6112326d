"""What a programme brings and costs over a period, against sales without it."""

from dataclasses import dataclass
from fractions import Fraction

from rules.ground.rounding import rounded

_BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What a programme gave away, in minor units, none negative.

    ``discounts_minor`` came off prices; ``redeemed_minor`` was paid in points, coupons and
    rewards; ``owed_minor`` is by how much the expected liability grew (below zero: fell);
    ``running_minor`` is what messages, cards and prizes cost.
    """

    discounts_minor: int = 0
    redeemed_minor: int = 0
    owed_minor: int = 0
    running_minor: int = 0

    @property
    def total_minor(self) -> int:
        """All of it."""
        given = self.discounts_minor + self.redeemed_minor
        return given + self.owed_minor + self.running_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """``margin_minor`` on ``net_minor`` of sales, and what is left after the programme.

    ``cost_rate`` and ``break_even_lift`` are in hundredths of a per cent: how much of sales
    the programme costs, and by how much sales must have grown through it to pay for it
    (None: no growth pays for it, since nothing is left of a sale).
    """

    net_minor: int
    margin_minor: int
    costs: Costs
    left_minor: int
    cost_rate: int
    break_even_lift: int | None


def result(net_minor: int, *, margin: Fraction, costs: Costs) -> Result:
    """Work a period's result out; ``margin`` is the share of net sales that is margin."""
    exact = net_minor * margin
    earned = rounded(exact.numerator, exact.denominator, "half_even")
    left = earned - costs.total_minor
    rate = rounded(costs.total_minor * _BASIS_POINTS, max(1, net_minor), "half_even")
    lift = rounded(costs.total_minor * _BASIS_POINTS, left, "ceil") if left > 0 else None
    return Result(
        net_minor=net_minor,
        margin_minor=earned,
        costs=costs,
        left_minor=left,
        cost_rate=rate,
        break_even_lift=lift,
    )
