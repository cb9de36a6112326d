"""For every so much spent, so much off."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rules.conditions.occasion import Occasion
from rules.discounts.terms import DiscountTerms
from rules.ground import bounds
from rules.sale.decisions import NotUsed
from rules.sale.goods import Goods, Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendGet(DiscountTerms):
    """``get_minor`` off for every whole ``spend_minor``; 0 ``times_max`` is no limit."""

    kind: Literal["spend_get"] = "spend_get"
    spend_minor: int
    get_minor: int
    times_max: int = 0

    def __post_init__(self) -> None:
        """Refuse figures that make no discount."""
        DiscountTerms.__post_init__(self)
        for name in ("spend_minor", "get_minor"):
            most = bounds.MONEY_MINOR_MAX
            bounds.within(name, getattr(self, name), least=1, most=most)
        bounds.within("times_max", self.times_max, least=0, most=bounds.POINTS_MAX)

    @property
    def shrinks(self) -> bool:
        """Whether it takes the less the less goods cost."""
        return True

    @property
    def words(self) -> str:
        """The key of the words that name it on a slip."""
        return "discount.spend_get"

    def take(self, goods: Goods, at: Sequence[int], occasion: Occasion) -> Taken | NotUsed:
        """Return what comes off each line at these positions."""
        del occasion
        spent = max(0, sum([goods.left[here] for here in at]))
        times = spent // self.spend_minor
        if not times:
            short = ("short_by_minor", self.spend_minor - spent)
            return NotUsed(rule=self.rule, words="refuse.below_basket", values=(short,))
        times = min(times, self.times_max) if self.times_max else times
        return Taken(goods.spread(self.capped(times * self.get_minor), at))
