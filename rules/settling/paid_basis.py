"""What a sale earns on once it is paid: points that paid for one line are that line's."""

from collections.abc import Sequence

from rules.earn.basis import basis
from rules.earn.earning_terms import EarningTerms
from rules.sale.basket import Basket
from rules.sale.columns import Columns, at_least_zero, less
from rules.sale.decisions import Spend
from rules.settling.not_earning import not_earning_minor
from rules.settling.product_pieces import paid_by_line


def earning_basis(
    basket: Basket, columns: Columns, spends: Sequence[Spend], terms: EarningTerms
) -> Sequence[int]:
    """Return the money each line earns on, in minor units.

    What was paid in points for a line does not earn there; other points are taken off all
    lines by what they cost. Where points earn too, nothing is.
    """
    cost = columns.cost
    points_minor = sum(spend.value_minor for spend in spends)
    own = paid_by_line(spends, basket.lines) if points_minor else ()
    if any(own) and "points" in terms.tenders_not_earning:
        cost = at_least_zero(less(cost, own))
        points_minor -= sum(own)
    taken_minor = not_earning_minor(basket, points_minor, terms)
    return basis(columns, cost, taken_minor=taken_minor, terms=terms)
