"""Version 1 of the wire, to the byte."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from rules.ground.ids import AccountId, LotId
from rules.value.ledger import HOUSE, HOUSE_EARNED, PENDING, POINTS, Entry, Lot, Posting
from sync.book.chain import walk
from sync.book.draft import Circumstances, Draft, compose
from sync.wire.keys.signing import SigningKey
from sync.wire.keys.tokens import card_token, seal_name, voucher_code
from sync.wire.messages import (
    ACKNOWLEDGEMENT,
    HELLO,
    PULL,
    PULLED,
    WELCOME,
    Acknowledgement,
    BucketDelta,
    CardMessage,
    Conflict,
    Expiring,
    GrantMessage,
    Hello,
    PullAnswer,
    PullRequest,
    SliceMessage,
    Statement,
    UnitBalance,
    Want,
    Welcome,
)
from sync.wire.records.batch import Batch, pack_batch, signed_head, unpack_batch
from sync.wire.records.header import Totals
from sync.wire.records.identity import Life
from sync.wire.records.ledger_part import LedgerPart
from sync.wire.records.record import genesis, pack, unpack

FOLDER: Final = Path(__file__).parent / "v1"
LIFE: Final = Life("t1", 3)
KEY: Final = SigningKey(bytes(range(32)))
NONCE: Final = "0123456789abcdef" * 2
AT: Final = datetime(2026, 11, 21, 9, 42, 10, tzinfo=UTC)
SARA: Final = AccountId("m-7Q2K9V")
LOT: Final = LotId("t1.3-1/1")


def sale_record() -> bytes:
    """Return a sale of 22 pending points as the first record of t1.3."""
    earn = Entry(
        "earn",
        "base",
        (
            Posting(SARA, POINTS, 22, LOT, PENDING),
            Posting(HOUSE_EARNED, POINTS, -22, LotId(""), HOUSE),
        ),
    )
    born = Lot(
        lot=LOT,
        account=SARA,
        unit=POINTS,
        rule="base",
        earned_at=AT,
        active_from=AT,
        expires=None,
    )
    draft = Draft(
        kind="sale",
        at=AT,
        ledger=LedgerPart(entries=(earn,), lots=(born,)),
        facts=b'{"lines":[]}',
        witness=b'{"tier":"silver"}',
        key="S01|L2|2026-11-21|000123|sale",
        programme=1,
        edition=1,
        revision=7,
    )
    around = Circumstances(boot="00" * 8, mono_ms=5, contact_ms=6, totals=Totals(earned=22))
    return pack(compose(draft, LIFE, 1, around=around, salts=bytes(range(48))))


def push() -> bytes:
    """Return the push of that one record."""
    record = sale_record()
    head = unpack(record).chained_to(genesis(str(LIFE)))
    batch = Batch(
        life=str(LIFE),
        branch="",
        first_seq=1,
        previous=genesis(str(LIFE)),
        generation=1,
        nonce=NONCE,
        signature=KEY.sign(signed_head(str(LIFE), 1, head)),
        records=(record,),
    )
    return pack_batch(batch)


def messages() -> dict[str, bytes]:
    """Return one of each message that both ends exchange every few minutes."""
    hello = Hello(
        version=1,
        till="t1",
        life=3,
        generation=1,
        seq=1,
        hash="ab" * 32,
        ticket=4,
        nonce=NONCE,
        fingerprint="machine",
    )
    welcome = Welcome(
        nonce=NONCE,
        session=9,
        generation=1,
        durable_seq=1,
        hash="ab" * 32,
        safe_seq=0,
        ticket=5,
        now_ms=1_795_254_130_000,
    )
    stored = Acknowledgement(
        nonce=NONCE,
        generation=1,
        verdict="stored",
        durable_seq=1,
        hash="ab" * 32,
        safe_seq=0,
        applied_seq=1,
    )
    return {
        "hello.json": HELLO.dump_json(hello),
        "welcome.json": WELCOME.dump_json(welcome),
        "conflict.json": WELCOME.dump_json(
            Conflict(nonce=NONCE, generation=1, reason="ticket")
        ),
        "acknowledgement.json": ACKNOWLEDGEMENT.dump_json(stored),
        "pull.json": PULL.dump_json(_pull()),
        "pulled.json": PULLED.dump_json(_pulled()),
    }


def _pull() -> PullRequest:
    return PullRequest(
        till="t1",
        life=3,
        session=9,
        generation=1,
        nonce=NONCE,
        programme=1,
        wants=(Want(account=SARA, unit=POINTS, points=500),),
        revisions={17: 3},
    )


def _pulled() -> PullAnswer:
    stated = Statement(
        account=SARA,
        status="active",
        home="S01",
        tier="silver",
        tier_until_ms=0,
        spend_minor=41200,
        available=1240,
        dealable=340,
        pending=35,
        held={"S01": 900},
        issued={"gold-entry": 1},
        expiring=(Expiring(points=200, before_ms=1_798_749_000_000),),
        revision=7,
        as_of_ms=1_795_252_320_000,
        balances=(_wallet(),),
    )
    number, key = "6399001234567893", bytes(32)
    card = CardMessage(
        token=card_token(key, number).hex(),
        account=SARA,
        name=seal_name(key, number, "Sara A.").hex(),
        status="active",
    )
    delta = BucketDelta(
        bucket=17,
        revision=7,
        whole=False,
        applied={"t1.3": 1},
        statements=(stated,),
        cards=(card,),
    )
    grant = GrantMessage(
        grant="o17.1-2",
        life="t1.3",
        account=SARA,
        unit=POINTS,
        slices=(SliceMessage(lot=LOT, amount=22, until_ms=0),),
    )
    return PullAnswer(
        nonce=NONCE,
        generation=1,
        grants=(grant,),
        deltas=(delta,),
        more=False,
        programmes=(),
        frozen=False,
        now_ms=1_795_254_130_000,
    )


def _wallet() -> UnitBalance:
    return UnitBalance(
        unit="wallet",
        available=2_500,
        dealable=500,
        held={"S01": 2_000},
        rule="wallet",
        lot="t1.3-9/w1",
    )


def written() -> dict[str, bytes]:
    """Return every golden file of this version as today's code writes it."""
    code = voucher_code(bytes(32), "gold-entry|m-7Q2K9V|1", "GOLD").encode()
    return {
        "sale.record": sale_record(),
        "sale.hash": unpack(sale_record()).chained_to(genesis(str(LIFE))),
        "push.bin": push(),
        "voucher.code": code,
        **messages(),
    }


@pytest.mark.parametrize("name", sorted(written()))
def test_today_s_code_writes_the_released_bytes(name: str) -> None:
    assert written()[name] == (FOLDER / name).read_bytes()


def test_a_released_record_is_read_and_its_chain_holds() -> None:
    packed = (FOLDER / "sale.record").read_bytes()

    report = walk(LIFE, [(1, (FOLDER / "sale.hash").read_bytes(), packed)])

    assert report.holds


def test_a_released_push_is_read() -> None:
    batch = unpack_batch((FOLDER / "push.bin").read_bytes())

    assert batch == unpack_batch(push())
