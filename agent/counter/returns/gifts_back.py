"""Gift cards that a sale gave and a return takes away: what was spent of them."""

from agent.counter.ground.desk import Desk
from agent.counter.returns.originals import BookedSale
from rules.sale.decisions import RefundDecision
from rules.vouchers.money import MONEY
from sync.core.kept_value import kept_value
from sync.till.units import unit_view


def spent_gifts(desk: Desk, sale: BookedSale, decision: RefundDecision) -> int:
    """Return how much was spent of gift cards that a return takes away, as known here."""
    spent = 0
    for given in kept_value(sale.stored.ledger.entries, ()).given if sale.stored else ():
        if given.unit == MONEY and given.rule in decision.withdrawn:
            view = unit_view(desk.book, given.account, MONEY)
            left = view.available + view.pending if view else given.amount
            spent += max(0, given.amount - max(0, left))
    return spent
