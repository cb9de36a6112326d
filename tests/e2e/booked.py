"""What a till's journal holds, read from its file without the till's own look-ups."""

import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sync.wire.records.header import Header, read_header
from sync.wire.records.record import unpack

Body = Mapping[str, object]


def headers(data: Path) -> tuple[Header, ...]:
    """Read every record's header, in order, beside the running till."""
    address = f"file:{data / 'journal.db'}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as book:
        rows = book.execute("SELECT body FROM record ORDER BY position").fetchall()
    return tuple(read_header(unpack(body).header) for (body,) in rows)


def times_booked(data: Path) -> Counter[str]:
    """Count the records of each document's natural key."""
    return Counter(header.key for header in headers(data) if header.key)


def key_of(document: Mapping[str, str]) -> str:
    """Return a document's natural key as the journal has it."""
    parts = ("store", "workstation", "business_day", "number", "kind")
    return "|".join(document[part] for part in parts)
