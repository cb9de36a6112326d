"""Decide a sale: who it is for, what pays for it, what the law gives, what moves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Final

from agent.counter.asked.requests import SaleRequest
from agent.counter.ground.deferring import moves_no_value, writes_facts_only
from agent.counter.ground.desk import Bearer, Desk, Presented, Shown
from agent.counter.records.documents import objection_to_lines
from agent.counter.returns.exchanges import CameBack, Exchange, bring_back
from agent.counter.value.budgets import allotments
from agent.counter.value.coupons import shown_coupons
from agent.counter.value.funding import Funding, fund, is_points, named_holds
from agent.counter.value.issues import Issued, issue
from agent.counter.value.loading import Loads, Origin, load_all
from agent.counter.value.paying import Paying, is_known, pay
from rules.evaluator import NO_TIER, Evaluator
from rules.ground.ids import AccountId, RecordId
from rules.ground.refusal import Refusal, refuse
from rules.ladder.credit import credit_unit
from rules.ladder.tier_credit import credit
from rules.programme import Programme
from rules.sale.basket import Basket, Line
from rules.sale.decisions import Settlement
from rules.settling.product_pieces import bound
from rules.value.ledger import POINTS, Entry, Lot, is_voucher
from rules.vouchers.money import VALUE_TENDERS, payable_minor
from sync.till.book.book import NoProgrammeFault
from sync.till.journal.journal import StoredHold
from sync.wire.records.ledger_part import LedgerPart

_NOTHING: Final = Settlement(
    awards=(),
    discounts=(),
    not_used=(),
    issues=(),
    lots=(),
    entries=(),
    qualifying_minor=0,
    tier_before=NO_TIER,
    tier_after=NO_TIER,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A sale as it came, with its lines as the law's and the card that was shown."""

    request: SaleRequest
    lines: tuple[Line, ...]
    shown: Shown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """A sale decided and not yet written.

    Without an ``evaluator`` only its facts are known: in the book it is nobody's, and what
    it gives to ``deferred`` is worked out later (``ground/deferring.py``).
    """

    record: RecordId
    request: SaleRequest
    bearer: Bearer | None
    notices: tuple[str, ...]
    basket: Basket
    funding: Funding
    settlement: Settlement
    issued: Issued
    evaluator: Evaluator | None
    paying: Paying
    loads: Loads
    deferred: AccountId | None = None
    back: tuple[CameBack, ...] = ()


def settle(desk: Desk, asked: Asked, *, record: RecordId) -> Sold | Refusal:
    """Decide a sale that will be ``record``; nothing is written."""
    request = asked.request
    objection = objection_to_lines(request.lines) or _objection_to_points(request)
    if objection is not None:
        return objection
    evaluator = None if writes_facts_only(desk, request) else _evaluator(desk, request)
    holds = named_holds(desk, request) if evaluator else ()
    presented = _presented(desk, asked, holds=holds)
    bearer = presented.bearer
    programme = evaluator.programme if evaluator else None
    funding = _funded(desk, asked, bearer, holds, programme=programme)
    paying = pay(desk, request, bearer=bearer, holds=holds, programme=programme)
    basket = _basket(desk, asked, funding, evaluator)
    coupons = shown_coupons(desk, request.coupons, evaluator, bearer=bearer, at=basket.at)
    settlement: Settlement | Refusal = _NOTHING
    if evaluator is not None:
        settlement = evaluator.settle(
            basket,
            bearer.standing if bearer else None,
            spends=funding.spends,
            record=record,
            life=desk.life,
            coupons=coupons,
        )
    if isinstance(settlement, Refusal):
        return settlement
    issued = issue(
        settlement.issues,
        programme.ladder if programme else None,
        keys=desk.book.keys,
        record=record,
        at=basket.at,
    )
    loads = _loads(desk, asked, evaluator, bearer=bearer, record=record)
    noticed = _notices(presented, funding, earns=evaluator is not None, holds=holds)
    return Sold(
        record=record,
        request=request,
        bearer=bearer,
        notices=(*noticed, *paying.notices, *loads.notices, *_barred(evaluator, asked)),
        basket=basket,
        funding=funding,
        settlement=settlement,
        issued=issued,
        evaluator=evaluator,
        paying=paying,
        loads=loads,
        deferred=_deferred(presented, request) if evaluator is None else None,
    )


def _funded(
    desk: Desk,
    asked: Asked,
    bearer: Bearer | None,
    holds: Sequence[StoredHold],
    *,
    programme: Programme | None,
) -> Funding:
    """Find the points for a sale, and which lines they are for alone."""
    funding = fund(desk, asked.request, bearer=bearer, holds=holds, programme=programme)
    if programme is None:
        return funding
    return replace(funding, spends=bound(programme, asked.lines, funding.spends))


def exchanged(desk: Desk, sold: Sold, exchange: Exchange | None) -> Sold | Refusal:
    """Decide what comes back with a decided sale, if anything does."""
    if exchange is None:
        return sold
    back = bring_back(desk, exchange, sold.funding.entries, record=sold.record)
    return back if isinstance(back, Refusal) else replace(sold, back=back)


def ledger_of(sold: Sold) -> LedgerPart:
    """Return what a decided sale moves."""
    settlement, funding, issued = sold.settlement, sold.funding, sold.issued
    money = sold.loads.loads
    back = [one.decided for one in sold.back if one.decided is not None]
    lots: tuple[Lot, ...] = ()
    entries: tuple[Entry, ...] = ()
    if sold.bearer is not None:
        lots, entries = credit(
            sold.bearer.account,
            settlement.qualifying_minor,
            credit_unit(sold.evaluator.programme.ladder if sold.evaluator else None),
            record=sold.record,
            at=sold.basket.at,
        )
    return LedgerPart(
        entries=(
            *funding.entries,
            *sold.paying.entries,
            *settlement.entries,
            *entries,
            *issued.entries,
            *(load.entry for load in money),
            *(entry for one in sold.back for entry in one.entries),
        ),
        lots=(
            *settlement.lots,
            *lots,
            *issued.lots,
            *(load.lot for load in money),
            *(lot for one in back for lot in one.lots),
        ),
        issued=issued.once,
        closes=(*funding.closes, *sold.paying.closes),
        also_reverses=tuple(one.sale.record for one in back[1:]),
    )


def _objection_to_points(request: SaleRequest) -> Refusal | None:
    for payment in request.tenders:
        if is_points(payment) and payment.amount_minor < 0:
            return refuse("negative_points", amount_minor=payment.amount_minor)
    return None


def _deferred(presented: Presented, request: SaleRequest) -> AccountId | None:
    if presented.bearer is None or presented.notice or not moves_no_value(request):
        return None
    return presented.bearer.account


def _evaluator(desk: Desk, request: SaleRequest) -> Evaluator | None:
    """Return the programme for a sale: without any, it is booked and earns later."""
    try:
        return desk.evaluator(request.at)
    except NoProgrammeFault:
        return None


def _presented(desk: Desk, asked: Asked, *, holds: Sequence[StoredHold]) -> Presented:
    """Say who a sale is for: the card's bearer, else the hold's, else who stands there.

    A late document is for whoever stood there when it was sold. Whoever is blocked buys as
    nobody, unless points of theirs were set aside before: those pay, and nothing is earned.
    """
    holds = [stored for stored in holds if not is_voucher(stored.held.account)]
    accounts = {stored.held.account for stored in holds}
    presented = Presented()
    if asked.shown is not None or not holds:
        presented = _in_front(desk, asked)
    if presented.bearer is None and holds:
        # The card is gone meanwhile; whose points were set aside is known all the same.
        presented = _holder(desk, holds[0].held.account)
    bearer = presented.bearer
    if bearer is None or not presented.notice:
        return presented
    if bearer.account not in accounts:
        return Presented(notice=presented.notice)
    standing = replace(bearer.standing, status="blocked")
    view = replace(bearer.view, standing=standing)
    return replace(presented, bearer=replace(bearer, view=view))


def _loads(
    desk: Desk,
    asked: Asked,
    evaluator: Evaluator | None,
    *,
    bearer: Bearer | None,
    record: RecordId,
) -> Loads:
    request = asked.request
    at = request.at.astimezone(UTC)
    origin = Origin(key=request.document.key().text(), record=record, at=at)
    member = bearer.account if bearer else None
    return load_all(desk, asked.lines, evaluator, member=member, origin=origin)


def _barred(evaluator: Evaluator | None, asked: Asked) -> tuple[str, ...]:
    """Note that goods were paid for with what may not buy them; the sale stands."""
    if evaluator is None:
        return ()
    lines, request = asked.lines, asked.request
    paid: dict[str, int] = {}
    for payment in request.tenders:
        if payment.amount_minor > 0:
            paid[payment.tender] = paid.get(payment.tender, 0) + payment.amount_minor
    off = (0,) * len(lines)
    programme = evaluator.programme
    over = (
        amount > payable_minor(programme.barred, lines, tender, off=off)
        for tender, amount in paid.items()
        if tender in VALUE_TENDERS and (programme.barred or is_known(tender, programme))
    )
    return ("barred_goods",) if any(over) else ()


def _in_front(desk: Desk, asked: Asked) -> Presented:
    request = asked.request
    if asked.shown is not None:
        # What is told late was shown when it was sold.
        at = min(request.at, desk.now()) if request.late else None
        return desk.by_card(asked.shown, at=at)
    if request.late:
        return desk.stood(request.document.workstation, request.at)
    return desk.presented(None, request.document.workstation)


def _holder(desk: Desk, account: AccountId) -> Presented:
    bearer = desk.member(account)
    blocked = bearer is not None and bearer.standing.status != "active"
    return Presented(bearer=bearer, notice="member_blocked" if blocked else "")


def _basket(
    desk: Desk, asked: Asked, funding: Funding, evaluator: Evaluator | None
) -> Basket:
    request = asked.request
    at = request.at.astimezone(UTC)
    return Basket(
        currency=request.currency,
        at=at,
        lines=asked.lines,
        tenders=funding.tenders(request.tenders),
        coupons=request.coupons,
        late=request.late,
        rounding_minor=request.rounding_minor,
        store=desk.store,
        budgets=allotments(desk, evaluator, request.document.workstation, at),
    )


def _notices(
    presented: Presented,
    funding: Funding,
    *,
    earns: bool,
    holds: Sequence[StoredHold],
) -> tuple[str, ...]:
    notices = [presented.notice] if presented.notice else []
    if not earns:
        notices.append("earn_deferred")
    if funding.unfunded_minor:
        notices.append("unfunded_points")
    points = [stored for stored in holds if stored.held.unit == POINTS]
    if any(stored.record not in funding.closes for stored in points):
        notices.append("hold_of_another_member")
    spent = {spend.hold for spend in funding.spends}
    if any(name not in spent for name in funding.closes):
        notices.append("hold_not_needed")
    return tuple(notices)
