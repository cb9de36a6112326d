"""A card for somebody: a blank one that was handed over, or a new number of our own."""

from dataclasses import dataclass, field
from typing import Final

from agent.counter.ground.desk import Desk, Shown
from drivers.guard.digits import ascii_digits
from rules.ground.refusal import Refusal, refuse
from rules.members.card_life import good_until
from sync.kit.clock import to_ms
from sync.till.book.numbers import new_number
from sync.wire.canonical import encode
from sync.wire.keys.sealing import KEY_BYTES, seal
from sync.wire.keys.tokens import card_token, seal_name
from sync.wire.records.people import (
    CardChange,
    PeopleFacts,
    Personal,
    people_bytes,
    personal_bytes,
)

MEMBER_CLASS: Final = "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCard:
    """A card that nobody has yet: ``text`` is what its code says.

    It will be good until ``until_ms`` (exclusive), 0 for ever.
    """

    text: str = field(repr=False)
    shown: Shown
    until_ms: int = 0

    def change(self, token_key: bytes, name: str) -> CardChange:
        """Return what a record says of it once it is somebody's."""
        sealed = seal_name(token_key, self.shown.number, name) if name else b""
        return CardChange(
            token=self.shown.token,
            kind="card",
            status="active",
            name=sealed,
            until_ms=self.until_ms,
        )


def blank_card(desk: Desk, text: str) -> NewCard | Refusal:
    """Take a blank card that was handed over; one of somebody is ``card_taken``."""
    plain = ascii_digits(text.strip())
    recognition = desk.recognition()
    known = recognition.card(plain) or recognition.text(plain)
    if known is None or known.class_name != MEMBER_CLASS:
        return refuse("not_a_member_card")
    shown = desk.shown(plain)
    if desk.book.cards.card(shown.token) is not None:
        return refuse("card_taken")
    return NewCard(text=plain, shown=shown, until_ms=_until_ms(desk))


def own_card(desk: Desk, key: str | None) -> NewCard | Refusal:
    """Take a number of this till's own; ``key`` is what tells a repeated wish."""
    if key is None:
        return refuse("key_missing")
    number = new_number(desk.book)
    if not number:
        return refuse("no_new_numbers")
    return NewCard(text=number, shown=desk.shown(number), until_ms=_until_ms(desk))


def _until_ms(desk: Desk) -> int:
    evaluator = desk.evaluator(desk.now())
    until = good_until(evaluator.programme.cards, desk.now(), evaluator.zone)
    return to_ms(until) if until else 0


def sealed_personal(desk: Desk, personal: Personal) -> bytes:
    """Seal to head office what identifies a person; without its key nothing is kept."""
    if not desk.book.keys.seal:
        return b""
    chance = desk.book.journal.entropy(KEY_BYTES)
    return seal(desk.book.keys.seal, personal_bytes(personal), chance=chance)


def wish_key(desk: Desk, workstation: str, key: str | None, *, kind: str) -> str:
    """Return the natural key of a wish that the POS named; empty when it did not."""
    return f"{desk.store}|{workstation}||{key}|{kind}" if key else ""


def wish_digest(desk: Desk, *told: str | None) -> str:
    """Return what a wish is remembered by: keyed, so that nothing can be guessed of it."""
    text = encode([said or "" for said in told]).decode()
    return card_token(desk.book.keys.token, f"wish {text}").hex()


def facts_of(account: str, *changes: CardChange, content: str) -> bytes:
    """Write the facts of an enrolment or a card change."""
    return people_bytes(PeopleFacts(account=account, changes=changes, content=content))
