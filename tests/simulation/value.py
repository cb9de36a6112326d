"""Value in a world: given with sales, paid with, spent on products, brought back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from agent.counter.asked.requests import (
    BasketLine,
    HoldRequest,
    Payment,
    QuoteRequest,
    SaleRequest,
    ScanRequest,
)
from agent.counter.asked.value_requests import MoneyHoldRequest
from rules.ground.refusal import Refusal
from rules.vouchers.money import MoneyTender
from tests.simulation.lane import Lane, basket
from tests.simulation.programme import CURRENCY, card_of
from tests.simulation.shop import Paper
from tests.simulation.vouchers_given import COFFEE_MINOR, PRODUCT

PAID_MAX: Final = 300
_PRODUCTS_MAX: Final = 3


def giving_sale(lane: Lane, draw: Sequence[int], *, member: int, at: datetime) -> str:
    """Sell to a member what may give vouchers; the shop remembers gift cards among them."""
    goods = basket((*draw[:2], draw[2] | 0x15, *draw[3:]))
    paid = Payment(tender="cash", amount_minor=_due(goods))
    sale = replace(lane.sale_of(goods, (paid,), at=at), card=card_of(member))
    told = lane.book(sale)
    for answer in lane.answers(sale.document.key().text()):
        _remember(lane, answer["issued"])
    return told


def list_vouchers(lane: Lane, *, member: int) -> str:
    """Scan a card and have the vouchers listed that its member was given."""
    counter = lane.till.counter
    counter.scan(ScanRequest(workstation=lane.workstation, data=card_of(member)))
    listed = counter.vouchers_of(lane.workstation)
    if isinstance(listed, Refusal):
        return lane.refused(listed)
    found = listed["vouchers"]
    if isinstance(found, Sequence):
        _remember(lane, [one for one in found if isinstance(one, Mapping)])
    return f"listed {found}"


def mixed_sale(lane: Lane, draw: Sequence[int], *, member: int, at: datetime) -> str:
    """Sell goods paid with a part of a gift card, a part of a wallet, and cash."""
    goods = basket(draw)
    cards = sorted(lane.cards)
    code = cards[draw[0] % len(cards)] if cards else None
    wishes = [
        _money_hold(lane, "wallet", 1 + draw[1] % PAID_MAX, card=card_of(member)),
        _money_hold(lane, "gift_card", 1 + draw[2] % PAID_MAX, code=code),
    ]
    tenders: list[Payment] = []
    left = _due(goods)
    for wish in wishes:
        held = lane.set_aside(wish) if wish.amount_minor <= left else "more than due"
        if not isinstance(held, str):
            amount, hold = wish.amount_minor, str(held["hold"])
            tenders.append(Payment(tender=wish.tender, amount_minor=amount, hold=hold))
            left -= amount
    tenders.append(Payment(tender="cash", amount_minor=left))
    sale = lane.sale_of(goods, tuple(tenders), at=at)
    return lane.book(replace(sale, card=card_of(member)))


def buy_product(lane: Lane, draw: Sequence[int], *, member: int, at: datetime) -> str:
    """Quote coffee to a member, hold the points for some pieces, and pay with them."""
    pieces = 1 + draw[1] % _PRODUCTS_MAX
    goods = (*basket(draw), _coffee(pieces + draw[2] % 2))
    quoted = lane.till.counter.quote(
        QuoteRequest(
            workstation=lane.workstation,
            currency=CURRENCY,
            at=at,
            lines=goods,
            card=card_of(member),
        )
    )
    if isinstance(quoted, Refusal):
        return lane.refused(quoted)
    quote = str(quoted["quote"])
    held = lane.set_aside(
        HoldRequest(
            workstation=lane.workstation,
            card=card_of(member),
            reward=PRODUCT.rule,
            points=pieces * PRODUCT.price_points,
            quote=quote,
        )
    )
    if isinstance(held, str):
        return held
    value, hold = int(str(held["value_minor"])), str(held["hold"])
    tenders = (
        Payment(tender="points", amount_minor=value, hold=hold),
        Payment(tender="cash", amount_minor=_due(goods) - value),
    )
    sale = replace(lane.sale_of(goods, tenders, at=at), card=card_of(member), holds=(hold,))
    return lane.book(replace(sale, quote=quote))


def bring_back(lane: Lane, draw: Sequence[int], *, at: datetime) -> str:
    """Bring back a sale that moved value, having head office asked for what it takes."""
    sales = [paper for paper in lane.papers if _moved_value(paper)]
    if not sales:
        return "nothing sold"
    asked = lane.return_of(sales[draw[1] % len(sales)], draw, at=at)
    if asked is None:
        return "no sale"
    for want in lane.till.counter.wanted(asked):
        lane.ask(want.account, want.points, want.unit)
    return lane.pay_out(asked)


def _remember(lane: Lane, vouchers: Sequence[Mapping[str, object]]) -> None:
    for voucher in vouchers:
        told = lane.cards if voucher["kind"] == "gift_card" else lane.coupons
        told.setdefault(str(voucher["code"]), None)


def _moved_value(paper: Paper) -> bool:
    """Say whether a sale was paid with value, put some somewhere or gave some."""
    sale = paper.request
    if not isinstance(sale, SaleRequest):
        return False
    paid = any(one.tender != "cash" for one in sale.tenders)
    loaded = any(line.kind != "item" for line in sale.lines)
    return paid or loaded or bool(sale.coupons) or paper.gave_vouchers()


def _money_hold(
    lane: Lane,
    tender: MoneyTender,
    amount: int,
    *,
    card: str | None = None,
    code: str | None = None,
) -> MoneyHoldRequest:
    return MoneyHoldRequest(
        workstation=lane.workstation,
        tender=tender,
        amount_minor=amount,
        card=card,
        code=code,
    )


def _coffee(pieces: int) -> BasketLine:
    return BasketLine(
        line="6",
        sku="COF",
        category="coffee",
        quantity=1000 * pieces,
        unit_price_minor=COFFEE_MINOR,
        amount_minor=COFFEE_MINOR * pieces,
    )


def _due(lines: Sequence[BasketLine]) -> int:
    return sum(line.amount_minor for line in lines)
