"""A product for points: a piece of it is paid for with its price in points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rules.ground import bounds
from rules.ground.ids import RuleId, Unit
from rules.sale.matching import Scope
from rules.value.ledger import POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsProduct:
    """``price_points`` pay for a piece of these goods, whatever it costs otherwise."""

    kind: Literal["points_product"] = "points_product"
    rule: RuleId
    unit: Unit = POINTS
    price_points: int
    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse figures that make no reward."""
        bounds.identifier("rule", self.rule)
        bounds.within("price_points", self.price_points, least=1, most=bounds.POINTS_MAX)
        bounds.names("categories", self.categories)
        bounds.names("skus", self.skus)
        if not (self.categories or self.skus):
            raise bounds.OutOfBoundsError("a points_product must name categories or skus")

    @property
    def scope(self) -> Scope:
        """Which lines it is about."""
        return Scope(self.categories, self.skus)

    @property
    def step(self) -> int:
        """How many points a piece takes."""
        return self.price_points

    @property
    def minimum(self) -> int:
        """The least points at once: those of one piece."""
        return self.price_points

    def value_of(self, points: int, pieces: Sequence[int]) -> int:
        """Return what ``points`` (whole pieces) pay: these pieces' prices, in order."""
        return sum(pieces[: points // self.price_points])

    def most_for(self, basket_minor: int, pieces: Sequence[int]) -> int:
        """Return the most points that may pay for these pieces of such a basket."""
        del basket_minor
        return len(pieces) * self.price_points
