"""What a POS told of how it paid a return out: how much in points, how much it kept."""

from collections.abc import Sequence

from agent.counter.asked.requests import Payment
from agent.counter.returns.originals import BookedSale
from agent.counter.value.funding import is_points
from rules.sale.decisions import ReturnLine


def withheld(
    sale: BookedSale,
    lines: Sequence[ReturnLine],
    tenders: Sequence[Payment],
    *,
    rounding: int,
) -> int:
    """Return how much less was paid out than the lines of a return come to.

    0 where prices do not hold the tax: only the POS knows how much of it goes back.
    """
    if not tenders or any(not line.tax_included for line in sale.given.basket.lines):
        return 0
    due = rounding - sum(line.amount_minor for line in lines)
    return sum(payment.amount_minor for payment in tenders) - due


def points_asked(tenders: Sequence[Payment] | None) -> int | None:
    """Return how much of the money a POS gives back in points; None when it asks."""
    if not tenders:
        return None
    return -sum(payment.amount_minor for payment in tenders if is_points(payment))
