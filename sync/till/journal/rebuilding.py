"""Derive the till's projections anew from its records and compare with what is kept."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from sync.book.chain import ChainReport, walk
from sync.book.stored import read_stored
from sync.till.journal.projecting import PEOPLE, Projector, spends_unasked
from sync.wire.records.identity import Life, split_position

_COMPARED: Final = {
    "holding": "SELECT account, unit, lot, place, amount, until_ms FROM holding",
    "hold": "SELECT position, workstation, state FROM hold",
    "loaded": "SELECT account, unit, position, amount, at_ms FROM loaded",
    "unasked": "SELECT rule, position, amount_minor, at_ms FROM unasked",
    "taken": "SELECT grant_id, position FROM taken",
    "document": "SELECT key, position FROM document",
    "reversal": "SELECT original, position FROM reversal",
    "foreign_reversal": "SELECT original, position FROM foreign_reversal",
    "own_card": "SELECT token, position, account, kind, name, status, until_ms"
    " FROM own_card",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A row that is kept but does not follow from the records, or the other way round."""

    table: str
    row: str
    kept: bool


def chains(source: sqlite3.Connection) -> tuple[ChainReport, ...]:
    """Walk the chain of every life in the file."""
    lives = source.execute("SELECT till, life FROM life ORDER BY life").fetchall()
    return tuple(walk(Life(*life), _rows(source, Life(*life))) for life in lives)


def differences(source: sqlite3.Connection) -> tuple[Difference, ...]:
    """Compare every projection with the one derived anew in memory."""
    anew = _derive(source)
    found = []
    for table, query in _COMPARED.items():
        kept, derived = set(source.execute(query)), set(anew.execute(query))
        found += [
            Difference(table=table, row=str(row), kept=True) for row in kept - derived
        ]
        found += [
            Difference(table=table, row=str(row), kept=False) for row in derived - kept
        ]
    anew.close()
    return tuple(found)


def _derive(source: sqlite3.Connection) -> sqlite3.Connection:
    anew = sqlite3.connect(":memory:", isolation_level=None)
    for script in sorted(
        files("sync.till.journal.schema").iterdir(), key=lambda at: at.name
    ):
        if script.name.endswith(".sql"):
            anew.executescript(script.read_text(encoding="utf-8"))
    projector = Projector(anew)
    tills = dict(source.execute("SELECT life, till FROM life"))
    for position, body in source.execute(
        "SELECT position, body FROM record ORDER BY position"
    ):
        number, _ = split_position(position)
        stored = read_stored(body)
        life = Life(tills[number], number)
        projector.derive(position, life, stored.header.kind, stored.ledger)
        if stored.header.key:
            anew.execute(
                "INSERT INTO document (key, content, position) VALUES (?, x'', ?)",
                (stored.header.key, position),
            )
        also = stored.ledger.also_reverses
        projector.link(position, life, stored.header.reverses, *also)
        if stored.header.kind in PEOPLE:
            projector.bind(position, stored.facts)
        if spends_unasked(stored.ledger):
            projector.count(position, stored.header.at_ms, stored.facts)
    return anew


def _rows(source: sqlite3.Connection, life: Life) -> Iterator[tuple[int, bytes, bytes]]:
    rows = source.execute(
        "SELECT position, hash, body FROM record WHERE position BETWEEN ? AND ?"
        " ORDER BY position",
        (life.position(0), Life(life.till, life.number + 1).position(0) - 1),
    )
    for position, chain_hash, body in rows:
        yield split_position(position)[1], chain_hash, body
