"""Why: every point of a record explained by rule, words, numbers and what came after."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Final

from agent.counter.ground.answers import Answer, Value, read_body
from agent.counter.ground.desk import Desk
from agent.counter.records.documents import document_out
from agent.counter.records.facts import Object
from agent.counter.records.receipts import number_of, record_of
from rules.discounts import Discount
from rules.earn import EarnRule
from rules.ground.ids import RecordId
from rules.ground.refusal import Refusal, refuse
from rules.rewards import Reward
from rules.sale.decisions import by_line
from rules.value.ledger import HOUSE, Lot
from sync.book.given import awards_in, part, parts, strings, text, whole
from sync.book.stored import StoredRecord
from sync.kit.clock import from_ms, to_text
from sync.wire.programme.writing import written

_RETURNED: Final = ("state", "reversed", "given_back", "shortfall", "to_tenders")


def why(desk: Desk, number: str) -> Answer | Refusal:
    """Explain a record, by its id (``t1.3-1842``) or its slip's number."""
    record = record_of(number)
    stored = desk.book.journal.read(record) if record else None
    if record is None or stored is None:
        return refuse("unknown_receipt")
    header, given = stored.header, part(stored.facts, "given")
    return {
        "record": record,
        "number": number_of(record) if header.kind == "sale" else None,
        "kind": header.kind,
        "at": to_text(from_ms(header.at_ms)),
        "document": document_out(header.key),
        "reverses": header.reverses or None,
        "member": _member(stored),
        "programme": {
            "version": header.programme,
            "edition": header.edition,
            "rules": desk.rules_hash(header.programme),
        },
        "earned": _earned(desk, stored),
        "setting": _setting(desk, header.programme),
        "answered": _answered(desk, stored),
        "discounts": _objects(parts(given, "discounts")),
        "not_used": _objects(parts(given, "not_used")),
        "spent": _objects(parts(given, "spends")),
        "reversed": _objects(parts(given, "reversals")),
        "given_back": _objects(parts(given, "given_back")),
        "issued": [
            {"rule": once.rule, "kind": once.kind, "code": once.code, "key": once.key}
            for once in stored.ledger.issued
        ],
        "qualifying_minor": whole(given, "qualifying_minor"),
        "unfunded_minor": whole(given, "unfunded_minor"),
        "notices": list(strings(given, "notices")),
        "moved": _moved(stored),
        "since": _since(desk, record),
    }


def _setting(desk: Desk, version: int) -> Answer:
    """Tell what its programme counts in, and each rule's figures by its id."""
    evaluator = desk.book.evaluator_of(version)
    if evaluator is None:
        return {"currency": "", "zone": "UTC", "rules": {}}
    programme = evaluator.programme
    return {
        "currency": programme.currency,
        "zone": programme.zone,
        "rules": {rule.rule: figures_of(rule) for rule in programme.discounts},
    }


def _answered(desk: Desk, stored: StoredRecord) -> Answer:
    """Tell what a return's POS was answered: where points and money went."""
    document = desk.book.journal.document(stored.header.key)
    if document is None or document.record != stored.header.record:
        return {}
    said = read_body(document.answer)
    return {name: said[name] for name in _RETURNED if name in said}


def _member(stored: StoredRecord) -> Answer | None:
    """Tell what the decision knew of the member."""
    witness = stored.witness
    account = text(witness, "account")
    if not account:
        return None
    return {
        "id": account,
        "tier": text(witness, "tier"),
        "spend_minor": whole(witness, "spend_minor"),
        "available": whole(witness, "available"),
        "pending": whole(witness, "pending"),
        "as_of": to_text(from_ms(whole(witness, "as_of_ms"))),
        "revision": whole(witness, "revision"),
    }


def _earned(desk: Desk, stored: StoredRecord) -> list[Value]:
    """Tell each award with its rule as the programme wrote it, and its points' lot."""
    evaluator = desk.book.evaluator_of(stored.header.programme)
    rules: dict[str, EarnRule] = {}
    if evaluator is not None:
        rules = {rule.rule: rule for rule in evaluator.programme.earn}
    lots: dict[str, Lot] = {lot.unit: lot for lot in stored.ledger.lots}
    found: list[Value] = []
    for award in by_line(awards_in(part(stored.facts, "given"))):
        rule = rules.get(award.rule)
        row: dict[str, Value] = {
            "unit": award.unit,
            "points": award.points,
            "line": award.line,
            "rule": award.rule,
            "words": award.words,
            "numbers": figures_of(rule) if rule else {},
        }
        lot = lots.get(award.unit)
        if lot is not None:
            row["lot"] = lot.lot
            row["active_from"] = to_text(lot.active_from)
            row["expires"] = to_text(lot.expires) if lot.expires else None
        found.append(row)
    return found


def figures_of(rule: EarnRule | Discount | Reward) -> Answer:
    """Write a rule's own figures, exact ones as fractions (``3/2``)."""
    figures = ((field.name, getattr(rule, field.name)) for field in fields(rule))
    return {name: None if value is None else written(value) for name, value in figures}


def _moved(stored: StoredRecord) -> list[Value]:
    """Write every posting to an account that is not the house's, with its reason."""
    return [
        {
            "entry": entry.kind,
            "rule": entry.rule,
            "unit": posting.unit,
            "amount": posting.amount,
            "lot": posting.lot,
            "place": posting.place,
        }
        for entry in stored.ledger.entries
        for posting in entry.postings
        if posting.place != HOUSE
    ]


def _since(desk: Desk, record: RecordId) -> list[Value]:
    """Tell what came after: every refund and void of the record, and what it moved."""
    found: list[Value] = []
    for name in desk.book.journal.reversals_of(record):
        stored = desk.book.journal.read(name)
        if stored is not None:
            found.append(
                {
                    "record": name,
                    "kind": stored.header.kind,
                    "at": to_text(from_ms(stored.header.at_ms)),
                    "document": document_out(stored.header.key),
                    "moved": _moved(stored),
                }
            )
    return found


def _objects(found: Iterable[Object]) -> list[Value]:
    return [_plain(item) for item in found]


def _plain(value: Object) -> Answer:
    """Return stored facts as an answer: the same JSON, of which ours is a part."""
    return dict(value)
