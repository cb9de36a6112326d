"""Give a booked sale of nobody to a member afterwards, once: a document of its own.

The record keeps what was left of the sale and what it gave, as a sale's record does, so
that a later return of the sale takes back what the attachment gave
(``returns/originals.py``). Of a sale that another till booked it keeps the wish: head
office completes it.
"""

from dataclasses import dataclass, replace

from agent.counter.asked.people_requests import AttachRequest
from agent.counter.ground.answers import Answer, body_of, earned_out, read_body
from agent.counter.ground.desk import Bearer, Desk
from agent.counter.people.members import changed, standing_out
from agent.counter.records.documents import digest, document_out
from agent.counter.records.facts import facts_bytes, witness_of
from agent.counter.returns.originals import (
    BookedSale,
    attachment_key,
    booked_sale,
    return_name,
)
from agent.counter.selling.sales import TRAINING, pending_units
from agent.counter.value.budgets import allotments
from agent.counter.value.issues import Issued, issue
from rules.evaluator import Evaluator
from rules.ground.ids import RecordId
from rules.ground.refusal import Refusal, refuse
from rules.ladder.credit import credit_unit
from rules.ladder.tier_credit import credit
from rules.refund.remaining import left_of
from rules.refund.tally import void_lines
from rules.sale.basket import Basket
from rules.sale.decisions import Settlement
from sync.book.draft import Draft
from sync.book.sale_facts import attachment_asked, attachment_given
from sync.kit.clock import to_ms
from sync.wire.canonical import Json, encode, encode_ordered
from sync.wire.records.ledger_part import LedgerPart


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attached:
    """An attachment decided and not yet written."""

    record: RecordId
    sale: BookedSale
    bearer: Bearer
    basket: Basket
    settlement: Settlement
    issued: Issued
    evaluator: Evaluator


def attach(desk: Desk, request: AttachRequest) -> Answer | Refusal:
    """Attach a sale; the same wish again gets its answer, another member a refusal."""
    objection = desk.guard(request) or _objection_to_key(request)
    bearer = objection or _bearer(desk, request)
    if isinstance(bearer, Refusal):
        return bearer
    key = request.document.key().text()
    return attach_to(desk, key, bearer, training=request.training)


def attach_to(
    desk: Desk, key: str, bearer: Bearer, *, training: bool = False
) -> Answer | Refusal:
    """Attach the sale of a natural key to somebody who is known."""
    content = digest(key.encode(), bearer.account.encode())
    sale = _attachable(desk, key, content)
    if sale is None and not training:
        return _wish(desk, key, bearer, content)
    if sale is None:
        return refuse("sale_not_here")
    if not isinstance(sale, BookedSale):
        return sale
    record = TRAINING if training else desk.book.journal.next_record
    attached = _decide(desk, sale, bearer, record=record)
    if isinstance(attached, Refusal):
        return attached
    ledger = _ledger(attached)
    answer = _answer(desk, attached, ledger)
    if not training:
        draft = _draft(desk, attached, ledger)
        desk.book.journal.append(draft, content=content, answer=body_of(answer))
    return answer


def _objection_to_key(request: AttachRequest) -> Refusal | None:
    document = request.document
    if document.kind != "sale":
        return refuse("only_sales_attach", kind=document.kind)
    return None


def _bearer(desk: Desk, request: AttachRequest) -> Bearer | Refusal:
    shown = desk.shown_as(request.card, request.phone)
    if shown is None and request.workstation is not None:
        presented = desk.presented(None, request.workstation)
        if presented.bearer is None:
            return refuse("no_member")
    elif shown is None or None not in {request.card, request.phone}:
        return refuse("card_or_phone")
    else:
        presented = desk.by_card(shown)
    if presented.bearer is None:
        return refuse("unknown_member")
    return refuse(presented.notice) if presented.notice else presented.bearer


def _attachable(
    desk: Desk, key: str, content: bytes
) -> BookedSale | Answer | Refusal | None:
    """Return the sale, the answer of the same wish before, or why it cannot be.

    None when the sale is not known here.
    """
    before = desk.book.journal.document(attachment_key(key))
    if before is not None:
        if before.content == content:
            return read_body(before.answer)
        return refuse("already_attached", record=before.record)
    sale = booked_sale(desk, key)
    if sale is None:
        return None
    if sale.given.account:
        return refuse("has_member", record=sale.record)
    return sale


def _decide(
    desk: Desk, sale: BookedSale, bearer: Bearer, *, record: RecordId
) -> _Attached | Refusal:
    left = void_lines(sale.given, sale.earlier)
    if not left:
        return refuse("returned_whole", record=sale.record)
    basket = left_of(sale.given.basket, left if sale.reversals else None)
    evaluator = desk.book.evaluator_of(sale.programme) or desk.evaluator(basket.at)
    here = allotments(desk, evaluator, "", basket.at)
    settlement = evaluator.settle(
        replace(basket, tenders=(), store=desk.store, budgets=here),
        bearer.standing,
        spends=(),
        record=record,
        life=desk.life,
    )
    if isinstance(settlement, Refusal):
        return settlement
    issued = issue(
        settlement.issues,
        evaluator.programme.ladder,
        keys=desk.book.keys,
        record=record,
        at=basket.at,
    )
    return _Attached(
        record=record,
        sale=sale,
        bearer=bearer,
        basket=basket,
        settlement=settlement,
        issued=issued,
        evaluator=evaluator,
    )


def _ledger(attached: _Attached) -> LedgerPart:
    settlement, issued = attached.settlement, attached.issued
    lots, entries = credit(
        attached.bearer.account,
        settlement.qualifying_minor,
        credit_unit(attached.evaluator.programme.ladder),
        record=attached.record,
        at=attached.basket.at,
    )
    return LedgerPart(
        entries=(*settlement.entries, *entries, *issued.entries),
        lots=(*settlement.lots, *lots, *issued.lots),
        issued=issued.once,
    )


def _draft(desk: Desk, attached: _Attached, ledger: LedgerPart) -> Draft:
    programme, standing = attached.evaluator.programme, attached.bearer.standing
    return Draft(
        kind="attach",
        at=attached.basket.at,
        ledger=ledger,
        facts=facts_bytes(
            encode_ordered(
                attachment_asked(
                    attached.basket,
                    sale=attached.sale.record,
                    attached_ms=to_ms(desk.now()),
                )
            ),
            attachment_given(
                attached.bearer.account,
                attached.settlement,
                before=[return_name(one) for one in attached.sale.reversals],
            ),
        ),
        witness=witness_of(standing),
        key=attachment_key(attached.sale.key),
        programme=programme.version,
        edition=programme.edition,
        revision=standing.revision,
    )


def _wish(desk: Desk, key: str, bearer: Bearer, content: bytes) -> Answer:
    """Journal that a sale is a member's which is not known here."""
    given: dict[str, Json] = {"account": bearer.account, "original": key, "wished": True}
    journal, standing = desk.book.journal, bearer.standing
    answer: Answer = {
        "record": journal.next_record,
        "state": "claim",
        "document": document_out(key),
        "member": standing_out(standing.account, changed(standing, (), life=desk.life)),
        "earned": [],
        "issued": [],
    }
    draft = Draft(
        kind="attach",
        at=desk.now(),
        ledger=LedgerPart(),
        facts=encode({"given": given}),
        witness=witness_of(standing),
        key=attachment_key(key),
        revision=standing.revision,
    )
    journal.append(draft, content=content, answer=body_of(answer))
    return answer


def _answer(desk: Desk, attached: _Attached, ledger: LedgerPart) -> Answer:
    settlement, standing = attached.settlement, attached.bearer.standing
    pending = pending_units(attached.evaluator)
    balances = changed(standing, ledger.entries, life=desk.life)
    tier = settlement.tier_after or standing.tier
    training = attached.record == TRAINING
    return {
        "record": attached.record,
        "state": "training" if training else "attached",
        "document": document_out(attached.sale.key),
        "member": standing_out(standing.account, balances, tier=tier),
        "earned": earned_out(settlement.awards, pending),
        "issued": list(attached.issued.told),
    }
