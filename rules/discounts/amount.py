"""A sum off: once for the receipt, or for each line or piece."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rules.conditions.occasion import Occasion
from rules.discounts.piecewise import taken_off_pieces
from rules.discounts.terms import DiscountTerms
from rules.ground import bounds
from rules.ground.shares import allocate_capped
from rules.sale.decisions import NotUsed
from rules.sale.goods import Goods, Pieces, Taken, chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount(DiscountTerms):
    """``amount_minor`` off, never more than the goods cost.

    ``each`` ``receipt``: once, shared to the lines by what they cost; ``line``: off each
    line; ``piece``: off each piece, of ``first_minor`` off the first one when that is told
    (0: the first costs what it costs). ``shared_by`` ``pieces`` shares what comes off once
    by how many pieces the lines have. ``max_pieces``: only so many pieces, the
    ``cheapest`` or the ``dearest``; for ``receipt`` and ``line`` the sum then comes off
    those alone.
    """

    kind: Literal["amount"] = "amount"
    amount_minor: int
    each: Literal["receipt", "line", "piece"] = "receipt"
    first_minor: int | None = None
    shared_by: Literal["cost", "pieces"] = "cost"
    max_pieces: int = 0
    choose: Literal["cheapest", "dearest"] = "cheapest"

    def __post_init__(self) -> None:
        """Refuse figures that make no discount."""
        DiscountTerms.__post_init__(self)
        most = bounds.MONEY_MINOR_MAX
        bounds.within("amount_minor", self.amount_minor, least=1, most=most)
        bounds.within("max_pieces", self.max_pieces, least=0, most=bounds.POINTS_MAX)
        if self.first_minor is not None:
            bounds.within("first_minor", self.first_minor, least=0, most=most)
        for name, each, said in (
            ("first_minor", "piece", self.first_minor is not None),
            ("shared_by", "receipt", self.shared_by != "cost"),
        ):
            if said and self.each != each:
                raise bounds.OutOfBoundsError(
                    '{name} needs each = "{each}"', name=name, each=each
                )

    @property
    def shrinks(self) -> bool:
        """Whether it takes the less the less goods cost."""
        return self.each == "receipt" and not self.max_pieces

    @property
    def words(self) -> str:
        """The key of the words that name it on a slip."""
        return "discount.amount"

    def take(self, goods: Goods, at: Sequence[int], occasion: Occasion) -> Taken | NotUsed:
        """Return what comes off each line at these positions."""
        del occasion
        if self.each == "piece" or self.max_pieces:
            return self._off_pieces(goods, at)
        if self.each == "receipt":
            total = self.capped(self.amount_minor)
            by_pieces = self.shared_by == "pieces"
            share = goods.spread_by_pieces if by_pieces else goods.spread
            return Taken(share(total, at))
        whole = self.capped(sum(min(self.amount_minor, room) for room in goods.room(at)))
        offs = [min(self.amount_minor, room) for room in goods.room(at)]
        return Taken(tuple(offs)) if whole == sum(offs) else Taken(goods.spread(whole, at))

    def _off_pieces(self, goods: Goods, at: Sequence[int]) -> Taken:
        pieces = goods.pieces(at, dearest_first=self.choose == "dearest")
        some = chosen(pieces, self.max_pieces or sum(piece.count for piece in pieces))
        offs = self._each_piece(some) if self.each == "piece" else self._once(goods, some)
        return taken_off_pieces(self, goods, at, pieces=some, offs=offs)

    def _each_piece(self, pieces: Sequence[tuple[Pieces, int]]) -> list[int]:
        offs = [min(self.amount_minor * count, some.worth(count)) for some, count in pieces]
        if self.first_minor is not None and pieces:
            some, count = pieces[0]
            least = min(self.first_minor, some.worth(1))
            offs[0] = least + min(
                self.amount_minor * (count - 1), some.worth(count) - some.worth(1)
            )
        return offs

    def _once(self, goods: Goods, pieces: Sequence[tuple[Pieces, int]]) -> tuple[int, ...]:
        costs = [some.worth(count) for some, count in pieces]
        counts = [count for _, count in pieces]
        weights = costs if self.shared_by == "cost" else counts
        return allocate_capped(self.amount_minor, weights, costs, goods.allocation)
