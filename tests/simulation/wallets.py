"""Wallets in a world: topped up at one till, paid from at others."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from agent.counter.asked.requests import BasketLine, Payment
from agent.counter.asked.value_requests import MoneyHoldRequest
from tests.simulation.lane import Lane, basket, worth
from tests.simulation.programme import card_of

TOP_UP_MAX: Final = 900
PAID_MAX: Final = 300


def top_up(lane: Lane, draw: Sequence[int], *, member: int, at: datetime) -> str:
    """Take money for a member's wallet beside some goods."""
    amount = 1 + draw[1] % TOP_UP_MAX
    money = BasketLine(line="8", quantity=1000, amount_minor=amount, kind="wallet_top_up")
    lines = (*basket(draw), money)
    due = sum(line.amount_minor for line in lines)
    sale = lane.sale_of(lines, (Payment(tender="cash", amount_minor=due),), at=at)
    return lane.book(replace(sale, card=card_of(member)))


def pay_from_wallet(lane: Lane, amount: int, *, member: int, at: datetime) -> str:
    """Hold money of a member's wallet, asking head office for it, and pay with it."""
    request = MoneyHoldRequest(
        workstation=lane.workstation,
        tender="wallet",
        card=card_of(member),
        amount_minor=amount,
    )
    held = lane.set_aside(request)
    if isinstance(held, str):
        return held
    paid = Payment(tender="wallet", amount_minor=amount, hold=str(held["hold"]))
    sale = lane.sale_of((worth(amount),), (paid,), at=at)
    return lane.book(replace(sale, card=card_of(member)))
