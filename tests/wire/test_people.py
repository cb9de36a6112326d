"""Cards and people on the wire: read back, bounded, sealed to head office alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire.canonical import NotCanonicalError, decode_object, encode
from sync.wire.keys.sealing import SealingKey, seal
from sync.wire.keys.tokens import account_of_card
from sync.wire.records.people import (
    CardChange,
    PeopleFacts,
    Personal,
    people_bytes,
    personal_bytes,
    read_people,
    read_personal,
)

KEY = bytes(range(32))
CARD = CardChange(token=bytes(16), kind="card", status="active", name=b"sealed")


def test_what_is_said_of_cards_is_read_as_it_was_written() -> None:
    facts = PeopleFacts(account="m-1", changes=(CARD,), content="ab")

    assert read_people(decode_object(people_bytes(facts))) == facts
    assert read_people({}) is None


@pytest.mark.parametrize(
    "card",
    [
        "no object",
        {"kind": "ring", "name": "", "status": "active", "token": "0" * 32},
        {"kind": "card", "name": "", "status": "fine", "token": "0" * 32},
        {"kind": "card", "name": "", "status": "active", "token": "short"},
        {"kind": "card", "name": "0", "status": "active", "token": "0" * 32},
        {"kind": "card", "name": "00" * 300, "status": "active", "token": "0" * 32},
    ],
)
def test_a_card_of_no_known_shape_is_refused(card: object) -> None:
    whole = {"account": "m-1", "cards": [card], "content": ""}

    with pytest.raises(NotCanonicalError):
        read_people(decode_object(encode(whole)))  # type: ignore[arg-type]  # broken by will


@given(st.binary(max_size=300))
def test_only_head_office_opens_a_personal_part(data: bytes) -> None:
    office, thief = SealingKey(KEY), SealingKey(KEY[::-1])
    sealed = seal(office.public, data, chance=b"c" * 32)

    assert office.open(sealed) == data
    assert thief.open(sealed) == b""
    assert office.open(sealed[:-1] + bytes([sealed[-1] ^ 1])) == b""


@given(st.binary(max_size=80))
def test_what_is_no_personal_part_is_nobodys(junk: bytes) -> None:
    assert SealingKey(KEY).open(junk) == b""
    assert read_personal(b"") == Personal()


def test_a_personal_part_is_read_as_it_was_written() -> None:
    personal = Personal(name="Sara A.", phone="+60123456789", card="6399000000000014")

    assert read_personal(personal_bytes(personal)) == personal


def test_a_card_opens_one_account_wherever_it_is_enrolled() -> None:
    account = account_of_card(KEY, "6399000000000014")

    assert account == account_of_card(KEY, "6399000000000014")
    assert account != account_of_card(KEY[::-1], "6399000000000014")
    assert account != account_of_card(KEY, "6399000000000022")
