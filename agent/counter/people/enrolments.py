"""Enrol a member, with or without a line to head office: usable here at once."""

from dataclasses import dataclass
from typing import Final

from agent.counter.asked.people_requests import EnrolMemberRequest
from agent.counter.ground.answers import Answer
from agent.counter.ground.desk import Bearer, Desk, Shown
from agent.counter.ground.one_time import proof_uri
from agent.counter.ground.sessions import Session
from agent.counter.people.members import member_out
from agent.counter.people.new_cards import (
    NewCard,
    blank_card,
    facts_of,
    own_card,
    sealed_personal,
    wish_digest,
    wish_key,
)
from rules.ground.ids import AccountId, RecordId
from rules.ground.refusal import Refusal, refuse
from sync.book.draft import Draft
from sync.book.stored import StoredRecord
from sync.till.book.numbers import used_number
from sync.wire.keys.tokens import account_of_card, open_name, proof_secret, seal_name
from sync.wire.records.ledger_part import LedgerPart
from sync.wire.records.people import CardChange, Personal, read_people

PRACTISED: Final[Answer] = {
    "record": "training",
    "state": "training",
    "member": None,
    "card": None,
    "proof_uri": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Newcomer:
    """Somebody who will be a member: a card, perhaps a phone number and a name."""

    card: NewCard
    phone: Shown | None
    name: str
    content: str


def enrol(desk: Desk, request: EnrolMemberRequest) -> Answer | Refusal:
    """Make a member; the same wish again gets the same member and card."""
    objection = desk.guard(request)
    if objection is not None:
        return objection
    phone = _phone(desk, request.phone)
    if isinstance(phone, Refusal):
        return phone
    number, told = phone.number if phone else "", filter(None, (request.birthday,))
    content = wish_digest(desk, request.card, number, request.name, *told)
    again = _repeated(desk, request, content)
    if again is not None:
        return again
    card = _card(desk, request, phone)
    if isinstance(card, Refusal) or request.training:
        return card if isinstance(card, Refusal) else PRACTISED
    newcomer = _Newcomer(card=card, phone=phone, name=request.name, content=content)
    record = _write(desk, request, newcomer)
    return _answer(desk, record, card.text, workstation=request.workstation)


def _card(
    desk: Desk, request: EnrolMemberRequest, phone: Shown | None
) -> NewCard | Refusal:
    if phone is not None and desk.book.cards.card(phone.token) is not None:
        return refuse("phone_taken")
    return blank_card(desk, request.card) if request.card else own_card(desk, request.key)


def _phone(desk: Desk, text: str | None) -> Shown | Refusal | None:
    if text is None:
        return None
    if not desk.phone(text):
        return refuse("not_a_phone")
    return desk.shown_as(None, text)


def _repeated(
    desk: Desk, request: EnrolMemberRequest, content: str
) -> Answer | Refusal | None:
    """Return the answer of a wish that was granted before; None for a new one."""
    key = wish_key(desk, request.workstation, request.key, kind="enrol")
    before = desk.book.journal.document(key) if key else None
    record = before.record if before else _record_of_card(desk, request.card)
    stored = desk.book.journal.read(record) if record else None
    if record is None or stored is None or stored.header.kind != "enrol":
        return None
    people = read_people(stored.facts)
    if people is None or people.content != content:
        return refuse("wish_differs", record=record) if before else None
    number = request.card or used_number(desk.book, people.changes[0].token)
    return _answer(desk, record, number, workstation=request.workstation)


def _record_of_card(desk: Desk, card: str | None) -> RecordId | None:
    return desk.book.cards.bound_by(desk.shown(card).token) if card else None


def _write(desk: Desk, request: EnrolMemberRequest, newcomer: _Newcomer) -> RecordId:
    token_key = desk.book.keys.token
    account = account_of_card(token_key, newcomer.card.shown.number)
    changes = [newcomer.card.change(token_key, newcomer.name)]
    phone = newcomer.phone
    if phone is not None:
        name = seal_name(token_key, phone.number, newcomer.name)
        changes.append(
            CardChange(token=phone.token, kind="phone", status="active", name=name)
        )
    programme = desk.evaluator(desk.now()).programme
    personal = Personal(
        name=newcomer.name,
        phone=phone.number if phone else "",
        card=newcomer.card.shown.number,
        birthday=request.birthday or "",
    )
    draft = Draft(
        kind="enrol",
        at=desk.now(),
        ledger=LedgerPart(),
        facts=facts_of(account, *changes, content=newcomer.content),
        personal=sealed_personal(desk, personal),
        key=wish_key(desk, request.workstation, request.key, kind="enrol"),
        programme=programme.version,
        edition=programme.edition,
    )
    return desk.book.journal.append(draft, content=bytes.fromhex(newcomer.content))


def _answer(
    desk: Desk, record: RecordId, number: str, *, workstation: str
) -> Answer | Refusal:
    """Tell the new member as a scan would; they stand at the workstation from now on."""
    stored = desk.book.journal.read(record)
    bearer = _bearer(desk, stored, number) if stored else None
    if bearer is None:
        return refuse("unknown_member")
    now = desk.now()
    desk.sessions.begin(
        workstation,
        Session(
            account=bearer.account,
            name=bearer.name,
            since=now,
            secret=proof_secret(desk.book.keys.token, desk.shown(number).number),
        ),
    )
    return {
        "record": record,
        "state": "enrolled",
        "member": member_out(bearer, desk.evaluator(now).programme),
        "card": number,
        "proof_uri": proof_uri(desk, desk.evaluator(now).programme, number),
    }


def _bearer(desk: Desk, stored: StoredRecord, number: str) -> Bearer | None:
    people = read_people(stored.facts)
    if people is None:
        return None
    shown = desk.shown(number)
    name = open_name(desk.book.keys.token, shown.number, people.changes[0].name)
    return desk.member(AccountId(people.account), name=name)
