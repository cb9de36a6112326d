"""What members are offered: a discount that holds once a month, taken off as quoted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from agent.counter.asked.requests import BasketLine, Payment, QuoteRequest
from agent.counter.ground.answers import Answer
from rules.ground.refusal import Refusal
from tests.simulation.lane import Lane, basket
from tests.simulation.programme import CURRENCY, card_of
from tests.simulation.union import BrokenInvariantError


def sell_with_offers(lane: Lane, draw: Sequence[int], *, member: int, at: datetime) -> str:
    """Quote a basket to a member (0: nobody), take off what the quote says, and sell."""
    card = card_of(member) if member else None
    quoted = lane.till.counter.quote(
        QuoteRequest(
            workstation=lane.workstation,
            currency=CURRENCY,
            at=at,
            lines=basket(draw),
            card=card,
        )
    )
    if isinstance(quoted, Refusal):
        return lane.refused(quoted)
    lines = _taken_off(basket(draw), quoted)
    due = sum(line.amount_minor - line.discount_minor for line in lines)
    sale = lane.sale_of(lines, (Payment(tender="cash", amount_minor=due),), at=at)
    return lane.book(replace(sale, card=card))


def _taken_off(lines: Sequence[BasketLine], quoted: Answer) -> tuple[BasketLine, ...]:
    """Return the lines with what a quote takes off each."""
    offers = quoted["discounts"]
    if not isinstance(offers, Sequence):
        raise BrokenInvariantError("a quote names its discounts", str(quoted))
    off = dict.fromkeys((line.line for line in lines), 0)
    for offer in offers:
        if isinstance(offer, Mapping):
            off[str(offer["line"])] += int(str(offer["amount_minor"]))
    return tuple(replace(line, discount_minor=off[line.line]) for line in lines)
