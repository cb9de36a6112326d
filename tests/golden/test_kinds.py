"""Everything that version 1 writes has a golden file, and each is read back."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Final

import pytest

from agent.counter.returns.proofs import ProvenSale, proven_sale
from sync.book.chain import walk
from sync.book.given import returned, sale_given
from sync.book.stored import read_stored
from sync.wire.keys.signing import SigningKey, answer_is_by, request_is_by, verify
from sync.wire.programme.door import read_programme
from sync.wire.programme.seal import sealed_programme
from sync.wire.records.header import RecordKind
from sync.wire.records.record import genesis, unpack
from tests.agent.counter.shop import LIFE as SHOP_LIFE
from tests.agent.counter.shop import SARA, programme
from tests.golden.__main__ import golden
from tests.golden.kinds import KINDS, LIFE, SHAPES_OF, everything
from tests.golden.seals import ANSWER, ASKED, KEY, NONCE, STARTS_MS, headers_in
from tests.golden.test_golden import FOLDER

SHAPES: Final = {kind.__name__.lower(): shape for kind, shape in SHAPES_OF.items()}

BY_OFFICE: Final = frozenset(
    {"opening", "deal", "activate", "expire", "tier", "confirm", "correct", "adjust"}
    | {"settle", "segment", "gift"}
)
"""Kinds that head office alone writes."""


@pytest.fixture(scope="module")
def today() -> Mapping[str, bytes]:
    """Return what today's code writes."""
    return golden()


def kept() -> Mapping[str, bytes]:
    """Return what is committed."""
    return {
        path.relative_to(FOLDER).as_posix(): path.read_bytes()
        for path in FOLDER.rglob("*")
        if path.is_file()
    }


def test_every_kind_and_every_message_has_its_file(today: Mapping[str, bytes]) -> None:
    assert sorted(kept()) == sorted(today), "write them: python -m tests.golden"


def test_what_is_written_is_what_was_written(today: Mapping[str, bytes]) -> None:
    committed = kept()

    assert [name for name in today if committed.get(name) != today[name]] == [], (
        "the wire changed: if that is meant and unreleased, python -m tests.golden"
    )


def test_a_day_is_the_same_bytes_wherever_it_is_played() -> None:
    assert golden() == golden()


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_of_each_kind_is_read_back_and_chained(kind: RecordKind) -> None:
    packed = (FOLDER / "kinds" / f"{kind}.record").read_bytes()

    stored = read_stored(packed)
    head = unpack(packed).chained_to(genesis(str(LIFE)))

    assert (stored.header.kind, stored.ledger) == (kind, everything())
    assert walk(LIFE, [(1, head, packed)]).holds


def test_the_day_at_the_till_has_every_kind_that_a_till_writes() -> None:
    played = {path.stem for path in (FOLDER / "till").glob("*.record")}

    assert set(KINDS) - BY_OFFICE == played, "add it to the day in story.py"


def test_nothing_that_a_record_can_name_is_missing_from_its_golden_files() -> None:
    part = everything()

    assert [field.name for field in fields(part) if not getattr(part, field.name)] == []


def test_each_message_is_read_back() -> None:
    files = {name: data for name, data in kept().items() if name.startswith("messages/")}

    for name, data in files.items():
        shape = SHAPES[Path(name).stem.partition("-")[0]]
        assert shape.dump_json(shape.validate_json(data)) == data, name


def test_what_a_till_wrote_is_read_back_as_a_refund_needs_it() -> None:
    sale = read_stored((FOLDER / "till" / "sale.record").read_bytes())
    refund = read_stored((FOLDER / "till" / "refund.record").read_bytes())

    given = sale_given(sale)

    assert given.account == SARA
    assert given.awards
    assert given.spends
    assert refund.header.reverses == sale.header.record
    assert returned(refund, sale.header.key).lines


def test_what_was_signed_is_believed() -> None:
    files = kept()
    document = files["seals/programme.json"]
    request, answer = files["seals/request.headers"], files["seals/answer.headers"]
    sealed = sealed_programme(1, STARTS_MS, document)

    assert request_is_by(KEY.public, ASKED, headers_in(request))
    assert answer_is_by(KEY.public, NONCE, ANSWER, headers_in(answer))
    assert verify(
        KEY.public, sealed, bytes.fromhex(files["seals/programme.signature"].decode())
    )
    assert read_programme(document, form="json") == programme()


def test_a_slip_from_then_proves_its_sale() -> None:
    signed_by = {SHOP_LIFE: SigningKey(bytes(32)).public}

    proven = proven_sale((FOLDER / "seals" / "slip.proof").read_text(), signed_by.get)

    assert isinstance(proven, ProvenSale)
    assert proven.given.account == SARA
