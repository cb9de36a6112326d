"""A completed sale: decided, journalled with all it moves, and answered; once for ever."""

from typing import Final

from agent.counter.asked.requests import SaleRequest
from agent.counter.ground.answers import (
    Answer,
    Value,
    body_of,
    coupon_out,
    discount_out,
    earned_out,
    not_used_out,
)
from agent.counter.ground.deferring import remember_deferred
from agent.counter.ground.desk import Desk
from agent.counter.people.members import changed, standing_out
from agent.counter.records.documents import asked_sale, digest, objection_to_key, repeated
from agent.counter.records.facts import (
    Object,
    coupons_out,
    discounts_out,
    facts_bytes,
    law_line,
    reasons_out,
    spends_out,
    witness_of,
)
from agent.counter.records.receipts import Proven, number_of, proof_of, slip_of
from agent.counter.returns.exchanges import Exchange, exchange_in
from agent.counter.selling.settling import Asked, Sold, exchanged, ledger_of, settle
from agent.counter.value.loading import with_accounts
from agent.counter.value.paying import money_spends_out
from agent.counter.value.wallet_balance import wallet_out
from rules.evaluator import Evaluator
from rules.ground.ids import AccountId, RecordId, Unit
from rules.ground.refusal import Refusal
from rules.sale.basket import DocumentKind
from sync.book.draft import Draft
from sync.book.sale_facts import allotments_out, awards_out
from sync.wire.canonical import Json
from sync.wire.records.ledger_part import LedgerPart

TRAINING: Final = RecordId("training")


def sale(
    desk: Desk, request: SaleRequest, *, kind: DocumentKind = "sale"
) -> Answer | Refusal:
    """Book a sale; the same document again gets its answer, other content a refusal.

    ``kind`` is what its number stands for: a top-up is a sale of one line.
    """
    objection = desk.guard(request) or objection_to_key(desk, request.document, kind)
    exchange = objection or exchange_in(request)
    if isinstance(exchange, Refusal):
        return exchange
    plain = exchange.plain if exchange else request
    lines = tuple([law_line(line) for line in plain.lines])
    lines = with_accounts(desk, plain.lines, lines)
    asked = Asked(plain, lines, desk.shown_as(request.card or None, request.phone or None))
    if request.training:
        practised = _decide(desk, asked, exchange, record=TRAINING)
        if isinstance(practised, Refusal):
            return practised
        return _answer(desk, practised, ledger_of(practised))
    normal = asked_sale(request, lines, exchange.lines if exchange else ())
    content = digest(normal, asked.shown.token if asked.shown else b"")
    key = request.document.key().text()
    before = repeated(desk, key, content=content, normal=normal)
    if before is not None:
        return before
    sold = _decide(desk, asked, exchange, record=desk.book.journal.next_record)
    if isinstance(sold, Refusal):
        return sold
    ledger = ledger_of(sold)
    answer = _answer(desk, sold, ledger)
    if sold.deferred:
        remember_deferred(desk)
    draft = _draft(sold, ledger, key=key, normal=normal)
    desk.book.journal.append(draft, content=content, answer=body_of(answer))
    buyer = sold.bearer.account if sold.bearer else None
    if kind == "sale":
        # Whoever tops up goes on to pay with it.
        desk.leave(request.document.workstation, late=request.late, buyer=buyer)
    return answer


def _decide(
    desk: Desk, asked: Asked, exchange: Exchange | None, *, record: RecordId
) -> Sold | Refusal:
    sold = settle(desk, asked, record=record)
    return sold if isinstance(sold, Refusal) else exchanged(desk, sold, exchange)


def _draft(sold: Sold, ledger: LedgerPart, *, key: str, normal: bytes) -> Draft:
    programme = sold.evaluator.programme if sold.evaluator else None
    standing = sold.bearer.standing if sold.bearer else None
    back = [one.decided.sale.record for one in sold.back if one.decided is not None]
    return Draft(
        kind="sale",
        at=sold.basket.at,
        ledger=ledger,
        facts=facts_bytes(normal, _given(sold)),
        witness=witness_of(standing),
        key=key,
        programme=programme.version if programme else 0,
        edition=programme.edition if programme else 0,
        revision=standing.revision if standing else 0,
        reverses=back[0] if back else "",
    )


def _given(sold: Sold) -> Object:
    settlement = sold.settlement
    found: dict[str, Json] = {
        "account": sold.bearer.account if sold.bearer and not sold.deferred else "",
        "awards": awards_out(settlement.awards),
        "coupons": coupons_out(settlement.coupons),
        "deferred": sold.deferred or "",
        "discounts": discounts_out(settlement.discounts),
        "late": sold.basket.late,
        "loads": sold.loads.facts(),
        "money_spends": money_spends_out(sold.paying.spends),
        "not_used": reasons_out(settlement.not_used),
        "notices": sold.notices,
        "qualifying_minor": settlement.qualifying_minor,
        "restorable": allotments_out(settlement.drawn.restorable),
        "returned": _returned(sold),
        "spends": spends_out(sold.funding.spends),
        "unfunded_money_minor": sold.paying.unfunded_minor,
        "unfunded_minor": sold.funding.unfunded_minor,
    }
    # What says nothing is left out: most sales have no discount, spend or notice.
    return {name: value for name, value in found.items() if value}


def _answer(desk: Desk, sold: Sold, ledger: LedgerPart) -> Answer:
    settlement = sold.settlement
    balance, member = _member(desk, sold, ledger)
    pending = pending_units(sold.evaluator)
    notices: list[Value] = [{"words": f"notice.{notice}"} for notice in sold.notices]
    said: dict[str, Value] = {
        "record": sold.record,
        "member": member,
        "earned": earned_out(settlement.awards, pending),
        "discounts": [discount_out(given) for given in settlement.discounts],
        "not_used": [not_used_out(reason) for reason in settlement.not_used],
        "issued": [*sold.issued.told, *sold.loads.told()],
        "receipt": _receipt(desk, sold, balance),
        "notices": notices,
    }
    if settlement.coupons:
        said["coupons"] = [coupon_out(used) for used in settlement.coupons]
    if sold.back:
        said["returned"] = sold.back[0].told()
    if len(sold.back) > 1:
        said["more_returned"] = [back.told() for back in sold.back[1:]]
    return said


def _returned(sold: Sold) -> Json:
    """Write what came back: of one sale, or of each of several."""
    found = [back.facts() for back in sold.back]
    return found[0] if len(found) == 1 else found


def pending_units(evaluator: Evaluator | None) -> frozenset[Unit]:
    """Return the units that are not usable at once under a programme."""
    terms = evaluator.programme.units if evaluator else ()
    return frozenset(term.unit for term in terms if term.is_pending)


def _member(desk: Desk, sold: Sold, ledger: LedgerPart) -> tuple[int | None, Answer | None]:
    if sold.bearer is None:
        return None, None
    standing = sold.bearer.standing
    balances = changed(standing, ledger.entries, life=desk.life)
    tier = sold.settlement.tier_after or standing.tier
    wallet = wallet_out(desk, standing.account, sold.evaluator, ledger.entries)
    return balances[0], standing_out(standing.account, balances, tier=tier, more=wallet)


def _receipt(desk: Desk, sold: Sold, balance: int | None) -> Answer:
    issued = (*sold.issued.told, *sold.loads.told())
    slip = slip_of(sold.settlement, balance, issued, currency=sold.request.currency)
    if sold.record == TRAINING:
        return {"number": "", "proof": "", "slip": ["TRAINING", *slip]}
    version = sold.evaluator.programme.version if sold.evaluator else 0
    proven = Proven(
        record=sold.record,
        key=sold.request.document.key().text(),
        account=sold.bearer.account if sold.bearer else AccountId(""),
        basket=sold.basket,
        settlement=sold.settlement,
        spends=sold.funding.spends,
        programme=version,
        rules=desk.rules_hash(version),
    )
    return {
        "number": number_of(sold.record),
        "proof": proof_of(proven, desk.book.keys.signing),
        "slip": slip,
    }
