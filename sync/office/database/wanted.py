"""Many keys as one value: a small table to join with, looked up by index everywhere."""

import json
from collections.abc import Iterable

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Integer,
    Table,
    Text,
    and_,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from sync.wire.buckets import bucket_of


def wanted(connection: Connection, keys: Iterable[tuple[int, str]]) -> CTE:
    """Return a table ``wanted`` of ``bucket`` and ``name`` that holds the keys.

    A long IN of pairs would have SQLite read the whole table.
    """
    data = literal(json.dumps(sorted(set(keys))))
    if connection.dialect.name == "postgresql":
        # PostgreSQL's own cast: it does not take text for JSON.
        each = func.jsonb_array_elements(data.cast(JSONB)).table_valued("value")
        pair = (each.c.value.op("->>")(0), each.c.value.op("->>")(1))
    else:
        each = func.json_each(data).table_valued("value")
        pair = (
            each.c.value.op("->>", return_type=Text())("$[0]"),
            each.c.value.op("->>", return_type=Text())("$[1]"),
        )
    # The database's cast again: JSON gives text and numbers alike.
    columns = (pair[0].cast(Integer).label("bucket"), pair[1].cast(Text).label("name"))
    return select(*columns).cte("wanted")


def is_in(these: CTE, table: Table, key: str = "account") -> ColumnElement[bool]:
    """Return how a table is joined with the wanted keys."""
    return and_(table.c.bucket == these.c.bucket, table.c[key] == these.c.name)


def wanted_accounts(connection: Connection, accounts: Iterable[str]) -> CTE:
    """Return the same table for some accounts."""
    return wanted(connection, ((bucket_of(account), account) for account in accounts))
