"""What a loyalty slip says: read from the record, so that it can be drawn again any day."""

from typing import Final

from agent.counter.ground.answers import Answer, Value, read_body
from agent.counter.ground.desk import Desk
from agent.counter.ground.parts import rows, table, whole
from agent.counter.people.members import member_out
from agent.counter.records.receipts import number_of, record_of
from agent.counter.telling.setting import setting
from rules.ground.ids import AccountId, RecordId
from rules.ground.refusal import Refusal, refuse
from rules.value.ledger import POINTS
from rules.vouchers.money import WALLET
from sync.book.stored import StoredRecord
from sync.kit.clock import from_ms, to_text
from sync.till.book.book import NoProgrammeFault

_SLIPPED: Final = frozenset({"sale", "refund", "void"})


def slip(desk: Desk, number: str) -> Answer | Refusal:
    """Return all that a slip says of a sale, refund or void, by its number or record.

    ``member`` is what they had once it stood. ``now`` is what holds today (worth, what ends
    soon, how far the next tier is); null when more has happened since, so that no slip says
    yesterday's balance beside today's tier. Refusal: ``unknown_receipt``.
    """
    record = record_of(number)
    stored = desk.book.journal.read(record) if record else None
    if record is None or stored is None or stored.header.kind not in _SLIPPED:
        return refuse("unknown_receipt")
    document = desk.book.journal.document(stored.header.key)
    if document is None or document.record != record:
        return refuse("unknown_receipt")
    return _slip(desk, record, stored, read_body(document.answer))


def _slip(desk: Desk, record: RecordId, stored: StoredRecord, said: Answer) -> Answer:
    member = table(said.get("member"))
    return {
        "kind": stored.header.kind,
        "record": record,
        "number": number_of(record),
        "at": to_text(from_ms(stored.header.at_ms)),
        "store": desk.store,
        "setting": setting(desk),
        "member": member or None,
        "now": _now(desk, member),
        "earned": _sums(said.get("earned")),
        "taken_back": _sums(said.get("reversed")),
        "given_back": _sums(said.get("given_back")),
        "issued": said.get("issued", []),
        "proof": table(said.get("receipt")).get("proof", ""),
    }


def _now(desk: Desk, then: Answer) -> Answer | None:
    """Tell a member's standing now, if it still is what the record left them with."""
    bearer = desk.member(AccountId(str(then.get("id", "")))) if then else None
    if bearer is None:
        return None
    try:
        programme = desk.evaluator(desk.now()).programme
    except NoProgrammeFault:
        return None
    now = member_out(bearer, programme, at=desk.now())
    return now if _available(now) == _available(then) else None


def _available(member: Answer) -> Value:
    for balance in rows(member.get("balances")):
        if balance.get("unit") == POINTS:
            return balance.get("available")
    return None


def _sums(value: Value) -> list[Value]:
    """Sum an answer's rows by unit, of what a member can spend: points, then money."""
    found: list[Value] = []
    for unit in (POINTS, WALLET):
        amount = sum(whole(row, "points") for row in rows(value) if row.get("unit") == unit)
        if amount:
            found.append({"unit": unit, "points": amount})
    return found
