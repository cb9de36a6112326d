"""A head office's database of before becomes today's, with what is in it."""

import json
from pathlib import Path
from typing import Final

import sqlalchemy as sql
from alembic import command
from alembic.config import Config

from rules.value.ledger import PENDING
from sync.office.database.engine import open_engine, sqlite_url
from sync.office.database.return_tables import RETURNED
from sync.office.database.tables import DOCUMENT, JOURNAL
from sync.wire.buckets import bucket_of
from sync.wire.records.header import Header, header_bytes
from sync.wire.records.ledger_part import LedgerPart, ledger_bytes
from sync.wire.records.record import Record, pack, salted
from tests.office.entries import entry

ONE, TWO, THREE = (f"S01|L1|2026-11-20|{number}|sale" for number in (1, 2, 3))
MEMBERS_BUCKET: Final = 7


def attachment_of(sale: str) -> str:
    """Return the natural key of a sale's attachment."""
    return f"{sale.removesuffix('sale')}attach"


def remember(
    connection: sql.Connection, key: str, seq: int, *, bucket: int | None = None
) -> None:
    """Remember a document as version 0005 did: in its own bucket, unless told."""
    where = {"till": "t1", "life": 1, "branch": "", "seq": seq}
    home = bucket_of(key) if bucket is None else bucket
    connection.execute(sql.insert(DOCUMENT).values(bucket=home, key=key, **where))


def attach(connection: sql.Connection, key: str, seq: int) -> None:
    """Keep an attachment of a till that gave something."""
    remember(connection, key, seq)
    header = Header(till="t1", life=1, seq=seq, kind="attach", at_ms=0, key=key)
    lot = f"t1.1-{seq}/1"
    gave = entry(
        "earn",
        ("m-1", "points", 5, lot, PENDING),
        ("house:earned", "points", -5, "", "house"),
    )
    record = Record(
        header=header_bytes(header),
        ledger=ledger_bytes(LedgerPart(entries=(gave,))),
        facts=salted(b"{}", bytes(16)),
        witness=salted(b"{}", bytes(16)),
        personal=salted(b"", bytes(16)),
    )
    where = {"till": "t1", "life": 1, "branch": "", "seq": seq}
    connection.execute(sql.insert(JOURNAL).values(packed=pack(record), hash=b"", **where))


def wish(connection: sql.Connection, sale: str, *, of: str) -> None:
    """Keep a wish that head office completed by the record ``of``."""
    columns = dict.fromkeys(RETURNED.c.keys(), "") | {
        "bucket": bucket_of(sale),
        "original": sale,
        "document": attachment_of(sale),
        "posted": json.dumps({"of": of}),
        **dict.fromkeys(("number", "life", "seq", "outcome", "at_ms"), 1),
    }
    connection.execute(sql.insert(RETURNED).values(columns))


def upgrade_to(connection: sql.Connection, revision: str) -> None:
    """Make the tables of an older version."""
    config = Config()
    config.set_main_option("script_location", "sync.office.database:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def test_of_each_sale_it_is_known_by_which_record_it_is_somebodys(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    before = sql.create_engine(url)
    with before.begin() as connection:
        upgrade_to(connection, "0005_gifts")
        remember(connection, ONE, 1, bucket=MEMBERS_BUCKET)
        for seq, sale in enumerate((ONE, TWO, THREE), start=2):
            remember(connection, sale, seq)
        attach(connection, attachment_of(TWO), 5)
        wish(connection, THREE, of="o12.1-9")
    before.dispose()

    engine = open_engine(url)
    with engine.begin() as connection:
        sales = DOCUMENT.c.key.like("%|sale")
        rows = connection.execute(sql.select(DOCUMENT).where(sales)).all()
    engine.dispose()

    assert {(row.key, row.till, row.seq) for row in rows} == {
        (ONE, "t1", 1),
        (f"nobody|{ONE}", "t1", 2),
        (f"nobody|{TWO}", "t1", 3),
        (f"nobody|{THREE}", "t1", 4),
        (TWO, "t1", 5),
        (THREE, "o12", 9),
    }
    assert all(row.bucket == bucket_of(row.key.removeprefix("nobody|")) for row in rows)
