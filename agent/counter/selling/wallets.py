"""A member's wallet: what is in it, and money taken into it by a document of its own."""

from typing import Final

from agent.counter.asked.requests import BasketLine, SaleRequest
from agent.counter.asked.value_requests import TopUpRequest
from agent.counter.ground.answers import Answer
from agent.counter.ground.desk import Desk
from agent.counter.selling import sales
from agent.counter.value.loading import top_up_objection
from agent.counter.value.wallet_balance import is_kept_with_us
from rules.ground.refusal import Refusal, refuse
from rules.sale.basket import QUANTITY_UNIT

KIND: Final = "top_up"


def top_up(desk: Desk, request: TopUpRequest) -> Answer | Refusal:
    """Book a top-up; the same document again gets its answer, other content a refusal.

    Refused, before money is taken: nobody's wallet, and what passes the programme's limits.
    """
    objection = desk.guard(request)
    key = request.document.key().text()
    if objection is None and desk.book.journal.document(key) is None:
        objection = _objection(desk, request)
    return objection or sales.sale(desk, _as_sale(request), kind=KIND)


def _objection(desk: Desk, request: TopUpRequest) -> Refusal | None:
    for payment in request.tenders:
        if is_kept_with_us(payment.tender):
            return refuse("tender_not_money", tender=payment.tender)
    evaluator = desk.evaluator(request.at)
    if evaluator.programme.wallet is None:
        return refuse("no_wallet")
    workstation = request.document.workstation
    presented = desk.presented(request.card, workstation, phone=request.phone)
    if presented.bearer is None:
        return refuse("unknown_member" if presented.notice else "no_member")
    if presented.notice:
        return refuse(presented.notice)
    return top_up_objection(
        desk, evaluator, presented.bearer.account, request.amount_minor, at=request.at
    )


def _as_sale(request: TopUpRequest) -> SaleRequest:
    line = BasketLine(
        line="1",
        quantity=QUANTITY_UNIT,
        unit_price_minor=request.amount_minor,
        amount_minor=request.amount_minor,
        kind="wallet_top_up",
    )
    return SaleRequest(
        document=request.document,
        at=request.at,
        currency=request.currency,
        lines=(line,),
        tenders=request.tenders,
        cashier=request.cashier,
        training=request.training,
        card=request.card,
        phone=request.phone,
        late=request.late,
    )
