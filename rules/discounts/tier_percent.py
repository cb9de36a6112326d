"""Percent off for members of a tier, on some categories or on everything."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from rules.conditions.occasion import Occasion
from rules.discounts.terms import DiscountTerms
from rules.ground import bounds
from rules.ground.ids import TierId
from rules.sale.decisions import NotUsed
from rules.sale.goods import Goods, Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class TierPercent(DiscountTerms):
    """``percent`` (exact) off the lines it is about, for members of ``tiers``.

    Rounded once, half up, and shared to the lines.
    """

    kind: Literal["tier_percent"] = "tier_percent"
    tiers: tuple[TierId, ...]
    percent: Fraction

    def __post_init__(self) -> None:
        """Refuse figures that make no rule."""
        DiscountTerms.__post_init__(self)
        bounds.names("tiers", self.tiers)
        bounds.some("tiers", self.tiers)
        bounds.percentage("percent", self.percent)

    @property
    def shrinks(self) -> bool:
        """Whether it takes the less the less goods cost."""
        return True

    @property
    def words(self) -> str:
        """The key of the words that name it on a slip."""
        return "discount.tier_percent"

    def take(self, goods: Goods, at: Sequence[int], occasion: Occasion) -> Taken | NotUsed:
        """Return what comes off each line at these positions."""
        del occasion
        ratio = self.percent.as_integer_ratio()
        return Taken(goods.spread(self.capped(goods.percent_of(at, ratio, "half_up")), at))
