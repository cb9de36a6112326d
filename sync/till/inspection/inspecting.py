"""Look at the till's two files without writing them: how the book is, for a technician."""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sync.book.files import BookFault, open_reader
from sync.till.book.programmes import Programmes, Unread
from sync.wire.canonical import NotCanonicalError
from sync.wire.records.header import Header, read_header
from sync.wire.records.identity import Life
from sync.wire.records.record import BrokenRecordError, genesis, unpack

JOURNAL: Final = "journal.db"
MEMBERS: Final = "members.db"

SQLITE_VERSION: Final[tuple[int, int, int]] = sqlite3.sqlite_version_info
"""The SQLite this Python was given."""

TAIL_RECORDS: Final = 64
"""How many of the newest records have their chain walked here."""

_STEPS: Final = 10_000
_NEXT_LIFE: Final = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFacts:
    """How a journal is. ``waiting`` records are not at head office yet.

    Instants are ms since 1970, 0 where there is none; ``position`` is that of the newest
    life's last record; ``broken_at`` is the first record of its tail that does not follow.
    """

    life: Life | None
    position: int
    last_at_ms: int
    waiting: int
    oldest_waiting_ms: int
    contact_ms: int
    frozen: str
    broken_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersFacts:
    """How the copy of head office's word is.

    ``document`` is the programme in force, ``unread`` what newer ones cannot be read here.
    """

    members: int
    in_force: int
    newest: int
    document: bytes
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class _Published:
    """The programmes of a members' file: the start and document of each version."""

    rows: Mapping[int, tuple[int, bytes]]

    def programme_starts(self) -> Mapping[int, int]:
        """Return when each version known starts."""
        return {version: starts_ms for version, (starts_ms, _) in self.rows.items()}

    def programme(self, version: int) -> bytes | None:
        """Return the document of one version."""
        return self.rows[version][1] if version in self.rows else None


def inspect_journal(path: Path) -> JournalFacts:
    """Look at a journal; a :class:`BookFault` when it cannot be read."""
    with _reading(path) as connection:
        lives = connection.execute(
            "SELECT till, life, acknowledged, contact_ms, frozen FROM life ORDER BY life"
        ).fetchall()
        waiting, oldest = _waiting(connection, [(row[1], row[2]) for row in lives])
        till, number, _, contact_ms, frozen = lives[-1] if lives else ("", 0, 0, 0, "")
        life = Life(till, number) if lives else None
        last = _last(connection, life) if life else None
        return JournalFacts(
            life=life,
            position=life.position(last.seq if last else 0) if life else 0,
            last_at_ms=last.at_ms if last else 0,
            waiting=waiting,
            oldest_waiting_ms=oldest,
            contact_ms=contact_ms,
            frozen=frozen,
            broken_at=_broken_at(connection, life) if life else 0,
        )


def inspect_members(path: Path, at: datetime) -> MembersFacts:
    """Look at the members' file; a :class:`BookFault` when it cannot be read."""
    with _reading(path) as connection:
        (members,) = connection.execute("SELECT count(*) FROM statement").fetchone()
        rows = connection.execute("SELECT version, starts_ms, document FROM programme")
        published = _Published({row[0]: (row[1], row[2]) for row in rows})
    programmes = Programmes(published)
    version = programmes.in_force(at)
    return MembersFacts(
        members=members,
        in_force=version,
        newest=max(published.rows, default=0),
        document=published.programme(version) or b"",
        unread=programmes.unread(at),
    )


def quick_check(path: Path, *, timeout_s: int) -> str | None:
    """Let SQLite look the file through: empty when it is sound, else its first words.

    None when it takes longer than ``timeout_s``.
    """
    until = time.monotonic_ns() + timeout_s * 1_000_000_000
    try:
        connection = open_reader(path)
    except BookFault as fault:
        # A file that may not be opened is another trouble than one that makes no sense.
        if isinstance(fault.__cause__, sqlite3.OperationalError):
            raise
        return str(fault.__cause__)
    with closing(connection):
        connection.set_progress_handler(lambda: time.monotonic_ns() > until, _STEPS)
        try:
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                return None
            return str(error)
        except sqlite3.DatabaseError as error:
            return str(error)
    return "" if said == "ok" else str(said).splitlines()[-1]


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_reader(path)) as connection:
        try:
            yield connection
        except (sqlite3.Error, BrokenRecordError, NotCanonicalError) as error:
            raise BookFault(
                f"{path.name} cannot be understood: {error}.",
                hint="Keep the file aside and ask for help: nothing in it is lost yet.",
            ) from error


def _waiting(
    connection: sqlite3.Connection, lives: list[tuple[int, int]]
) -> tuple[int, int]:
    """Count what is after the acknowledged records; return that and the oldest's moment."""
    waiting, oldest = 0, 0
    for life, acknowledged in lives:
        span = (life * _NEXT_LIFE + acknowledged + 1, (life + 1) * _NEXT_LIFE)
        (count,) = connection.execute(
            "SELECT count(*) FROM record WHERE position >= ? AND position < ?", span
        ).fetchone()
        if count and not oldest:
            (body,) = connection.execute(
                "SELECT body FROM record WHERE position >= ? ORDER BY position LIMIT 1",
                span[:1],
            ).fetchone()
            oldest = read_header(unpack(body).header).at_ms
        waiting += count
    return waiting, oldest


def _last(connection: sqlite3.Connection, life: Life) -> Header | None:
    row = connection.execute(
        "SELECT body FROM record WHERE position >= ? ORDER BY position DESC LIMIT 1",
        (life.position(0),),
    ).fetchone()
    return read_header(unpack(row[0]).header) if row else None


def _broken_at(connection: sqlite3.Connection, life: Life) -> int:
    """Return the first of the newest records that does not follow, 0 when all do."""
    rows = connection.execute(
        "SELECT position - ?, hash, body FROM record WHERE position > ?"
        " ORDER BY position DESC LIMIT ?",
        (life.position(0), life.position(0), TAIL_RECORDS + 1),
    ).fetchall()[::-1]
    if len(rows) <= TAIL_RECORDS:
        before = genesis(str(life))
    else:
        (_, before, _), *rows = rows
    for seq, kept, body in rows:
        if unpack(body).chained_to(before) != kept:
            return int(seq)
        before = kept
    return 0
