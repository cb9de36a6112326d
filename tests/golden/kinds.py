"""One record of each kind and one message of each shape, whatever they will be."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, cast, get_args

from pydantic import TypeAdapter

from rules.ground.ids import AccountId, LotId, RuleId
from rules.value.ledger import (
    HOUSE,
    HOUSE_EARNED,
    PENDING,
    POINTS,
    Entry,
    EntryKind,
    Lot,
    Posting,
    Slice,
)
from sync.book.draft import Circumstances, Draft, compose
from sync.wire import messages
from sync.wire.records.header import RecordKind, Totals
from sync.wire.records.identity import Life
from sync.wire.records.ledger_part import Grant, Held, IssuedOnce, LedgerPart
from sync.wire.records.record import pack
from sync.wire.shape import Shape
from tests.golden.filling import variants

LIFE: Final = Life("t1", 3)
AT: Final = datetime(2026, 11, 21, 9, 42, 10, tzinfo=UTC)
LATER: Final = datetime(2028, 11, 21, 9, 42, 10, tzinfo=UTC)
SARA: Final = AccountId("m-7Q2K9V")
LOT: Final = LotId("t1.3-1/1")
SLICES: Final = (
    Slice(lot=LOT, amount=22, good_until=LATER),
    Slice(lot=LOT, amount=3, good_until=None),
)
KINDS: Final[tuple[RecordKind, ...]] = get_args(RecordKind)
SHAPES_OF: Final[dict[type, Shape[object]]] = {
    kind: shape
    for shape in vars(messages).values()
    if isinstance(shape, Shape)
    for kind in get_args(shape.kind) or (shape.kind,)
}
"""Every message that is read from the wire, and a shape that reads it."""


def record_of(kind: RecordKind) -> bytes:
    """Return a record of a kind in which everything is named that a record can name."""
    draft = Draft(
        kind=kind,
        at=AT,
        ledger=everything(),
        facts=b'{"lines":[]}',
        witness=b'{"tier":"silver"}',
        personal=b"sealed",
        key="S01|L2|2026-11-21|000123|sale",
        programme=1,
        edition=1,
        revision=7,
        reverses="t1.3-1",
    )
    totals = Totals(earned=22, redeemed=5, refunded=3)
    around = Circumstances(boot="00" * 8, mono_ms=5, contact_ms=6, totals=totals)
    return pack(compose(draft, LIFE, 1, around=around, salts=bytes(range(48))))


def everything() -> LedgerPart:
    """Return a ledger part with an entry of each kind and one of all else."""
    # Every field is there on purpose: a new one has to be added here.
    return LedgerPart(
        entries=tuple(_entry(kind) for kind in get_args(EntryKind)),
        lots=(_lot(None), _lot(LATER)),
        issued=(_issued(),),
        held=(_held(),),
        closes=("t1.3-1",),
        also_reverses=("t1.3-2",),
        grants=(
            Grant(grant="o17.1-2", life="t1.3", account=SARA, unit=POINTS, slices=SLICES),
        ),
    )


def messages_written() -> Iterator[tuple[str, bytes]]:
    """Yield (file, bytes): each message, and one for each choice in it."""
    for name, shape in SHAPES_OF.items():
        for choice, value in variants(_schema(name)):
            read = shape.validate_json(json.dumps(value).encode())
            parts = "-".join(part for part in (name.__name__.lower(), choice) if part)
            yield f"messages/{parts}.json", shape.dump_json(read)


def _schema(kind: type) -> dict[str, object]:
    adapter: TypeAdapter[object] = TypeAdapter(kind)
    return adapter.json_schema()


def _entry(kind: str) -> Entry:
    postings = (
        Posting(SARA, POINTS, 22, LOT, PENDING),
        Posting(HOUSE_EARNED, POINTS, -22, LotId(""), HOUSE),
    )
    # The names come from the Literal itself.
    return Entry(cast("EntryKind", kind), "base", postings)


def _lot(expires: datetime | None) -> Lot:
    return Lot(
        lot=LOT,
        account=SARA,
        unit=POINTS,
        rule="base",
        earned_at=AT,
        active_from=AT,
        expires=expires,
    )


def _issued() -> IssuedOnce:
    return IssuedOnce(
        key="gold-entry|m-7Q2K9V|1",
        kind="coupon",
        rule=RuleId("gold-entry"),
        account=SARA,
        code="GOLD-8H2P-4MXK-R7QT",
        expires_ms=1_798_749_000_000,
    )


def _held() -> Held:
    return Held(
        account=SARA,
        unit=POINTS,
        reward=RuleId("points-off"),
        value_minor=25,
        workstation="L2",
        slices=SLICES,
    )
