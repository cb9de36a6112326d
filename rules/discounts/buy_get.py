"""Buy some, get some free or cheaper: of the same goods, or of others."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from rules.conditions.occasion import Occasion
from rules.discounts.terms import DiscountTerms
from rules.ground import bounds
from rules.ground.rounding import Rounding, rounded
from rules.ground.shares import share
from rules.sale.decisions import NotUsed
from rules.sale.goods import Goods, Pieces, Taken, chosen
from rules.sale.matching import Scope

_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyGet(DiscountTerms):
    """For every ``buy`` pieces paid, ``get`` pieces at ``percent`` off (100: free).

    The pieces got are of ``get_categories`` or ``get_skus``; without either of the same
    goods as are bought, then the ``cheapest`` of all that count (or the ``dearest``).
    ``partial``: a set that is not whole still gives what is beyond its ``buy`` pieces.
    ``same_product``: each article counts for itself. At most ``times_max`` sets (0: no
    limit). What counted for one set counts for no other.
    """

    kind: Literal["buy_get"] = "buy_get"
    buy: int
    get: int = 1
    percent: Fraction = Fraction(_PERCENT)
    rounding: Rounding = "half_up"
    get_categories: tuple[str, ...] = ()
    get_skus: tuple[str, ...] = ()
    choose: Literal["cheapest", "dearest"] = "cheapest"
    partial: bool = True
    same_product: bool = False
    times_max: int = 0

    def __post_init__(self) -> None:
        """Refuse figures that make no discount."""
        DiscountTerms.__post_init__(self)
        for name in ("buy", "get"):
            most = bounds.POINTS_MAX
            bounds.within(name, getattr(self, name), least=1, most=most)
        bounds.percentage("percent", self.percent)
        bounds.within("times_max", self.times_max, least=0, most=bounds.POINTS_MAX)
        bounds.names("get_categories", self.get_categories)
        bounds.names("get_skus", self.get_skus)

    @property
    def scope(self) -> Scope:
        """Which lines it is about: what is bought and what is got."""
        bought = self.own_scope()
        if not self._gets_others or bought.is_everything:
            return bought
        return Scope(
            tuple(dict.fromkeys((*self.categories, *self.get_categories))),
            tuple(dict.fromkeys((*self.skus, *self.get_skus))),
            self.not_categories,
            self.not_skus,
        )

    @property
    def words(self) -> str:
        """The key of the words that name it on a slip."""
        return "discount.buy_get"

    def take(self, goods: Goods, at: Sequence[int], occasion: Occasion) -> Taken | NotUsed:
        """Return what comes off each line at these positions."""
        del occasion
        got: list[tuple[Pieces, int]] = []
        paid: list[tuple[Pieces, int]] = []
        for group in self._groups(goods, at):
            of = self._of_others if self._gets_others else self._of_same
            mine, theirs = of(goods, group)
            got += mine
            paid += theirs
        if not got:
            short = ("pieces", self.buy + (0 if self._gets_others else 1))
            return NotUsed(rule=self.rule, words="refuse.too_few_pieces", values=(short,))
        return self._taken(goods, at, got, paid)

    @property
    def _gets_others(self) -> bool:
        return bool(self.get_categories or self.get_skus)

    def _groups(self, goods: Goods, at: Sequence[int]) -> list[list[int]]:
        """Return the positions that count together."""
        if not self.same_product:
            return [list(at)]
        groups: dict[str, list[int]] = {}
        for here in at:
            groups.setdefault(goods.lines[here].sku, []).append(here)
        return list(groups.values())

    def _of_same(
        self, goods: Goods, at: Sequence[int]
    ) -> tuple[list[tuple[Pieces, int]], list[tuple[Pieces, int]]]:
        cheapest = self.choose == "cheapest"
        pieces = goods.pieces(at, dearest_first=not cheapest, given=True)
        sets, rest = divmod(sum(some.count for some in pieces), self.buy + self.get)
        beyond = max(0, rest - self.buy) if self.partial else 0
        if self.times_max and sets >= self.times_max:
            sets, beyond = self.times_max, 0
        wanted = sets * self.get + beyond
        if not wanted:
            return [], []
        got = chosen(pieces, wanted)
        bought = (sets + (beyond > 0)) * self.buy
        left = _without(pieces, got)
        return got, chosen(left[::-1] if cheapest else left, bought)

    def _of_others(
        self, goods: Goods, at: Sequence[int]
    ) -> tuple[list[tuple[Pieces, int]], list[tuple[Pieces, int]]]:
        theirs = [here for here in at if self._is_got(goods, here)]
        mine = [here for here in at if here not in theirs]
        bought = goods.pieces(mine, dearest_first=True, given=True)
        offered = goods.pieces(theirs, dearest_first=self.choose == "dearest", given=True)
        sets = sum(some.count for some in bought) // self.buy
        sets = min(sets, self.times_max) if self.times_max else sets
        there = sum(some.count for some in offered)
        wanted = min(sets * self.get, there)
        if not self.partial:
            wanted -= wanted % self.get
        needed = -(-wanted // self.get) * self.buy
        return chosen(offered, wanted), chosen(bought, needed)

    def _is_got(self, goods: Goods, here: int) -> bool:
        line = goods.lines[here]
        return line.category in self.get_categories or line.sku in self.get_skus

    def _taken(
        self,
        goods: Goods,
        at: Sequence[int],
        got: Sequence[tuple[Pieces, int]],
        paid: Sequence[tuple[Pieces, int]],
    ) -> Taken:
        numerator, denominator = self.percent.as_integer_ratio()
        free = self.percent == _PERCENT
        offs = [
            rounded(
                some.price * count * numerator,
                some.parts * denominator * _PERCENT,
                "floor" if free else self.rounding,
            )
            for some, count in got
        ]
        most = min(self.capped(sum(offs)), max(0, goods.total()))
        off, used, freed = (dict.fromkeys(at, 0) for _ in range(3))
        for (some, count), part in zip(got, share(most, offs), strict=True):
            off[some.at] += part
            used[some.at] += count
            freed[some.at] += count if free else 0
        for some, count in paid:
            used[some.at] += count
        fit = [min(off[here], room) for here, room in zip(at, goods.room(at), strict=True)]
        return Taken(tuple(fit), freed=tuple(freed.values()), used=tuple(used.values()))


def _without(pieces: Sequence[Pieces], taken: Sequence[tuple[Pieces, int]]) -> list[Pieces]:
    gone = {some.at: count for some, count in taken}
    left = (
        Pieces(some.at, some.count - gone.get(some.at, 0), some.price, some.parts)
        for some in pieces
    )
    return [some for some in left if some.count > 0]
