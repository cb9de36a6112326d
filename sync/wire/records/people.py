"""The facts of an enrolment or a card change, and their personal part, as canonical JSON.

The facts hold keyed tokens and sealed names only; numbers and names in the clear are in the
personal part, which is sealed to head office.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast, get_args

from rules.members.member_facts import is_birthday
from sync.wire.canonical import Json, NotCanonicalError, decode_object, encode
from sync.wire.records.header import text, whole

CardKind = Literal["card", "phone"]
CardStatus = Literal["active", "blocked", "lost"]
CHANGES_MAX: Final = 100
_TOKEN: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)
_HEX: Final = re.compile(r"(?:[0-9a-f]{2}){0,256}", re.ASCII)
_TEXT_MAX: Final = 200
_MS_MAX: Final = 2**53


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChange:
    """What a card or phone number is from now on; ``name`` is sealed under its number.

    ``until_ms`` is when it ends to be good (exclusive), 0 for never.
    """

    token: bytes
    kind: CardKind
    status: CardStatus
    name: bytes = b""
    until_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFacts:
    """Whose cards change. ``content`` is the digest of what was asked."""

    account: str
    changes: tuple[CardChange, ...]
    content: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """Who it is: name, phone and card numbers, birthday (``MM-DD``); each may be empty."""

    name: str = ""
    phone: str = ""
    card: str = ""
    birthday: str = ""


def people_bytes(facts: PeopleFacts) -> bytes:
    """Return the canonical bytes."""
    return encode(
        {
            "account": facts.account,
            "cards": [_written(change) for change in facts.changes],
            "content": facts.content,
        }
    )


def read_people(facts: Mapping[str, Json]) -> PeopleFacts | None:
    """Read the facts of such a record; None once they are erased.

    Raises :class:`NotCanonicalError` on anything else.
    """
    if not facts:
        return None
    cards = facts.get("cards")
    if not isinstance(cards, Sequence) or isinstance(cards, str):
        raise NotCanonicalError("cards: a list was expected")
    if len(cards) > CHANGES_MAX:
        raise NotCanonicalError("cards: too many")
    return PeopleFacts(
        account=text(facts, "account"),
        changes=tuple(_change(card) for card in cards),
        content=text(facts, "content"),
    )


def personal_bytes(personal: Personal) -> bytes:
    """Return the canonical bytes, before they are sealed."""
    value: dict[str, Json] = {
        "card": personal.card,
        "name": personal.name,
        "phone": personal.phone,
    }
    # Most do not tell it.
    birthday = {"birthday": personal.birthday} if personal.birthday else {}
    return encode(value | birthday)


def read_personal(data: bytes) -> Personal:
    """Read an opened personal part; one that is none is nobody's."""
    try:
        value = decode_object(data)
        return Personal(
            name=text(value, "name")[:_TEXT_MAX],
            phone=text(value, "phone")[:_TEXT_MAX],
            card=text(value, "card")[:_TEXT_MAX],
            birthday=_birthday(value),
        )
    except NotCanonicalError:
        return Personal()


def _birthday(value: Mapping[str, Json]) -> str:
    """Return a birthday that was told; one that is no day was not."""
    told = text(value, "birthday") if "birthday" in value else ""
    return told if is_birthday(told) else ""


def _written(change: CardChange) -> dict[str, Json]:
    value: dict[str, Json] = {
        "kind": change.kind,
        "name": change.name.hex(),
        "status": change.status,
        "token": change.token.hex(),
    }
    # Most cards are good for ever.
    return value | ({"until_ms": change.until_ms} if change.until_ms else {})


def _change(value: Json) -> CardChange:
    if not isinstance(value, Mapping):
        raise NotCanonicalError("cards: objects were expected")
    kind, status = text(value, "kind"), text(value, "status")
    token, name = text(value, "token"), text(value, "name")
    if kind not in get_args(CardKind) or status not in get_args(CardStatus):
        raise NotCanonicalError("a card of no known kind or status")
    if not _TOKEN.fullmatch(token) or not _HEX.fullmatch(name):
        raise NotCanonicalError("a card's token and name are hexadecimal")
    return CardChange(
        token=bytes.fromhex(token),
        kind=cast("CardKind", kind),  # one of the Literal's own, as was asked above
        status=cast("CardStatus", status),  # as the kind
        name=bytes.fromhex(name),
        until_ms=_until(value),
    )


def _until(value: Mapping[str, Json]) -> int:
    until_ms = whole(value, "until_ms") if "until_ms" in value else 0
    if not 0 <= until_ms <= _MS_MAX:
        raise NotCanonicalError("a card's end is no moment")
    return until_ms
