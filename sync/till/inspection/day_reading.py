"""Read one business day's documents by their keys, beside the till that writes."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from sync.book.files import open_reader
from sync.book.given import Object
from sync.wire.records.header import Header, read_header
from sync.wire.records.record import unpack


class DayDocument(NamedTuple):
    """A document as it was booked, and what its POS was told."""

    workstation: str
    number: str
    kind: str
    header: Header
    facts: Object
    answer: bytes


def day_documents(
    journal: Path, *, store: str, business_day: str, workstation: str | None = None
) -> Iterator[DayDocument]:
    """Yield a day's documents of one workstation or of all, in the order of their keys.

    Each workstation's day is one range of the key's index. Reads one moment of the book on
    a connection of its own.
    """
    with closing(open_reader(journal)) as connection:
        places = (
            (workstation,) if workstation is not None else _workstations(connection, store)
        )
        for place in places:
            yield from _documents(connection, f"{store}|{place}|{business_day}|", place)


def _documents(
    connection: sqlite3.Connection, prefix: str, workstation: str
) -> Iterator[DayDocument]:
    rows = connection.execute(
        "SELECT d.key, r.body, r.answer FROM document d"
        " JOIN record r ON r.position = d.position WHERE d.key >= ? AND d.key < ?",
        (prefix, _after(prefix)),
    )
    for key, body, answer in rows:
        number, _, kind = key.removeprefix(prefix).partition("|")
        record = unpack(body)
        # Facts of a day's thousand records, and nothing else of them: our own bytes, so the
        # plain reader will do, at a tenth of the time.
        facts = json.loads(record.facts_bytes() or b"{}")
        header = read_header(record.header)
        yield DayDocument(workstation, number, kind, header, facts, answer)


def _workstations(connection: sqlite3.Connection, store: str) -> Iterator[str]:
    """Yield each workstation that ever sold, by one step in the index each."""
    prefix = at = f"{store}|"
    while True:
        (key,) = connection.execute(
            "SELECT min(key) FROM document WHERE key >= ? AND key < ?", (at, _after(prefix))
        ).fetchone()
        if key is None:
            return
        workstation = key.removeprefix(prefix).partition("|")[0]
        yield workstation
        at = _after(f"{prefix}{workstation}|")


def _after(prefix: str) -> str:
    """Return the first text behind all that begin with a prefix, which ends in ``|``."""
    return f"{prefix[:-1]}}}"
