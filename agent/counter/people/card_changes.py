"""Replace a lost card, stop a stolen one: here at once, elsewhere by head office."""

from collections.abc import Sequence
from typing import Final

from agent.counter.asked.people_requests import BlockCardRequest, ReplaceCardRequest
from agent.counter.ground.answers import Answer
from agent.counter.ground.desk import Bearer, Desk, Presented
from agent.counter.ground.one_time import proof_uri
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
from rules.ground.ids import RecordId
from rules.ground.refusal import Refusal, refuse
from sync.book.draft import Draft
from sync.till.book.members import StoredCard
from sync.till.book.numbers import used_number
from sync.wire.records.ledger_part import LedgerPart
from sync.wire.records.people import CardChange, CardStatus, Personal, read_people

_STOPPED: Final[dict[str, CardStatus]] = {"stolen": "blocked", "lost": "lost"}
_TRAINING: Final = RecordId("training")


def replace_card(desk: Desk, request: ReplaceCardRequest) -> Answer | Refusal:
    """Give a member another card; the same wish again gets the same card."""
    bearer = _bearer(desk, request)
    if isinstance(bearer, Refusal):
        return bearer
    content = wish_digest(desk, bearer.account, request.card, request.new_card)
    again = _repeated(desk, request, content, bearer=bearer)
    if again is not None:
        return again
    new = (
        blank_card(desk, request.new_card)
        if request.new_card
        else own_card(desk, request.key)
    )
    if isinstance(new, Refusal):
        return new
    old = [card for card in _cards(desk, request, bearer) if card.status != "lost"]
    changes = (new.change(desk.book.keys.token, bearer.name), *_stopped(old, "lost"))
    record = _TRAINING
    if not request.training:
        key = wish_key(desk, request.workstation, request.key, kind="card")
        record = _write(desk, bearer, changes, new=new, key=key, content=content)
    return _answer(desk, bearer, record, card=new.text, stopped=len(old))


def block_card(desk: Desk, request: BlockCardRequest) -> Answer | Refusal:
    """Stop a member's card; what is stopped already stays so and nothing is written."""
    bearer = _bearer(desk, request)
    if isinstance(bearer, Refusal):
        return bearer
    old = [card for card in _cards(desk, request, bearer) if card.status == "active"]
    record: RecordId | None = None
    if request.training:
        record = _TRAINING
    elif old:
        changes = tuple(_stopped(old, _STOPPED[request.reason]))
        record = _write(desk, bearer, changes, new=None, key="", content="")
    return _answer(desk, bearer, record, card=None, stopped=len(old))


def _bearer(desk: Desk, request: ReplaceCardRequest | BlockCardRequest) -> Bearer | Refusal:
    """Return whose cards are meant; a stopped card says who it is all the same."""
    objection = desk.guard(request)
    if objection is not None:
        return objection
    shown = desk.shown_as(request.card, request.phone)
    if shown is not None:
        presented = desk.by_card(shown, named=True)
        return presented.bearer or refuse("unknown_member")
    session = desk.sessions.at(request.workstation, desk.now())
    found = desk.member(session.account, name=session.name) if session else None
    return found or refuse("no_member")


def _cards(
    desk: Desk, request: ReplaceCardRequest | BlockCardRequest, bearer: Bearer
) -> Sequence[StoredCard]:
    """Return the card that was named, else every card of the member."""
    named = desk.shown(request.card).token if request.card else None
    return [
        card
        for card in desk.book.cards.of(bearer.account)
        if card.kind == "card" and named in {None, card.token}
    ]


def _stopped(cards: Sequence[StoredCard], status: CardStatus) -> Sequence[CardChange]:
    return [
        CardChange(
            token=card.token,
            kind="card",
            status=status,
            name=card.sealed_name,
            until_ms=card.until_ms,
        )
        for card in cards
    ]


def _repeated(
    desk: Desk, request: ReplaceCardRequest, content: str, *, bearer: Bearer
) -> Answer | Refusal | None:
    key = wish_key(desk, request.workstation, request.key, kind="card")
    before = desk.book.journal.document(key) if key else None
    if before is not None:
        record: RecordId | None = before.record
    elif request.new_card:
        record = desk.book.cards.bound_by(desk.shown(request.new_card).token)
    else:
        record = None
    stored = desk.book.journal.read(record) if record else None
    if record is None or stored is None or stored.header.kind != "card":
        return None
    people = read_people(stored.facts)
    if people is None or people.content != content:
        return refuse("wish_differs", record=record) if before else None
    number = request.new_card or used_number(desk.book, people.changes[0].token)
    return _answer(desk, bearer, record, card=number, stopped=len(people.changes) - 1)


def _write(
    desk: Desk,
    bearer: Bearer,
    changes: tuple[CardChange, ...],
    *,
    new: NewCard | None,
    key: str,
    content: str,
) -> RecordId:
    programme = desk.evaluator(desk.now()).programme
    personal = b""
    if new is not None:
        personal = sealed_personal(desk, Personal(card=new.shown.number))
    draft = Draft(
        kind="card",
        at=desk.now(),
        ledger=LedgerPart(),
        facts=facts_of(bearer.account, *changes, content=content),
        personal=personal,
        key=key,
        programme=programme.version,
        edition=programme.edition,
        revision=bearer.standing.revision,
    )
    return desk.book.journal.append(draft, content=bytes.fromhex(content))


def _answer(
    desk: Desk,
    bearer: Bearer,
    record: RecordId | None,
    *,
    card: str | None,
    stopped: int,
) -> Answer:
    presented: Presented = desk.as_member(bearer)
    programme = desk.evaluator(desk.now()).programme
    return {
        "record": record,
        "state": "training" if record == _TRAINING else "changed",
        "member": member_out(bearer, programme, status=presented.status),
        "card": card,
        "proof_uri": proof_uri(desk, programme, card),
        "stopped": stopped,
    }
