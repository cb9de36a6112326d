"""Below which price no discount goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rules.ground import bounds
from rules.ground.rounding import rounded
from rules.sale.basket import QUANTITY_UNIT, Line
from rules.sale.matching import LineIndex, Scope

_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """Goods of ``categories`` or ``skus`` (neither: all) keep a price.

    ``price_minor`` a unit, or ``percent`` (exact) of what they cost before discounts,
    rounded up.
    """

    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    price_minor: int | None = None
    percent: Fraction | None = None

    def __post_init__(self) -> None:
        """Refuse a floor that says nothing or two things."""
        bounds.names("categories", self.categories)
        bounds.names("skus", self.skus)
        if (self.price_minor is None) == (self.percent is None):
            raise bounds.OutOfBoundsError("a floor must say price_minor or percent")
        if self.price_minor is not None:
            most = bounds.MONEY_MINOR_MAX
            bounds.within("price_minor", self.price_minor, least=0, most=most)
        if self.percent is not None:
            bounds.percentage("percent", self.percent)

    def of(self, line: Line) -> int:
        """Return below what a line must not go, in minor units."""
        if self.price_minor is not None:
            whole = self.price_minor * max(0, line.quantity_milli)
            return min(line.amount_minor, rounded(whole, QUANTITY_UNIT, "ceil"))
        numerator, denominator = (self.percent or Fraction()).as_integer_ratio()
        return rounded(line.amount_minor * numerator, denominator * _PERCENT, "ceil")


class FloorIndex:
    """The floors of a programme; where several are about a line the highest holds."""

    __slots__ = ("_floors", "_index")

    def __init__(self, floors: Sequence[Floor]) -> None:
        self._floors = tuple(floors)
        self._index = LineIndex(
            (at, Scope(floor.categories, floor.skus)) for at, floor in enumerate(floors)
        )

    def of(self, lines: Sequence[Line]) -> tuple[int, ...]:
        """Return the floor of each line; nothing at all when the programme has none."""
        if not self._floors:
            return ()
        found = [0] * len(lines)
        goods = [at for at, line in enumerate(lines) if line.amount_minor > 0]
        for number, positions in self._index.match(lines, goods).items():
            for at in positions:
                found[at] = max(found[at], self._floors[number].of(lines[at]))
        return tuple(found)
