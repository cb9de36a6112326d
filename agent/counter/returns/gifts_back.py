"""Vouchers that a sale gave and a return takes away: coupons here, cards by head office."""

from agent.counter.ground.desk import Desk
from agent.counter.returns.originals import BookedSale
from rules.ground.ids import LotId
from rules.sale.decisions import RefundDecision
from rules.value.ledger import AVAILABLE, HOUSE, HOUSE_VOUCHERS, USES, Entry, Posting
from rules.vouchers.money import MONEY
from sync.core.kept_value import kept_value
from sync.till.book.units import unit_view


def spent_gifts(desk: Desk, sale: BookedSale, decision: RefundDecision) -> int:
    """Return how much was spent of gift cards that a return takes away, as known here."""
    spent = 0
    for given in kept_value(sale.stored.ledger.entries, ()).given if sale.stored else ():
        if given.unit == MONEY and given.rule in decision.withdrawn:
            view = unit_view(desk.book, given.account, MONEY)
            left = view.available + view.pending if view else given.amount
            spent += max(0, given.amount - max(0, left))
    return spent


def coupons_gone(sale: BookedSale, decision: RefundDecision) -> tuple[Entry, ...]:
    """Return what takes the coupons that a return takes away, wherever their use is.

    Of what was spent, or is held somewhere, it is owed: what comes back of it pays that.
    """
    given = kept_value(sale.stored.ledger.entries, ()).given if sale.stored else ()
    return tuple(
        Entry(
            "reverse",
            "",
            (
                Posting(one.account, USES, -one.amount, one.lot, AVAILABLE),
                Posting(HOUSE_VOUCHERS, USES, one.amount, LotId(""), HOUSE),
            ),
        )
        for one in given
        if one.unit == USES and one.rule in decision.withdrawn
    )
