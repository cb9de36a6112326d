"""``odoo.free_unit``: points that pay whole pieces, also points of the very sale."""

import re

from rules.ground.ids import LotId
from rules.ground.refusal import Refusal
from rules.programme import Programme
from rules.rewards.redeem import redeem
from rules.sale.basket import Basket, Tender
from rules.sale.decisions import Spend
from rules.value.ledger import POINTS, Slice
from tests.conformance.engine import (
    AT,
    MEMBER,
    RECORD,
    basket,
    line,
    programme,
    quoted,
    settled,
    standing,
)
from tests.conformance.given import Given, InexpressibleError

_HOLD = "hold"
_RULE = re.compile(r"(\d{1,6}) points? per paid unit", re.ASCII)
_REWARD = re.compile(r"(\d{1,6}) points? = 1 free unit", re.ASCII)


def orders(given: Given) -> dict[str, object]:
    """Sell pieces, some of them for points at what a piece costs; tell totals, balances."""
    each, step = _told(given, "rule", _RULE), _told(given, "reward", _REWARD)
    price, balance = given.money("unit_price"), given.whole("opening", 0)
    rules = programme(
        earn=[{"kind": "per_item", "rule": "piece", "points": each}],
        rewards=[
            {
                "kind": "points_tender",
                "rule": "free",
                "step": step,
                "value_minor_per_step": price,
                "minimum": step,
            }
        ],
    )
    totals: list[object] = []
    balances: list[int] = []
    for order in given.tables("orders"):
        pieces, free = order.whole("qty"), order.whole("free")
        sold = basket([line("goods", price * pieces, pieces=pieces)])
        paid, change = _sold(rules, sold, free * price, balance)
        balance += change
        totals.append(given.major(paid))
        balances.append(balance)
    return {"totals": totals, "balance_after": balances}


def _told(given: Given, key: str, form: re.Pattern[str]) -> int:
    """Return the figure of a rule that is told in words."""
    found = form.fullmatch(given.text(key))
    if found is None:
        raise InexpressibleError(f"{key}: {given.text(key)!r} is told otherwise here")
    return int(found[1])


def _sold(
    rules: Programme, sold: Basket, points_minor: int, balance: int
) -> tuple[int, int]:
    """Return what is paid in money, and by how much the balance changes."""
    due = sold.net_minor - points_minor
    if not points_minor:
        awards = settled(rules, sold).awards
        return due, sum(award.points for award in awards)
    points = Tender(tender="points", amount_minor=points_minor, hold=_HOLD)
    money = Tender(tender="cash", amount_minor=due)
    tendered = basket(sold.lines, tenders=(points, money) if due else (points,))
    spend = _spend(rules, tendered, points_minor, balance)
    given = settled(rules, tendered, standing(points=balance), spends=(spend,))
    change = sum(
        posting.amount
        for entry in given.entries
        for posting in entry.postings
        if posting.account == MEMBER and posting.unit == POINTS
    )
    return due, change


def _spend(rules: Programme, tendered: Basket, points_minor: int, balance: int) -> Spend:
    """Set aside what there is, and what the quote says that this sale will give."""
    quote = quoted(rules, tendered)
    coming = sum(award.points for award in quote.awards)
    reward = rules.tenders[0]
    points = points_minor // reward.value_minor_per_step * reward.step
    here = (
        Slice(lot=LotId("old"), amount=balance, good_until=None),
        Slice(lot=LotId(f"{RECORD}/1"), amount=coming, good_until=None),
    )
    decided = redeem(reward, points, here=here, available=balance + coming, at=AT)
    if isinstance(decided, Refusal):
        raise InexpressibleError(f"the engine refuses {points} points: {decided.code}")
    return Spend(
        reward=reward.rule,
        hold=_HOLD,
        value_minor=decided.value_minor,
        slices=decided.slices,
    )
