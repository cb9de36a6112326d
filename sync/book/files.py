"""Open SQLite files the one way that keeps what was confirmed (PROTOCOL §1.3).

Each file has one writing connection, which also checkpoints (SQLite before 3.51.3 can
corrupt a write-ahead log that two connections checkpoint); everyone else opens it
read-only.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Final

from rules.ground.sentence import Sentence
from sync.kit.faults import Fault

_PAGE_BYTES: Final = 2048
"""Half SQLite's usual page: a sale touches a few pages, and each goes to the log whole."""

_WRITER_PRAGMAS: Final = (
    f"PRAGMA page_size = {_PAGE_BYTES}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cache_size = -16384",
    "PRAGMA busy_timeout = 2000",
    "PRAGMA wal_autocheckpoint = 4000",
)


_PRIMARY: Final = 0xFF
"""SQLite tells more about an error in its upper bits."""

_DISK_ERRORS: Final = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
)


class BookFault(Fault):
    """A file of the book cannot be opened or written just now."""


class DiskFault(BookFault):
    """The disk is full or broken: nothing was written."""


@contextmanager
def writing(connection: sqlite3.Connection, *, what: str) -> Iterator[sqlite3.Connection]:
    """Run one write transaction: all of it or nothing. ``what`` is written, for people.

    Raises :class:`BookFault` when the file is in use for long, :class:`DiskFault` when the
    disk refuses; then nothing was written.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            # After some errors of the disk SQLite has rolled back by itself.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & _PRIMARY not in _DISK_ERRORS:
            raise BookFault(
                f"{what} cannot be written: {error}", hint="Ask again."
            ) from error
        raise DiskFault(
            f"{what} cannot be written: {error}",
            hint="Free some room on the till's disk, then send it again;"
            " what was confirmed before is safe.",
        ) from error


def open_writer(path: Path, *, package: str, precious: bool = True) -> sqlite3.Connection:
    """Open the writing connection of a file and bring its schema up to date.

    ``package`` holds the numbered SQL migrations (``0001.sql``, …) as resources.
    Autocommit: a transaction begins with ``BEGIN IMMEDIATE``. A ``precious`` file is
    flushed at every commit; one that can be had again is consistent after a power cut, but
    may miss its last moments.
    """
    try:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in _WRITER_PRAGMAS:
            connection.execute(pragma).fetchall()
        connection.execute(f"PRAGMA synchronous = {'FULL' if precious else 'NORMAL'}")
        _migrate(connection, _migrations(package))
    except sqlite3.Error as error:
        raise BookFault(
            Sentence("{file} cannot be opened: {why}", file=path.name, why=str(error)),
            hint=Sentence(
                "Check that the disk is mounted, has room and belongs to this user."
            ),
        ) from error
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """Open a read-only connection that sees one moment, also while the daemon writes."""
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None
        )
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    except sqlite3.Error as error:
        raise BookFault(
            Sentence("{file} cannot be read: {why}", file=path.name, why=str(error)),
            hint=Sentence(
                "Name the till's configuration with --config, and run as the till's user."
            ),
        ) from error
    return connection


def _migrations(package: str) -> Sequence[str]:
    scripts = [item for item in files(package).iterdir() if item.name.endswith(".sql")]
    return [
        item.read_text(encoding="utf-8") for item in sorted(scripts, key=lambda at: at.name)
    ]


def _migrate(connection: sqlite3.Connection, scripts: Sequence[str]) -> None:
    (done,) = connection.execute("PRAGMA user_version").fetchone()
    if done > len(scripts):
        raise BookFault(
            Sentence("The book was written by a newer version of Vafa."),
            hint=Sentence("Install that version again, or restore the backup made before."),
        )
    for number, script in enumerate(scripts[done:], start=done + 1):
        connection.executescript(
            f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;"
        )
