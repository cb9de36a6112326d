"""Keep what a POS says of its day: journalled once, under its number, moving nothing."""

from datetime import UTC

from agent.counter.asked.day_requests import KIND, Counted, DayTotalsRequest
from agent.counter.ground.answers import Answer, body_of
from agent.counter.ground.desk import Desk
from agent.counter.records.documents import digest, repeated
from agent.counter.records.facts import Object, facts_bytes
from rules.ground.refusal import Refusal, refuse
from sync.book.draft import Draft
from sync.kit.clock import to_ms
from sync.wire.canonical import Json, encode_ordered
from sync.wire.records.ledger_part import LedgerPart


def tell_day(desk: Desk, request: DayTotalsRequest) -> Answer | Refusal:
    """Keep a report; the same again gets its answer, other content a refusal."""
    objection = desk.guard(request)
    if objection is not None:
        return objection
    if request.document.store != desk.store:
        return refuse("other_store", expected=desk.store, got=request.document.store)
    normal = _asked(request)
    content = digest(normal)
    key = request.document.text()
    before = repeated(desk, key, content=content, normal=normal)
    if before is not None:
        return before
    answer: Answer = {"record": desk.book.journal.next_record, "state": "kept"}
    draft = Draft(
        kind=KIND,
        at=request.at.astimezone(UTC),
        ledger=LedgerPart(),
        facts=facts_bytes(normal, {}),
        key=key,
    )
    desk.book.journal.append(draft, content=content, answer=body_of(answer))
    return answer


def _asked(request: DayTotalsRequest) -> bytes:
    """Write a report's normal form as canonical bytes: names in order, nothing empty."""
    value: dict[str, Json] = {
        "at_ms": to_ms(request.at),
        "cashier": request.cashier,
        "currency": request.currency,
        "documents": [[each.kind, each.number] for each in request.documents],
        "refunds": _counted(request.refunds),
        "sales": _counted(request.sales),
        "tenders": [
            {"amount_minor": each.amount_minor, "tender": each.tender}
            for each in request.tenders
        ],
        "voids": _counted(request.voids),
    }
    return encode_ordered({name: said for name, said in value.items() if said})


def _counted(counted: Counted | None) -> Object:
    if counted is None:
        return {}
    return {"amount_minor": counted.amount_minor, "count": counted.count}
