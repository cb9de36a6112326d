"""A price instead of the usual one: a tier's, a member's, a campaign's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rules.conditions.occasion import Occasion
from rules.discounts.piecewise import taken_off_pieces
from rules.discounts.terms import DiscountTerms
from rules.ground import bounds
from rules.sale.decisions import NotUsed
from rules.sale.goods import Goods, Taken, chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedPrice(DiscountTerms):
    """Each piece costs ``price_minor`` where it would cost more.

    Of what is weighed, each unit of weight does. ``max_pieces``: only so many pieces, the
    dearest (0: all).
    """

    kind: Literal["fixed_price"] = "fixed_price"
    price_minor: int
    max_pieces: int = 0

    def __post_init__(self) -> None:
        """Refuse figures that make no discount."""
        DiscountTerms.__post_init__(self)
        most = bounds.MONEY_MINOR_MAX
        bounds.within("price_minor", self.price_minor, least=0, most=most)
        bounds.within("max_pieces", self.max_pieces, least=0, most=bounds.POINTS_MAX)

    @property
    def shrinks(self) -> bool:
        """Whether it takes the less the less goods cost."""
        return self.cap_minor is None and not self.max_pieces

    @property
    def words(self) -> str:
        """The key of the words that name it on a slip."""
        return "discount.fixed_price"

    def take(self, goods: Goods, at: Sequence[int], occasion: Occasion) -> Taken | NotUsed:
        """Return what comes off each line at these positions."""
        del occasion
        pieces = goods.pieces(at, dearest_first=True)
        some = chosen(pieces, self.max_pieces or sum(piece.count for piece in pieces))
        offs = [
            max(0, piece.worth(count) - self._cost(goods, piece.at, count))
            for piece, count in some
        ]
        return taken_off_pieces(self, goods, at, pieces=some, offs=offs)

    def _cost(self, goods: Goods, here: int, count: int) -> int:
        weight = goods.weight(here)
        return (
            self.price_minor
            * (count if weight is None else weight)
            // (1 if weight is None else 1000)
        )
