"""How much of a basket was paid with what does not earn."""

from rules.earn.earning_terms import EarningTerms
from rules.sale.basket import Basket
from rules.settling.consistency import is_points_tender


def not_earning_minor(basket: Basket, points_minor: int, terms: EarningTerms) -> int:
    """Return how much of the basket, ``points_minor`` of it in points, does not earn."""
    excluded = terms.tenders_not_earning
    others = sum(
        [
            tender.amount_minor
            for tender in basket.tenders
            if tender.tender in excluded
            and not is_points_tender(tender.tender, tender.hold)
        ]
    )
    return max(0, others) + (points_minor if "points" in excluded else 0)
