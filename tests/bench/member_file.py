"""A till's members.db with a million members, made once and kept among temporary files."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

from sync.till.book.members import SCHEMA, MemberFile
from sync.wire.buckets import BUCKETS, bucket_of
from sync.wire.keys.tokens import card_token, seal_name
from sync.wire.messages import STATEMENT, Statement
from sync.wire.programme.door import programme_bytes
from tests.bench.shop import (
    BRONZE,
    GOLD,
    SILVER,
    STARTS_MS,
    STORE,
    TOKEN_KEY,
    account_of,
    card_of,
    programme,
)

FOLDER: Final = "vafa-bench"
AS_OF_MS: Final = 1_795_250_000_000
_CHUNK: Final = 20_000
_SAMPLE: Final = 20
_PAGES: Final = "PRAGMA cache_size = -400000"
_NAMES: Final = ("Sara A.", "Amanuel T.", "Nur Aisyah B.", "Reza K.", "Li Wei")

CardRow = tuple[bytes, int, str, bytes, str, str]
StatementRow = tuple[int, str, bytes]


def member_file(target: Path, *, members: int, rules: int) -> None:
    """Put a file of that many members and a programme of that many rules there."""
    kept = _kept(members)
    if not kept.exists():
        _build(kept, members)
    shutil.copyfile(kept, target)
    written = MemberFile(target)
    written.keep_programme(1, STARTS_MS, programme_bytes(programme(rules)))
    written.close()


def statement_of(member: int, revision: int = 1) -> Statement:
    """Return head office's word on a member: the same for ever."""
    points = member * 7 % 9_000
    spend = member * 7_919 % 700_000
    return Statement(
        account=account_of(member),
        status="active",
        home=STORE,
        tier=_tier(spend),
        tier_until_ms=0,
        spend_minor=spend,
        available=points,
        dealable=points,
        pending=member % 60,
        held={},
        issued={},
        expiring=(),
        revision=revision,
        as_of_ms=AS_OF_MS,
    )


def name_of(member: int) -> str:
    """Return a member's name."""
    return _NAMES[member % len(_NAMES)]


def _tier(spend_minor: int) -> str:
    tiers = ((500_000, GOLD), (100_000, SILVER), (0, BRONZE))
    return next(tier for start, tier in tiers if spend_minor >= start)


def _kept(members: int) -> Path:
    folder = Path(tempfile.gettempdir()) / f"{FOLDER}-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"members-{members}-{_stamp()}.db"


def _stamp() -> str:
    """Return what changes with the schema and with what is put into it."""
    digest = sha256()
    for script in sorted(files(SCHEMA).iterdir(), key=lambda found: found.name):
        if script.name.endswith(".sql"):
            digest.update(script.read_bytes())
    digest.update(repr(_rows(range(_SAMPLE))).encode())
    return digest.hexdigest()[:12]


def _build(kept: Path, members: int) -> None:
    """Write whole trees in their own order, the indexes last; then use the file."""
    fresh = kept.with_suffix(f".{os.getpid()}")
    made = MemberFile(fresh)
    connection = made.connection
    connection.execute("PRAGMA journal_mode = MEMORY").fetchall()
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(_PAGES)
    connection.execute("BEGIN")
    indexes = _take_indexes(connection)
    cards: list[CardRow] = []
    statements: list[StatementRow] = []
    for some_cards, some_statements in _made(members):
        cards += some_cards
        statements += some_statements
    cards.sort()
    statements.sort()
    connection.executemany(
        "INSERT INTO statement (bucket, account, body) VALUES (?, ?, ?)", statements
    )
    connection.executemany(
        "INSERT INTO card (token, bucket, account, name, status, kind)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        cards,
    )
    connection.executemany(
        "INSERT INTO bucket (bucket, revision, applied) VALUES (?, 1, '{}')",
        [(bucket,) for bucket in range(BUCKETS)],
    )
    for index in indexes:
        connection.execute(index)
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    made.close()
    for outdated in kept.parent.glob(f"members-{members}-*.db"):
        outdated.unlink()
    fresh.replace(kept)


def _take_indexes(connection: sqlite3.Connection) -> Sequence[str]:
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in rows:
        connection.execute(f"DROP INDEX {name}")
    return [sql for _, sql in rows]


def _made(members: int) -> Iterator[tuple[list[CardRow], list[StatementRow]]]:
    """Yield the rows of chunks of members, in order."""
    starts = range(0, members, _CHUNK)
    ranges = [range(start, min(members, start + _CHUNK)) for start in starts]
    if len(ranges) == 1:
        yield _rows(ranges[0])
        return
    with ProcessPoolExecutor() as workers:
        yield from workers.map(_rows, ranges)


def _rows(members: range) -> tuple[list[CardRow], list[StatementRow]]:
    cards: list[CardRow] = []
    statements: list[StatementRow] = []
    for member in members:
        account, number = account_of(member), card_of(member)
        sealed = seal_name(TOKEN_KEY, number, name_of(member))
        token = card_token(TOKEN_KEY, number)
        cards.append((token, bucket_of(account), account, sealed, "active", "card"))
        body = STATEMENT.dump_json(statement_of(member))
        statements.append((bucket_of(account), account, body))
    return cards, statements
