"""So much off each unit of measure: cents per litre, per kilogram, per piece."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from rules.conditions.occasion import Occasion
from rules.discounts.terms import DiscountTerms
from rules.ground import bounds
from rules.ground.rounding import Rounding, rounded
from rules.ground.shares import share
from rules.sale.basket import QUANTITY_UNIT
from rules.sale.decisions import NotUsed
from rules.sale.goods import Goods, Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class PerUnit(DiscountTerms):
    """``amount_minor`` (exact) off each unit, at most ``max_units`` of them (0: all).

    Rounded once for the receipt.
    """

    kind: Literal["per_unit"] = "per_unit"
    amount_minor: Fraction
    max_units: int = 0
    rounding: Rounding = "half_up"

    def __post_init__(self) -> None:
        """Refuse figures that make no discount."""
        DiscountTerms.__post_init__(self)
        bounds.rate("amount_minor", self.amount_minor, least=0, most=bounds.RATE_PART_MAX)
        bounds.within("max_units", self.max_units, least=0, most=bounds.POINTS_MAX)
        if self.amount_minor == 0:
            raise bounds.OutOfBoundsError("{what} must be above 0", what="amount_minor")

    @property
    def steady(self) -> bool:
        """Whether it takes the same whatever came off others: what is left bounds it."""
        return False

    @property
    def words(self) -> str:
        """The key of the words that name it on a slip."""
        return "discount.per_unit"

    def take(self, goods: Goods, at: Sequence[int], occasion: Occasion) -> Taken | NotUsed:
        """Return what comes off each line at these positions."""
        del occasion
        units = [max(0, goods.lines[here].quantity_milli) for here in at]
        whole = sum(units)
        if self.max_units:
            whole = min(whole, self.max_units * QUANTITY_UNIT)
        numerator, denominator = self.amount_minor.as_integer_ratio()
        total = rounded(whole * numerator, denominator * QUANTITY_UNIT, self.rounding)
        total = min(self.capped(total), max(0, goods.total()))
        parts = share(total, units) if sum(units) else (0,) * len(units)
        fit = [min(part, room) for part, room in zip(parts, goods.room(at), strict=True)]
        return Taken(tuple(fit))
