"""A sale's records stand under its own key: by which it is somebody's, and nobody's."""

import json
from collections.abc import Iterator

import sqlalchemy as sql
from alembic import op

from sync.wire.buckets import bucket_of
from sync.wire.records.identity import split_record
from sync.wire.records.record import unpack

revision = "0006_whose"
down_revision = "0005_gifts"

_WHERE = ("till", "life", "branch", "seq")
_DOCUMENT = sql.table("document", *map(sql.column, ("bucket", "key", *_WHERE)))
_JOURNAL = sql.table("journal", *map(sql.column, (*_WHERE, "packed")))
_RETURNED = sql.table("returned", *map(sql.column, ("original", "document", "posted")))

Row = dict[str, object]


def upgrade() -> None:
    """Move what is kept of sales, and tell of each by what it was attached."""
    connection = op.get_bind()
    moved: dict[str, Row] = {}
    for row in (*_sales(connection), *_attached(connection), *_completed(connection)):
        moved.setdefault(str(row["key"]), row)
    sold = _DOCUMENT.c.key.like("%|sale") | _DOCUMENT.c.key.like("%|top_up")
    connection.execute(sql.delete(_DOCUMENT).where(sold))
    if moved:
        connection.execute(sql.insert(_DOCUMENT), list(moved.values()))


def _sales(connection: sql.Connection) -> Iterator[Row]:
    sold = _DOCUMENT.c.key.like("%|sale") | _DOCUMENT.c.key.like("%|top_up")
    rows = connection.execute(
        sql.select(_DOCUMENT).where(sold).order_by(_DOCUMENT.c.key, _DOCUMENT.c.bucket)
    )
    for row in rows.mappings():
        home = bucket_of(row["key"])
        # What was booked for nobody stood in the bucket of its key.
        name = f"nobody|{row['key']}" if row["bucket"] == home else row["key"]
        yield {**row, "bucket": home, "key": name}


def _attached(connection: sql.Connection) -> Iterator[Row]:
    """Yield the sales that a till's attachment gave to somebody."""
    here = sql.and_(*(_JOURNAL.c[name] == _DOCUMENT.c[name] for name in _WHERE))
    rows = connection.execute(
        sql.select(_DOCUMENT, _JOURNAL.c.packed)
        .join(_JOURNAL, here)
        .where(_DOCUMENT.c.key.like("%|attach"))
    )
    for row in rows.mappings():
        if json.loads(unpack(bytes(row["packed"])).ledger).get("entries"):
            yield _attachment(row["key"], tuple(row[name] for name in _WHERE))


def _completed(connection: sql.Connection) -> Iterator[Row]:
    """Yield the sales that we gave to somebody ourselves."""
    rows = connection.execute(
        sql.select(_RETURNED).where(_RETURNED.c.document.like("%|attach"))
    )
    for row in rows.mappings():
        record = json.loads(row["posted"])["of"]
        if record:
            life, seq = split_record(record)
            yield _attachment(row["document"], (life.till, life.number, "", seq))


def _attachment(key: str, where: tuple[object, ...]) -> Row:
    sale = f"{key.removesuffix('attach')}sale"
    return {"bucket": bucket_of(sale), "key": sale} | dict(zip(_WHERE, where, strict=True))
