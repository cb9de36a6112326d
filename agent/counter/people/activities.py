"""A member did something outside of a sale: kept here, paid for by head office."""

from typing import Final

from agent.counter.asked.people_requests import ActivityRequest
from agent.counter.ground.answers import Answer
from agent.counter.ground.desk import Desk
from rules.refusal import Refusal, refuse
from sync.book.draft import Draft
from sync.book.stored import StoredRecord
from sync.wire.activities import ActivityFacts, activity_bytes, read_activity
from sync.wire.ledger_part import LedgerPart

_TRAINING: Final = "training"


def tell_activity(desk: Desk, request: ActivityRequest) -> Answer | Refusal:
    """Keep what a member did; the same again is the same, wherever it is told."""
    objection = desk.guard(request)
    if objection is not None:
        return objection
    facts = _facts(desk, request)
    if isinstance(facts, Refusal):
        return facts
    if request.training:
        return _answer(_TRAINING, "training", facts)
    before = desk.book.journal.document(facts.document)
    if before is not None:
        told = _told(desk.book.journal.read(before.record))
        if told is not None and told.referred_by != facts.referred_by:
            return refuse("wish_differs", record=before.record)
        return _answer(before.record, "told", facts)
    programme = desk.evaluator(desk.now()).programme
    draft = Draft(
        kind="activity",
        at=desk.now(),
        ledger=LedgerPart(),
        facts=activity_bytes(facts),
        key=facts.document,
        programme=programme.version,
        edition=programme.edition,
    )
    return _answer(desk.book.journal.append(draft), "told", facts)


def _facts(desk: Desk, request: ActivityRequest) -> ActivityFacts | Refusal:
    doer = _account(desk, request.card, request.phone, request.workstation)
    if isinstance(doer, Refusal):
        return doer
    referrer = ""
    if request.referred_by is not None:
        found = _account(desk, request.referred_by, None, request.workstation)
        if isinstance(found, Refusal):
            return found
        if found == doer:
            return refuse("refers_oneself")
        referrer = found
    return ActivityFacts(
        account=doer,
        activity=request.activity,
        key=request.key or "",
        referred_by=referrer,
    )


def _account(
    desk: Desk, card: str | None, phone: str | None, workstation: str
) -> str | Refusal:
    presented = desk.presented(card, workstation, phone=phone)
    if presented.bearer is None:
        named = card is not None or phone is not None
        return refuse("unknown_member" if named else "no_member")
    return presented.bearer.account


def _told(stored: StoredRecord | None) -> ActivityFacts | None:
    return read_activity(stored.facts) if stored else None


def _answer(record: str, state: str, facts: ActivityFacts) -> Answer:
    return {"record": record, "state": state, "activity": facts.activity}
