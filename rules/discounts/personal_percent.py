"""A percentage agreed with one member: personal terms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from rules.conditions.occasion import Occasion
from rules.discounts.terms import DiscountTerms
from rules.ground import bounds
from rules.ground.rounding import Rounding
from rules.sale.decisions import NotUsed
from rules.sale.goods import Goods, Taken

_AGREED: Final = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,3}))?", re.ASCII)
_PERCENT: Final = 100
_PLACES: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalPercent(DiscountTerms):
    """The percent (``7`` or ``7.5``) that the member's ``attribute`` says, if any.

    Never above ``percent_max``.
    """

    kind: Literal["personal_percent"] = "personal_percent"
    attribute: str
    percent_max: int = _PERCENT
    rounding: Rounding = "half_up"

    def __post_init__(self) -> None:
        """Refuse figures that make no discount."""
        DiscountTerms.__post_init__(self)
        bounds.identifier("attribute", self.attribute)
        bounds.within("percent_max", self.percent_max, least=1, most=_PERCENT)

    @property
    def shrinks(self) -> bool:
        """Whether it takes the less the less goods cost."""
        return True

    @property
    def words(self) -> str:
        """The key of the words that name it on a slip."""
        return "discount.personal_percent"

    def take(self, goods: Goods, at: Sequence[int], occasion: Occasion) -> Taken | NotUsed:
        """Return what comes off each line at these positions."""
        said = occasion.standing.attribute(self.attribute) if occasion.standing else ""
        match = _AGREED.fullmatch(said)
        if match is None:
            return Taken((0,) * len(at))
        whole, places = match.groups()
        thousandths = int(whole) * _PLACES + int((places or "").ljust(3, "0"))
        ratio = (min(thousandths, self.percent_max * _PLACES), _PLACES)
        total = self.capped(goods.percent_of(at, ratio, self.rounding))
        agreed = (("agreed", str(Fraction(*ratio))),)
        return Taken(goods.spread(total, at), values=agreed)
