"""``redeem.calc`` and ``wallet.pay``: points and kept money as a tender."""

from rules.ground.ids import LotId
from rules.ground.refusal import Refusal
from rules.rewards.redeem import fitting
from rules.sale.basket import Line
from rules.value.ledger import Slice
from rules.vouchers.money import payable_minor, set_aside
from tests.conformance.engine import AT, line, programme, standing
from tests.conformance.given import Given, InexpressibleError

_ALL = "purse"


def calc(given: Given) -> dict[str, object]:
    """Redeem as many points as fit: balance, whole steps, share of the basket, minimum."""
    asked, balance = given.whole("requested"), given.whole("balance")
    total_minor = given.whole("order_total_minor")
    step, worth = given.whole("conversion_points"), given.whole("conversion_amount_minor")
    share = given.number("max_percent_of_order", 100) / 100
    reward = {
        "kind": "points_tender",
        "rule": "pay",
        "step": step,
        "value_minor_per_step": worth,
        "minimum": max(1, given.whole("min_points", 0)),
        "max_share": str(share),
    }
    try:
        rules = programme(rewards=[reward])
    except InexpressibleError:
        # A reward that no programme may hold redeems nothing.
        return {"points": 0, "amount_minor": 0}
    here = (Slice(lot=LotId(_ALL), amount=balance, good_until=None),)
    who = standing(points=balance, here=here)
    points = fitting(rules.rewards[0], asked, who, at=AT, basket_minor=total_minor)
    return {"points": points, "amount_minor": rules.tenders[0].value_of(points)}


def pay(given: Given) -> dict[str, object]:
    """Pay a basket from a card; what the card does not hold is due otherwise."""
    have, wanted = given.money("card"), given.money("basket")
    if have < 0 or wanted < 0:
        raise InexpressibleError("neither a card nor a basket is below nothing")
    lines: list[Line] = [line("goods", wanted)]
    payable = payable_minor((), lines, "gift_card", off=(0,))
    here = (Slice(lot=LotId(_ALL), amount=have, good_until=None),)
    taken = set_aside(payable, here=here, available=have, at=AT)
    if isinstance(taken, Refusal):
        # The POS is told how much is there and pays that much of it.
        there = dict(taken.values)["spendable_here_minor"]
        taken = set_aside(int(there), here=here, available=have, at=AT)
    if isinstance(taken, Refusal):
        raise InexpressibleError(f"the engine refuses the card: {taken.code}")
    paid = sum(piece.amount for piece in taken)
    return {"due": given.major(wanted - paid), "card_after": given.major(have - paid)}
