"""Goods in a world: exchanged, bought with a coupon, given to a member anywhere."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from agent.counter.asked.requests import BasketLine, Payment, Returns, SaleRequest
from rules.value.ledger import USES
from sync.wire.messages import Want
from tests.simulation.lane import QUESTION_S, Lane, basket, bought
from tests.simulation.people import attach_sale
from tests.simulation.programme import card_of
from tests.simulation.shop import Paper

_SALES_MAX = 2


def exchange(lane: Lane, draw: Sequence[int], *, member: int, at: datetime) -> str:
    """Buy something and bring goods of one or two sales back, in one document."""
    sales = _sales(lane)
    if not sales:
        return "nothing sold"
    chosen = {sales[draw[1 + at_] % len(sales)].key: None for at_ in range(_SALES_MAX)}
    count = 1 + draw[0] % len(chosen)
    papers = [paper for paper in sales if paper.key in chosen][:count]
    gone = [
        _gone(paper.request, draw, str(20 + number))
        for number, paper in enumerate(papers)
        if isinstance(paper.request, SaleRequest)
    ]
    lines = (*basket(draw), *gone)
    due = sum(line.amount_minor for line in lines)
    paid = (Payment(tender="cash", amount_minor=due),)
    request = lane.sale_of(lines, paid, at=at)
    return lane.book(replace(request, card=card_of(member) if member else None))


def use_coupon(lane: Lane, draw: Sequence[int], *, at: datetime) -> str:
    """Sell something with a coupon that some slip promised, asking for its use."""
    codes = known_coupons(lane)
    if not codes:
        return "no coupon"
    price = 5 * (1 + draw[1] % 200)
    return pay_with_coupon(lane, codes[draw[0] % len(codes)], price, at=at)


def pay_with_coupon(lane: Lane, code: str, price: int, *, at: datetime) -> str:
    """Sell something with one coupon, asking for its use."""
    line = BasketLine(
        line="1",
        category="gifts",
        quantity=1000,
        amount_minor=price,
        discount_minor=price // 5,
    )
    paid = Payment(tender="cash", amount_minor=price - price // 5)
    request = replace(lane.sale_of((line,), (paid,), at=at), coupons=(code,))
    needed = lane.till.counter.wanted(request)
    wants = [Want(account=one.account, unit=USES, points=one.points) for one in needed]
    if wants:
        lane.till.contact.ask(wants, timeout_s=QUESTION_S)
    return lane.book(request)


def known_coupons(lane: Lane) -> Sequence[str]:
    """Return the codes of coupons that slips promised or tills listed."""
    return sorted(_promised(lane) | {*lane.coupons})


def attach_anywhere(lane: Lane, draw: Sequence[int], *, member: int) -> str:
    """Give any store's sale to a member, whether this till knows it or not."""
    sales = _sales(lane)
    if not sales:
        return "nothing sold"
    sale = sales[draw[1] % len(sales)]
    return attach_sale(lane, sale, card=card_of(member))


def _sales(lane: Lane) -> Sequence[Paper]:
    return [paper for paper in lane.papers if isinstance(paper.request, SaleRequest)]


def _gone(sale: SaleRequest, draw: Sequence[int], name: str) -> BasketLine:
    """Return one piece of a line that comes back."""
    lines = bought(sale)
    line = lines[draw[2] % len(lines)]
    paid = line.amount_minor - line.discount_minor
    return BasketLine(
        line=name,
        sku=line.sku,
        category=line.category,
        quantity=-1000,
        amount_minor=-(paid * 1000 // line.quantity),
        returns=Returns(document=sale.document, line=line.line),
    )


def _promised(lane: Lane) -> set[str]:
    found: set[str] = set()
    for paper in lane.papers:
        for body in paper.answers.values():
            for issued in json.loads(body).get("issued") or ():
                if issued.get("kind") != "gift_card":
                    found.add(str(issued["code"]))
    return found
