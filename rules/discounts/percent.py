"""Percent off: of all it is about, or of the cheapest (dearest) so many pieces."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from rules.conditions.occasion import Occasion
from rules.discounts.piecewise import taken_off_pieces
from rules.discounts.terms import DiscountTerms
from rules.ground import bounds
from rules.ground.rounding import Rounding, rounded_parts
from rules.sale.decisions import NotUsed
from rules.sale.goods import Goods, Taken, chosen

_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent(DiscountTerms):
    """``percent`` (exact, above 0, at most 100) off, rounded once.

    ``of`` the ``goods`` it is about, or of the whole ``basket``, lines that give money back
    (what was taken off by hand) included. With ``max_pieces`` only so many pieces count,
    the ``cheapest`` or the ``dearest``; at 100 % they are free, and no further discount
    counts them.
    """

    kind: Literal["percent"] = "percent"
    percent: Fraction
    of: Literal["goods", "basket"] = "goods"
    rounding: Rounding = "half_up"
    max_pieces: int = 0
    choose: Literal["cheapest", "dearest"] = "cheapest"

    def __post_init__(self) -> None:
        """Refuse figures that make no discount."""
        DiscountTerms.__post_init__(self)
        bounds.percentage("percent", self.percent)
        bounds.within("max_pieces", self.max_pieces, least=0, most=bounds.POINTS_MAX)
        if self.max_pieces and self.of == "basket":
            raise bounds.OutOfBoundsError('max_pieces are of = "goods"')

    @property
    def stands_alone(self) -> bool:
        """Whether what it takes depends on nothing but the lines it is about."""
        return self.of == "goods" and self.minds_its_lines()

    @property
    def shrinks(self) -> bool:
        """Whether it takes the less the less goods cost."""
        return not self.max_pieces

    @property
    def words(self) -> str:
        """The key of the words that name it on a slip."""
        return "discount.percent"

    def take(self, goods: Goods, at: Sequence[int], occasion: Occasion) -> Taken | NotUsed:
        """Return what comes off each line at these positions."""
        del occasion
        ratio = self.percent.as_integer_ratio()
        if not self.max_pieces:
            of = at if self.of == "goods" else range(len(goods.left))
            total = self.capped(max(0, goods.percent_of(of, ratio, self.rounding)))
            return Taken(goods.spread(total, at))
        pieces = chosen(
            goods.pieces(at, dearest_first=self.choose == "dearest", given=True),
            self.max_pieces,
        )
        free = self.percent == _PERCENT
        exact = [
            Fraction(some.price * count * ratio[0], some.parts * ratio[1] * _PERCENT)
            for some, count in pieces
        ]
        offs = rounded_parts(exact, "floor" if free else self.rounding)
        return taken_off_pieces(self, goods, at, pieces=pieces, offs=offs, free=free)
