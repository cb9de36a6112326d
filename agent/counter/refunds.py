"""Refunds and voids: quoted before paid out, booked once, never more than was given."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from agent.counter.answers import Answer, Value, body_of
from agent.counter.desk import Desk
from agent.counter.documents import (
    asked_refund,
    asked_void,
    digest,
    objection_to_key,
    repeated,
)
from agent.counter.facts import (
    Object,
    facts_bytes,
    returned_out,
    reversals_out,
    slices_out,
    witness_of,
)
from agent.counter.holds import let_go
from agent.counter.originals import BookedSale, booked_sale, key_of
from agent.counter.requests import (
    Document,
    Payment,
    RefundQuoteRequest,
    RefundRequest,
    ReturnedLine,
    VoidRequest,
)
from agent.counter.returning import Decided, decide_return, decided_out, tenders_objection
from rules.decisions import ReturnLine
from rules.ids import RecordId
from rules.refund.tally import void_lines
from rules.refusal import Refusal, refuse
from sync.book.draft import Draft
from sync.wire.canonical import Json
from sync.wire.header import RecordKind
from sync.wire.ledger_part import LedgerPart

TRAINING: Final = RecordId("training")


def quote_refund(desk: Desk, request: RefundQuoteRequest) -> Answer | Refusal:
    """Say what a refund would take and give back, to which tenders; write nothing."""
    key = desk.guard(request) or key_of(request.original)
    if isinstance(key, Refusal):
        return key
    sale = booked_sale(desk, key)
    if sale is None:
        return _claimed(request.tenders)
    decided = _decide(desk, sale, request, record=desk.book.journal.next_record)
    return decided if isinstance(decided, Refusal) else decided_out(decided)


def refund(desk: Desk, request: RefundRequest) -> Answer | Refusal:
    """Book a refund; of a sale that is not known here, a claim that head office settles."""
    objection = desk.guard(request) or objection_to_key(desk, request.document, "refund")
    if objection is not None:
        return objection
    normal = asked_refund(request)
    key = request.document.key().text()
    if not request.training:
        before = repeated(desk, key, content=digest(normal), normal=normal)
        if before is not None:
            return before
    original = key_of(request.original)
    if isinstance(original, Refusal):
        return original
    sale = booked_sale(desk, original)
    if sale is None:
        return _claim(desk, request, normal)
    record = TRAINING if request.training else desk.book.journal.next_record
    decided = _decide(desk, sale, request, record=record)
    if isinstance(decided, Refusal):
        return decided
    answer = _settled(record, decided)
    if not request.training:
        draft = _draft(decided, "refund", key=key, normal=normal, at=request.at)
        desk.book.journal.append(draft, content=digest(normal), answer=body_of(answer))
    return answer


def void(desk: Desk, request: VoidRequest) -> Answer | Refusal:
    """Undo a booked sale whole, or drop the one in progress and let its holds go."""
    objection = desk.guard(request)
    if objection is not None:
        return objection
    if request.original is None:
        return _drop(desk, request)
    document = request.document
    if document is None:
        return refuse("document_missing")
    objection = objection_to_key(desk, document, "void")
    return objection or _void_booked(desk, request, document)


def release_open(desk: Desk, workstation: str | None = None) -> tuple[str, ...]:
    """Let every open hold go, of one workstation or of all; return their ids."""
    holds = desk.book.journal.open_holds(workstation)
    for stored in holds:
        let_go(desk, stored)
    return tuple(stored.record for stored in holds)


def _decide(
    desk: Desk,
    sale: BookedSale,
    request: RefundRequest | RefundQuoteRequest,
    *,
    record: RecordId,
) -> Decided | Refusal:
    if request.currency != sale.given.basket.currency:
        return refuse(
            "wrong_currency", expected=sale.given.basket.currency, got=request.currency
        )
    lines = _law_lines(request.lines)
    rounding = request.rounding_minor if isinstance(request, RefundRequest) else 0
    objection = tenders_objection(sale, lines, request.tenders, rounding=rounding)
    if objection is not None:
        return objection
    at = request.at.astimezone(UTC)
    return decide_return(
        desk, sale, lines=lines, tenders=request.tenders or None, record=record, at=at
    )


def _void_booked(desk: Desk, request: VoidRequest, document: Document) -> Answer | Refusal:
    normal = asked_void(request)
    key = document.key().text()
    before = repeated(desk, key, content=digest(normal), normal=normal)
    if before is not None:
        return before
    original = key_of(request.original)
    if isinstance(original, Refusal):
        return original
    sale = booked_sale(desk, original)
    if sale is None:
        return refuse("unknown_document")
    at = (request.at or desk.now()).astimezone(UTC)
    record = desk.book.journal.next_record
    lines = void_lines(sale.given, sale.earlier)
    if not lines:
        return refuse("nothing_to_return", record=sale.record)
    decided = decide_return(desk, sale, lines=lines, tenders=None, record=record, at=at)
    if isinstance(decided, Refusal):
        return decided
    answer = _settled(record, decided)
    draft = _draft(decided, "void", key=key, normal=normal, at=at)
    desk.book.journal.append(draft, content=digest(normal), answer=body_of(answer))
    return answer


def _drop(desk: Desk, request: VoidRequest) -> Answer | Refusal:
    workstation = request.workstation
    if workstation is None and request.document is not None:
        workstation = request.document.workstation
    if workstation is None:
        return refuse("workstation_missing")
    desk.sessions.end(workstation)
    return {"state": "dropped", "released": list(release_open(desk, workstation))}


def _claim(desk: Desk, request: RefundRequest, normal: bytes) -> Answer:
    record = TRAINING if request.training else desk.book.journal.next_record
    answer: Answer = {"record": record, "state": "claim", **_claimed(request.tenders)}
    if not request.training:
        draft = Draft(
            kind="claim",
            at=request.at.astimezone(UTC),
            ledger=LedgerPart(),
            facts=facts_bytes(normal, {"lines": returned_out(request.lines)}),
            key=request.document.key().text(),
        )
        desk.book.journal.append(draft, content=digest(normal), answer=body_of(answer))
    return answer


def _claimed(tenders: Sequence[Payment]) -> dict[str, Value]:
    """Write a return of a sale not known here: no point moves before head office."""
    return {
        "reversed": [],
        "given_back": [],
        "shortfall": {"points": 0, "policy": "keep_debt", "from_refund_minor": 0},
        "withdrawn": [],
        "tier": {"before": "", "after": ""},
        "member": None,
        "to_tenders": [
            {"tender": payment.tender, "amount_minor": -payment.amount_minor}
            for payment in tenders
        ],
    }


def _settled(record: RecordId, decided: Decided) -> Answer:
    return {"record": record, "state": "settled", **decided_out(decided)}


def _draft(
    decided: Decided, kind: RecordKind, *, key: str, normal: bytes, at: datetime
) -> Draft:
    standing = decided.bearer.standing if decided.bearer else None
    return Draft(
        kind=kind,
        at=at.astimezone(UTC),
        ledger=LedgerPart(entries=decided.entries, lots=decided.lots),
        facts=facts_bytes(normal, _given(decided)),
        witness=witness_of(standing),
        key=key,
        programme=decided.programme.version,
        edition=decided.programme.edition,
        revision=standing.revision if standing else 0,
        reverses=decided.sale.record,
    )


def _given(decided: Decided) -> Object:
    decision = decided.decision
    found: dict[str, Json] = {
        "account": decided.sale.given.account,
        "given_back": slices_out(decision.given_back),
        "given_back_minor": decision.to_points_minor,
        "lines": returned_out(decision.lines),
        "qualifying_minor": decision.qualifying_minor,
        "reversals": reversals_out(decision.reversals),
    }
    return {name: value for name, value in found.items() if value}


def _law_lines(lines: Sequence[ReturnedLine]) -> tuple[ReturnLine, ...]:
    return tuple(
        ReturnLine(
            line=line.line,
            of_line=line.of_line,
            quantity_milli=line.quantity,
            amount_minor=line.amount_minor,
        )
        for line in lines
    )
