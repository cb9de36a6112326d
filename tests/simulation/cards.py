"""Gift cards in a world: sold at one till, paid with at others, online or where homed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from agent.counter.asked.requests import BasketLine, Payment
from agent.counter.asked.value_requests import MoneyHoldRequest
from tests.simulation.lane import Lane, basket, worth

CARD_MAX: Final = 1500
PAID_MAX: Final = 400


def sell_card(lane: Lane, draw: Sequence[int], *, at: datetime) -> str:
    """Sell a card beside some goods; the shop remembers its code."""
    amount = 1 + draw[1] % CARD_MAX
    card = BasketLine(line="7", quantity=1000, amount_minor=amount, kind="gift_card_sale")
    lines = (*basket(draw), card)
    due = sum(line.amount_minor for line in lines)
    request = lane.sale_of(lines, (Payment(tender="cash", amount_minor=due),), at=at)
    told = lane.book(request)
    key = request.document.key().text()
    for answer in lane.answers(key):
        for issued in answer["issued"]:
            lane.cards.setdefault(str(issued["code"]), None)
    return told


def pay_with_card(lane: Lane, draw: Sequence[int], *, at: datetime) -> str:
    """Hold a part of a card's money, asking head office for it, and pay with it."""
    if not lane.cards:
        return "no card"
    code = sorted(lane.cards)[draw[0] % len(lane.cards)]
    return pay_card(lane, code, 1 + draw[1] % PAID_MAX, at=at)


def pay_card(lane: Lane, code: str, amount: int, *, at: datetime) -> str:
    """Hold so much of one card's money, asking head office for it, and pay with it."""
    request = MoneyHoldRequest(
        workstation=lane.workstation, tender="gift_card", code=code, amount_minor=amount
    )
    held = lane.set_aside(request)
    if isinstance(held, str):
        return held
    paid = Payment(tender="gift_card", amount_minor=amount, hold=str(held["hold"]))
    return lane.book(lane.sale_of((worth(amount),), (paid,), at=at))
