"""A quote for an open basket: what it would give and could redeem; nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC

from agent.counter.asked.requests import QuoteRequest, SaleRequest
from agent.counter.ground.answers import (
    Answer,
    Value,
    coupon_out,
    discount_out,
    not_used_out,
)
from agent.counter.ground.desk import Desk, Presented
from agent.counter.people.members import offers_out
from agent.counter.records.documents import objection_to_lines
from agent.counter.records.facts import law_line
from agent.counter.value.budgets import SHORT, allotments, parts_wanted
from agent.counter.value.coupons import shown_coupons, wanted_uses
from agent.counter.value.fetching import NeedsMore
from rules.evaluator import Evaluator
from rules.ground.refusal import Refusal
from rules.programme import Programme
from rules.rewards.points_product import PointsProduct
from rules.sale.basket import Basket
from rules.sale.decisions import NotUsed, Quote
from rules.settling.product_pieces import prices_of
from rules.vouchers.money import MONEY_LINES, VALUE_TENDERS, payable_minor
from sync.kit.clock import to_text
from sync.till.book.book import NoProgrammeFault


def quote(desk: Desk, request: QuoteRequest) -> Answer | Refusal:
    """Quote a sale for the card given, else for who stands at the workstation."""
    objection = desk.guard(request) or objection_to_lines(request.lines)
    if objection is not None:
        return objection
    evaluator = desk.evaluator(request.at)
    presented = desk.presented(request.card, request.workstation, phone=request.phone)
    basket = _basket(desk, request, evaluator)
    given = _given(desk, basket, presented, evaluator)
    if isinstance(given, Refusal):
        return given
    payable = _payable(evaluator.programme, basket, given)
    number = desk.sessions.quoted(
        request.workstation,
        given.total_minor,
        desk.now(),
        payable_minor=payable,
        drawn=given.drawn.allotments,
        pieces=_pieces(evaluator.programme, basket, given),
    )
    if presented.no_spending:
        given = replace(given, redeemable=())
    notice = presented.notice or presented.no_spending
    return _answer(given, evaluator, number, notice=notice, payable=payable)


def wanted(desk: Desk, request: QuoteRequest | SaleRequest) -> tuple[NeedsMore, ...]:
    """Return the coupons' uses to ask head office for before deciding; most often none."""
    if not request.coupons or desk.guard(request) is not None:
        return ()
    if isinstance(request, SaleRequest):
        key = request.document.key().text()
        if request.training or desk.book.journal.document(key) is not None:
            return ()
    at = request.at.astimezone(UTC)
    try:
        evaluator = desk.evaluator(at)
    except NoProgrammeFault:
        return ()
    return wanted_uses(desk, request.coupons, evaluator, at=at)


def parts_short(desk: Desk, request: QuoteRequest) -> tuple[NeedsMore, ...]:
    """Return what to ask head office for, of budgets that a quote found too small here."""
    if desk.book.line_down:
        return ()
    evaluator = desk.evaluator(request.at)
    presented = desk.presented(request.card, request.workstation, phone=request.phone)
    basket = _basket(desk, request, evaluator)
    given = _given(desk, basket, presented, evaluator)
    if isinstance(given, Refusal):
        return ()
    return tuple(parts_wanted(desk, evaluator, given.not_used, basket.at))


def is_short(said: Answer | Refusal) -> bool:
    """Say whether a quote would give more, were there more of a budget here."""
    reasons = () if isinstance(said, Refusal) else said["not_used"]
    return isinstance(reasons, Sequence) and any(
        isinstance(reason, Mapping) and reason["words"] in SHORT for reason in reasons
    )


def _basket(desk: Desk, request: QuoteRequest, evaluator: Evaluator) -> Basket:
    at = request.at.astimezone(UTC)
    return Basket(
        currency=request.currency,
        at=at,
        lines=tuple([law_line(line) for line in request.lines]),
        coupons=request.coupons,
        store=desk.store,
        budgets=allotments(desk, evaluator, request.workstation, at),
    )


def _given(
    desk: Desk, basket: Basket, presented: Presented, evaluator: Evaluator
) -> Quote | Refusal:
    bearer = None if presented.notice else presented.bearer
    coupons = shown_coupons(desk, basket.coupons, evaluator, bearer=bearer, at=basket.at)
    standing = bearer.standing if bearer else None
    return evaluator.quote(basket, standing, coupons=coupons)


def _payable(programme: Programme, basket: Basket, given: Quote) -> dict[str, int]:
    """Return how much each tender that is value kept with us may pay, where not all."""
    money_lines = any(line.kind in MONEY_LINES for line in basket.lines)
    if not programme.barred and not money_lines:
        return {}
    off = _off(basket, given)
    most = {
        tender: payable_minor(programme.barred, basket.lines, tender, off=off)
        for tender in VALUE_TENDERS
    }
    return {name: amount for name, amount in most.items() if amount < given.total_minor}


def _pieces(
    programme: Programme, basket: Basket, given: Quote
) -> dict[str, tuple[int, ...]]:
    """Return what the pieces cost that each product reward may pay for."""
    off = _off(basket, given)
    return {
        reward.rule: prices_of(reward, programme, basket.lines, off)
        for reward in programme.rewards
        if isinstance(reward, PointsProduct)
    }


def _off(basket: Basket, given: Quote) -> tuple[int, ...]:
    """Return what comes off each line by a quote."""
    off = dict.fromkeys((line.line for line in basket.lines), 0)
    for discount in given.discounts:
        off[discount.line] += discount.amount_minor
    return tuple(off.values())


def _answer(
    given: Quote,
    evaluator: Evaluator,
    number: str,
    *,
    notice: str,
    payable: Mapping[str, int],
) -> Answer:
    not_used = list(given.not_used)
    if notice:
        not_used.insert(0, NotUsed(rule="", words=f"refuse.{notice}"))
    said: dict[str, Value] = {
        "quote": number,
        "discounts": [discount_out(discount) for discount in given.discounts],
        "earned": _earned(given, evaluator),
        "not_used": [not_used_out(reason) for reason in not_used],
        "redeemable": offers_out(given.redeemable),
        "total_minor": given.total_minor,
    }
    if given.coupons:
        said["coupons"] = [coupon_out(used) for used in given.coupons]
    if payable:
        said["payable_minor"] = dict(sorted(payable.items()))
    return said


def _earned(given: Quote, evaluator: Evaluator) -> Sequence[Answer]:
    """Tell awards rule by rule: while a basket is open nobody asks about its lines."""
    pending = evaluator.programme.units[0].is_pending
    return [
        {
            "unit": award.unit,
            "points": award.points,
            "rule": award.rule,
            "words": award.words,
            "state": "pending" if pending else "active",
            "active_from": to_text(given.active_from),
        }
        for award in given.awards
    ]
