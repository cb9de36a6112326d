"""So many pieces together for one price."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rules.conditions.occasion import Occasion
from rules.discounts.terms import DiscountTerms
from rules.ground import bounds
from rules.ground.shares import share
from rules.sale.decisions import NotUsed
from rules.sale.goods import Goods, Pieces, Taken, chosen
from rules.sale.matching import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class BundlePart:
    """One part of a bundle: ``pieces`` of ``categories`` or ``skus``."""

    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    pieces: int = 1

    def __post_init__(self) -> None:
        """Refuse a part of nothing."""
        bounds.names("categories", self.categories)
        bounds.names("skus", self.skus)
        bounds.within("pieces", self.pieces, least=1, most=bounds.NAMES_MAX)
        if not (self.categories or self.skus):
            raise bounds.OutOfBoundsError("categories or skus must be named")


@dataclass(frozen=True, slots=True, kw_only=True)
class BundlePrice(DiscountTerms):
    """``pieces`` of what it is about, or one set of ``parts``, for ``price_minor``.

    As often as there are whole sets, at most ``times_max`` times (0: no limit), the dearest
    pieces first; a set that is cheaper anyway is left alone. What comes off is shared to
    the set by what its pieces cost, and they count for no other set.
    """

    kind: Literal["bundle_price"] = "bundle_price"
    price_minor: int
    pieces: int = 0
    parts: tuple[BundlePart, ...] = ()
    times_max: int = 0

    def __post_init__(self) -> None:
        """Refuse figures that make no discount."""
        DiscountTerms.__post_init__(self)
        most = bounds.MONEY_MINOR_MAX
        bounds.within("price_minor", self.price_minor, least=0, most=most)
        bounds.within("pieces", self.pieces, least=0, most=bounds.NAMES_MAX)
        bounds.within("times_max", self.times_max, least=0, most=bounds.POINTS_MAX)
        if bool(self.pieces) == bool(self.parts):
            raise bounds.OutOfBoundsError("either pieces or parts must be given")
        if len(self.parts) > bounds.PARTS_MAX:
            raise bounds.OutOfBoundsError(
                "{what} may hold at most {most}", what="parts", most=bounds.PARTS_MAX
            )

    @property
    def scope(self) -> Scope:
        """Which lines it is about: those of all its parts."""
        if not self.parts:
            return self.own_scope()
        categories = [name for part in self.parts for name in part.categories]
        skus = [name for part in self.parts for name in part.skus]
        return Scope(
            tuple(dict.fromkeys(categories)),
            tuple(dict.fromkeys(skus)),
            self.not_categories,
            self.not_skus,
        )

    @property
    def words(self) -> str:
        """The key of the words that name it on a slip."""
        return "discount.bundle_price"

    def take(self, goods: Goods, at: Sequence[int], occasion: Occasion) -> Taken | NotUsed:
        """Return what comes off each line at these positions."""
        del occasion
        work = goods.copy()
        off = dict.fromkeys(at, 0)
        used = dict.fromkeys(at, 0)
        times = 0
        while not self.times_max or times < self.times_max:
            found = self._set(work, at)
            costs = [some.worth(count) for some, count in found]
            saved = self.capped(sum(off.values()) + sum(costs) - self.price_minor) - sum(
                off.values()
            )
            if not found or saved <= 0:
                break
            times += 1
            for (some, count), part in zip(found, share(saved, costs), strict=True):
                off[some.at] += part
                used[some.at] += count
                work.used[some.at] += count
        fit = [min(off[here], room) for here, room in zip(at, goods.room(at), strict=True)]
        return Taken(tuple(fit), used=tuple(used.values()))

    def _set(self, goods: Goods, at: Sequence[int]) -> list[tuple[Pieces, int]]:
        """Return the pieces of one more set, none when there is no whole one."""
        if self.pieces:
            return _whole(goods.pieces(at, dearest_first=True), self.pieces)
        found: list[tuple[Pieces, int]] = []
        work = goods.copy()
        for part in self.parts:
            mine = [here for here in at if _is_of(part, goods, here)]
            some = _whole(work.pieces(mine, dearest_first=True), part.pieces)
            if not some:
                return []
            found += some
            for piece, count in some:
                work.used[piece.at] += count
        return found


def _whole(pieces: Sequence[Pieces], wanted: int) -> list[tuple[Pieces, int]]:
    found = chosen(pieces, wanted)
    return found if sum(count for _, count in found) == wanted else []


def _is_of(part: BundlePart, goods: Goods, here: int) -> bool:
    line = goods.lines[here]
    return line.category in part.categories or line.sku in part.skus
