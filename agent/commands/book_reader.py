"""How a command reads the book while the till runs: read-only, one moment of it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sync.book.files import open_reader

JOURNAL = "journal.db"


@contextmanager
def one_moment(data: Path) -> Iterator[sqlite3.Connection]:
    """Open the journal of a data folder; what the till writes meanwhile is not seen."""
    with closing(open_reader(data / JOURNAL)) as connection:
        connection.execute("BEGIN")
        yield connection
