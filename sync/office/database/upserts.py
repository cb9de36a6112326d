"""INSERT … ON CONFLICT: SQLite and PostgreSQL both know it, each in its own dialect."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = dict[str, object]

_MADE_MAX: Final = 256
"""More statements than there are: building one takes longer than running it."""


def insert_new(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows; those whose key is there already are left as they are."""
    if rows:
        statement = _insert(connection.dialect.name, table)
        connection.execute(statement.on_conflict_do_nothing(), rows)


def put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows or replace every other column of those whose key is there already."""
    if rows:
        connection.execute(_put(connection.dialect.name, table, tuple(rows[0])), rows)


def add(connection: Connection, table: Table, column: str, rows: Sequence[Row]) -> None:
    """Insert rows or add ``column`` to what is there already under the key."""
    if rows:
        connection.execute(_add(connection.dialect.name, table, column), rows)


@lru_cache(maxsize=_MADE_MAX)
def _put(
    dialect: str, table: Table, names: tuple[str, ...]
) -> sqlite.Insert | postgresql.Insert:
    statement = _insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    replaced = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=replaced)


@lru_cache(maxsize=_MADE_MAX)
def _add(dialect: str, table: Table, column: str) -> sqlite.Insert | postgresql.Insert:
    statement = _insert(dialect, table)
    keys = [key.name for key in table.primary_key]
    total = table.c[column] + statement.excluded[column]
    return statement.on_conflict_do_update(index_elements=keys, set_={column: total})


def _insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
