"""Refunds and voids: quoted before paid out, booked once, never more than was given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from agent.counter.asked.requests import (
    Document,
    Payment,
    RefundQuoteRequest,
    RefundRequest,
    ReturnedLine,
    VoidRequest,
)
from agent.counter.ground.answers import Answer, Value, body_of
from agent.counter.ground.desk import Desk
from agent.counter.records.documents import (
    asked_refund,
    asked_void,
    digest,
    law_lines,
    objection_to_key,
    repeated,
)
from agent.counter.records.facts import facts_bytes, witness_of
from agent.counter.returns.money_back import wanted_for_return
from agent.counter.returns.originals import BookedSale, find_original
from agent.counter.returns.paid_out import withheld
from agent.counter.returns.refund_facts import claim_facts, claimed_out, given_facts
from agent.counter.returns.return_answers import decided_out
from agent.counter.returns.returning import Asking, Decided, decide_return
from agent.counter.returns.undoing import NOTHING_UNDONE, Undone, undo_exchange
from agent.counter.value.fetching import NeedsMore
from agent.counter.value.holds import release_open
from rules.ground.ids import RecordId
from rules.ground.refusal import Refusal, refuse
from rules.refund.tally import void_lines
from sync.book.draft import Draft
from sync.wire.records.header import RecordKind
from sync.wire.records.ledger_part import LedgerPart

TRAINING: Final = RecordId("training")


def quote_refund(desk: Desk, request: RefundQuoteRequest) -> Answer | Refusal:
    """Say what a refund would take and give back, to which tenders; write nothing."""
    found = desk.guard(request) or find_original(desk, request.original)
    if isinstance(found, Refusal):
        return found
    if found.sale is None:
        return claimed_out(request.tenders)
    record = desk.book.journal.next_record
    decided = _decide(desk, found.sale, request, record=record)
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
    found = find_original(desk, request.original)
    if isinstance(found, Refusal):
        return found
    paper = _Paper(
        key=key,
        at=request.at.astimezone(UTC),
        record=TRAINING if request.training else desk.book.journal.next_record,
        normal=normal,
        told=bool(request.tenders),
    )
    if found.sale is None:
        booking = _claim(request.lines, request.tenders, found.key, paper)
    else:
        decided = _decide(desk, found.sale, request, record=paper.record)
        if isinstance(decided, Refusal):
            return decided
        booking = _booking(decided, "refund", paper)
    return _book(desk, booking, training=request.training)


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


def wanted(
    desk: Desk, request: RefundQuoteRequest | RefundRequest | VoidRequest
) -> tuple[NeedsMore, ...]:
    """Return what to ask head office for before a return: cards and top-ups that come back.

    Most returns bring none.
    """
    if request.original is None or desk.guard(request) is not None:
        return ()
    found = find_original(desk, request.original)
    sale = None if isinstance(found, Refusal) else found.sale
    if sale is None:
        return ()
    if isinstance(request, VoidRequest):
        lines = void_lines(sale.given, sale.earlier)
    else:
        lines = law_lines(request.lines)
    return wanted_for_return(desk, sale, lines)


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
    lines = law_lines(request.lines)
    rounding = request.rounding_minor if isinstance(request, RefundRequest) else 0
    asking = Asking(
        lines=lines,
        tenders=request.tenders or None,
        at=request.at.astimezone(UTC),
        withheld_minor=withheld(sale, lines, request.tenders, rounding=rounding),
        approved=bool(request.approved_by),
    )
    return decide_return(desk, sale, asking, record=record)


def _void_booked(desk: Desk, request: VoidRequest, document: Document) -> Answer | Refusal:
    normal = asked_void(request)
    key = document.key().text()
    before = repeated(desk, key, content=digest(normal), normal=normal)
    if before is not None:
        return before
    found = find_original(desk, request.original)
    if isinstance(found, Refusal):
        return found
    sale = found.sale
    at = (request.at or desk.now()).astimezone(UTC)
    record = desk.book.journal.next_record
    if sale is None:
        paper = _Paper(key=key, at=at, record=record, normal=normal)
        return _book(desk, _claim((), (), found.key, paper), training=False)
    lines = void_lines(sale.given, sale.earlier)
    if not lines:
        return refuse("nothing_to_return", record=sale.record)
    undone = undo_exchange(desk, sale)
    asking = Asking(lines=lines, tenders=None, at=at, before=undone.entries)
    decided = decide_return(desk, sale, asking, record=record)
    if isinstance(decided, Refusal):
        return decided
    paper = _Paper(key=key, at=at, record=record, normal=normal)
    return _book(desk, _booking(decided, "void", paper, undone), training=False)


def _drop(desk: Desk, request: VoidRequest) -> Answer | Refusal:
    workstation = request.workstation
    if workstation is None and request.document is not None:
        workstation = request.document.workstation
    if workstation is None:
        return refuse("workstation_missing")
    desk.sessions.end(workstation)
    return {"state": "dropped", "released": list(release_open(desk, workstation))}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    """A document as it came; ``told`` says that the POS told how it paid out."""

    key: str
    at: datetime
    record: RecordId
    normal: bytes
    told: bool = False


@dataclass(frozen=True, slots=True)
class _Booking:
    """A document ready to be written: its draft, what it is known by, what is answered."""

    draft: Draft
    normal: bytes
    answer: Answer


def _book(desk: Desk, booking: _Booking, *, training: bool) -> Answer:
    if not training:
        desk.book.journal.append(
            booking.draft, content=digest(booking.normal), answer=body_of(booking.answer)
        )
    return booking.answer


def _claim(
    lines: Sequence[ReturnedLine],
    tenders: Sequence[Payment],
    original: str,
    paper: _Paper,
) -> _Booking:
    """Write what head office will decide; without lines all that is left comes back."""
    given = claim_facts(law_lines(lines), tenders, original, told=paper.told)
    draft = Draft(
        kind="claim",
        at=paper.at,
        ledger=LedgerPart(),
        facts=facts_bytes(paper.normal, given),
        key=paper.key,
    )
    answer: Answer = {"record": paper.record, "state": "claim", **claimed_out(tenders)}
    return _Booking(draft, paper.normal, answer)


def _booking(
    decided: Decided, kind: RecordKind, paper: _Paper, undone: Undone = NOTHING_UNDONE
) -> _Booking:
    standing = decided.bearer.standing if decided.bearer else None
    draft = Draft(
        kind=kind,
        at=paper.at,
        ledger=LedgerPart(entries=(*undone.entries, *decided.entries), lots=decided.lots),
        facts=facts_bytes(
            paper.normal, undone.among(given_facts(decided, told=paper.told))
        ),
        witness=witness_of(standing),
        key=paper.key,
        programme=decided.programme.version,
        edition=decided.programme.edition,
        revision=standing.revision if standing else 0,
        reverses=decided.sale.record,
    )
    state = "pending_acceptance" if decided.waits else "settled"
    answer: dict[str, Value] = {
        "record": paper.record,
        "state": state,
        **decided_out(decided),
        **undone.told(),
    }
    return _Booking(draft, paper.normal, answer)
