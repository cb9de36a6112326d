"""Tier credit: what a sale counts for in the ladder's metric, and what a return takes.

It is a unit of its own, one lot a sale, so that a window is a sum over lots by moment and a
return leaves the window together with its sale. Spend is counted in minor units of money,
points as they were earned, an order and a visit as one. A second sale of one day is no
second visit.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from rules.calendars.periods import Reckoning, local_day
from rules.ground.ids import Unit
from rules.ladder.terms import Ladder, Metric
from rules.members.standing import Standing
from rules.sale.basket import Line
from rules.sale.decisions import Award
from rules.value.ledger import ORDERS, POINTS, POINTS_EARNED, SPEND, VISITS

UNIT_OF: Final[Mapping[Metric, Unit]] = {
    "spend": SPEND,
    "points": POINTS_EARNED,
    "orders": ORDERS,
    "visits": VISITS,
}
"""The unit of each metric; what may be spent now (``balance``) needs none of its own."""


def credit_unit(ladder: Ladder | None) -> Unit:
    """Return the unit in which a sale's credit is posted; without a ladder as spend."""
    return UNIT_OF.get(ladder.metric, SPEND) if ladder else SPEND


def sale_credit(
    ladder: Ladder | None,
    standing: Standing,
    awards: Iterable[Award],
    *,
    spent_minor: int,
    at: datetime,
    reckoning: Reckoning,
) -> int:
    """Return what a sale counts for with this member; blocked, for nothing."""
    if standing.status != "active":
        return 0
    visited_today = (
        ladder is not None
        and ladder.metric == "visits"
        and standing.visited == local_day(at, reckoning).isoformat()
    )
    return earned_credit(
        ladder, spent_minor=spent_minor, awards=awards, visited_today=visited_today
    )


def bought_credit(
    ladder: Ladder | None, standing: Standing | None, lines: Iterable[Line]
) -> int:
    """Return what a sale of articles that tiers are bought with counts for besides.

    Of several the highest step's; for a blocked member nothing.
    """
    if ladder is None or (standing is not None and standing.status != "active"):
        return 0
    if not any(tier.bought_with for tier in ladder.tiers):
        return 0
    mine = {line.sku for line in lines if line.kind == "item" and line.quantity_milli > 0}
    steps = (tier.starts for tier in ladder.tiers if not mine.isdisjoint(tier.bought_with))
    return max(steps, default=0)


def earned_credit(
    ladder: Ladder | None,
    *,
    spent_minor: int,
    awards: Iterable[Award],
    visited_today: bool,
) -> int:
    """Return what a sale counts for: ``spent_minor`` is the money its goods earned on."""
    bought = spent_minor > 0
    match ladder.metric if ladder else "spend":
        case "spend":
            return max(0, spent_minor)
        case "points":
            return sum(award.points for award in awards if award.unit == POINTS)
        case "orders":
            return int(bought)
        case "visits":
            return int(bought and not visited_today)
        case _:
            return 0


def returned_credit(
    ladder: Ladder | None, counted: int, *, points: int, nothing_left: bool
) -> int:
    """Return how much of a sale's ``counted`` credit is gone, of metrics but spend.

    ``points`` are those taken back so far, this return included. An order and a visit are
    gone when nothing is left of the sale.
    """
    if ladder is not None and ladder.metric == "points":
        return min(counted, points)
    return counted if nothing_left else 0
