"""Opens head office's database, SQLite or PostgreSQL by URL, with its tables up to date."""

from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from rules.ground.sentence import Sentence
from sync.kit.faults import Fault

DATABASE_FILE: Final = "office.db"
LOOKS_ONLY: Final = "looks_only"
"""The option of a connection whose transactions read one moment and keep nobody waiting."""

_BUSY_MS: Final = 30_000
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={_BUSY_MS}",
)


def sqlite_url(folder: Path) -> str:
    """Return the URL of the embedded database in ``folder``."""
    return f"sqlite:///{folder / DATABASE_FILE}"


def open_engine(url: str) -> Engine:
    """Open the database and bring it to the newest tables.

    Raises a :class:`Fault` when it cannot be reached.
    """
    engine = create_engine(url)
    if engine.dialect.name == "postgresql":
        # A transaction sees one moment of the book; who wrote meanwhile has it begin anew.
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    try:
        upgrade(engine)
    except DBAPIError as error:
        engine.dispose()
        raise Fault(
            Sentence("head office's database cannot be opened: {why}", why=str(error.orig)),
            hint=Sentence(
                "Check that the folder or the server is there and may be written."
            ),
        ) from error
    return engine


def upgrade(engine: Engine) -> None:
    """Run the migrations that this database has not seen."""
    config = Config()
    config.set_main_option("script_location", "sync.office.database:migrations")
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _on_connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    if isinstance(connection, SqliteConnection):
        # We say BEGIN ourselves, below: the driver's own would come too late to be a lock.
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(pragma)


def _on_begin(connection: Connection) -> None:
    looks = connection.get_execution_options().get(LOOKS_ONLY)
    connection.exec_driver_sql("BEGIN" if looks else "BEGIN IMMEDIATE")
