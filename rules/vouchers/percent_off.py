"""A coupon for a percentage off the basket, or off some of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from rules.ground import bounds
from rules.sale.basket import Line
from rules.vouchers.terms import CouponTerms

_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PercentOff(CouponTerms):
    """``percent`` (exact, above 0, at most 100) off, rounded once, half up."""

    kind: Literal["percent"] = "percent"
    percent: Fraction

    def __post_init__(self) -> None:
        """Refuse figures that make no coupon."""
        CouponTerms.__post_init__(self)
        bounds.rate("percent", self.percent, least=0, most=_PERCENT)
        if self.percent == 0:
            raise bounds.OutOfBoundsError("{what} must be above 0", what="percent")

    def off(self, lines: Sequence[Line], amounts: Sequence[int]) -> tuple[int, ...]:
        """Return what comes off each line, of which ``amounts`` are left to pay."""
        whole = self.percent.denominator * _PERCENT
        total = (2 * sum(amounts) * self.percent.numerator + whole) // (2 * whole)
        return self.capped(total, amounts[: len(lines)])
