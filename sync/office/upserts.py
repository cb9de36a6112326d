"""INSERT … ON CONFLICT: SQLite and PostgreSQL both know it, each in its own dialect."""

from collections.abc import Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = dict[str, object]


def insert_new(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows; those whose key is there already are left as they are."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), rows)


def put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows or replace every other column of those whose key is there already."""
    if rows:
        statement = _insert(connection, table)
        keys = [column.name for column in table.primary_key]
        replaced = {name: statement.excluded[name] for name in rows[0] if name not in keys}
        connection.execute(
            statement.on_conflict_do_update(index_elements=keys, set_=replaced), rows
        )


def add(connection: Connection, table: Table, column: str, rows: Sequence[Row]) -> None:
    """Insert rows or add ``column`` to what is there already under the key."""
    if rows:
        statement = _insert(connection, table)
        keys = [key.name for key in table.primary_key]
        total = table.c[column] + statement.excluded[column]
        connection.execute(
            statement.on_conflict_do_update(index_elements=keys, set_={column: total}), rows
        )


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
