"""members.db: the till's copy of head office's word, applied bucket by bucket."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from rules.ground.ids import AccountId, RecordId
from sync.book.files import open_writer, writing
from sync.wire.buckets import bucket_of
from sync.wire.canonical import decode_object, encode
from sync.wire.messages import STATEMENT, BucketDelta, Statement
from sync.wire.records.identity import Life
from sync.wire.records.people import CardKind, CardStatus
from sync.wire.returns import OUTCOME, Outcome

SCHEMA: Final = "sync.till.book.members_schema"
_APPLIED_KEPT: Final = 2048
"""More than there are buckets."""

_CARD: Final = "SELECT token, account, name, status, kind, until_ms FROM card"
_STATEMENTS_OF: Final = "SELECT bucket, account, body FROM statement WHERE bucket = ?"
_CARDS_OF: Final = (
    "SELECT token, bucket, account, name, status, kind, until_ms FROM card WHERE bucket = ?"
)
_KEEP_STATEMENT: Final = (
    "INSERT OR REPLACE INTO statement (bucket, account, body) VALUES (?, ?, ?)"
)
# A card that is as it was is not written: its page, alone among thousands, stays clean.
_KEEP_CARD: Final = (
    "INSERT INTO card (token, bucket, account, name, status, kind, until_ms)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (token) DO UPDATE SET bucket = excluded.bucket,"
    " account = excluded.account, name = excluded.name, status = excluded.status,"
    " kind = excluded.kind, until_ms = excluded.until_ms"
    " WHERE account <> excluded.account OR name <> excluded.name"
    " OR status <> excluded.status OR kind <> excluded.kind"
    " OR until_ms <> excluded.until_ms"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCard:
    """A card or a phone number as the till knows it: whose it is, never its number.

    It is good until ``until_ms`` (exclusive); 0 is for ever.
    """

    token: bytes
    account: AccountId
    sealed_name: bytes
    status: CardStatus
    kind: CardKind
    until_ms: int = 0


StatementRow = tuple[int, str, bytes]
CardRow = tuple[bytes, int, str, bytes, str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A bucket's delta as rows, made off the loop's thread: see :func:`checkpoint_of`."""

    bucket: int
    revision: int
    whole: bool
    applied: Mapping[str, int]
    statements: Sequence[StatementRow]
    cards: Sequence[CardRow]


def checkpoint_of(delta: BucketDelta) -> Checkpoint:
    """Return a delta as the rows that it becomes."""
    bucket = delta.bucket
    return Checkpoint(
        bucket=bucket,
        revision=delta.revision,
        whole=delta.whole,
        applied=delta.applied,
        statements=[
            (bucket, statement.account, STATEMENT.dump_json(statement))
            for statement in delta.statements
        ],
        cards=[
            (
                bytes.fromhex(card.token),
                bucket,
                card.account,
                bytes.fromhex(card.name),
                card.status,
                card.kind,
                card.until_ms,
            )
            for card in delta.cards
        ],
    )


class MemberFile:
    """Statements, cards and programmes as head office last told them.

    ``changes`` grows whenever something in the file may have changed.
    """

    def __init__(self, path: Path) -> None:
        self.connection: Final = open_writer(path, package=SCHEMA, precious=False)
        self.changes = 0
        self._starts: Mapping[int, int] | None = None

    def card(self, token: bytes) -> StoredCard | None:
        """Return the card with a token."""
        row = self.connection.execute(f"{_CARD} WHERE token = ?", (token,)).fetchone()
        return _card(row) if row else None

    def cards(self, account: AccountId) -> tuple[StoredCard, ...]:
        """Return an account's cards and phone numbers, in order of token."""
        rows = self.connection.execute(
            f"{_CARD} WHERE bucket = ? AND account = ? ORDER BY token",
            (bucket_of(account), account),
        )
        return tuple(map(_card, rows))

    def statement(self, account: AccountId) -> Statement | None:
        """Return head office's word on an account."""
        row = self.connection.execute(
            "SELECT body FROM statement WHERE bucket = ? AND account = ?",
            (bucket_of(account), account),
        ).fetchone()
        return STATEMENT.validate_json(row[0]) if row else None

    def applied(self, account: AccountId) -> Mapping[str, int]:
        """Return up to which of our records the account's statement reaches, by life."""
        row = self.connection.execute(
            "SELECT applied FROM bucket WHERE bucket = ?", (bucket_of(account),)
        ).fetchone()
        return _applied(row[0]) if row else {}

    def revisions(self) -> dict[int, int]:
        """Return the cursor of every bucket we have heard of."""
        return dict(self.connection.execute("SELECT bucket, revision FROM bucket"))

    def statements(self, bucket: int) -> Iterator[Statement]:
        """Return the statements of one bucket, in order of account."""
        rows = self.connection.execute(
            "SELECT body FROM statement WHERE bucket = ? ORDER BY account", (bucket,)
        )
        return (STATEMENT.validate_json(body) for (body,) in rows)

    def count(self) -> int:
        """Return how many accounts are known."""
        (count,) = self.connection.execute("SELECT count(*) FROM statement").fetchone()
        return int(count)

    def apply(self, checkpoint: Checkpoint) -> bool:
        """Take a checkpoint over in one transaction; a stale one does nothing."""
        row = self.connection.execute(
            "SELECT revision FROM bucket WHERE bucket = ?", (checkpoint.bucket,)
        ).fetchone()
        if row is not None and row[0] > checkpoint.revision and not checkpoint.whole:
            return False
        with self.transaction() as connection:
            statements, cards = checkpoint.statements, checkpoint.cards
            if checkpoint.whole:
                statements, cards = self._forget(checkpoint)
            connection.executemany(_KEEP_STATEMENT, statements)
            connection.executemany(_KEEP_CARD, cards)
            connection.execute(
                "INSERT OR REPLACE INTO bucket (bucket, revision, applied)"
                " VALUES (?, ?, ?)",
                (
                    checkpoint.bucket,
                    checkpoint.revision,
                    encode(checkpoint.applied).decode(),
                ),
            )
        return True

    def keep_cards(self, cards: Sequence[CardRow]) -> None:
        """Keep a few of a checkpoint's cards before it is applied: then it has less to do.

        A card whose account has no statement yet is as good as unknown.
        """
        with self.transaction() as connection:
            connection.executemany(_KEEP_CARD, cards)

    def keep_programme(self, version: int, starts_ms: int, document: bytes) -> None:
        """Keep a programme version (canonical JSON); one that is known is not replaced."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO programme (version, starts_ms, document)"
                " VALUES (?, ?, ?)",
                (version, starts_ms, document),
            )

    def programme(self, version: int) -> bytes | None:
        """Return the document of one version."""
        row = self.connection.execute(
            "SELECT document FROM programme WHERE version = ?", (version,)
        ).fetchone()
        return row[0] if row else None

    def programme_starts(self) -> Mapping[int, int]:
        """Return when each version known starts, in milliseconds."""
        if self._starts is None:
            self._starts = dict(
                self.connection.execute("SELECT version, starts_ms FROM programme")
            )
        return self._starts

    def newest_programme(self) -> int:
        """Return the newest version known, started or not."""
        return max(self.programme_starts(), default=0)

    def life_key(self, life: Life) -> bytes | None:
        """Return the public key of a life of the fleet, None when not heard of."""
        row = self.connection.execute(
            "SELECT key FROM life_key WHERE life = ?", (str(life),)
        ).fetchone()
        return row[0] if row else None

    def life_keys(self) -> int:
        """Return how many keys of the fleet's lives are known."""
        (count,) = self.connection.execute("SELECT count(*) FROM life_key").fetchone()
        return int(count)

    def keep_life_keys(self, keys: Iterable[tuple[str, bytes]]) -> None:
        """Keep public keys of lives; a life's key never changes."""
        with self.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO life_key (life, key) VALUES (?, ?)", keys
            )

    def keep_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Keep what became of returns of ours; what is newer replaces what was told."""
        if not outcomes:
            return
        with self.transaction() as connection:
            connection.executemany(
                "INSERT INTO outcome (record, number, body) VALUES (?, ?, ?)"
                " ON CONFLICT (record) DO UPDATE SET number = excluded.number,"
                " body = excluded.body WHERE excluded.number > number",
                [(one.record, one.number, OUTCOME.dump_json(one)) for one in outcomes],
            )

    def outcome(self, record: RecordId) -> Outcome | None:
        """Return what head office made of a return of ours, as far as it told."""
        row = self.connection.execute(
            "SELECT body FROM outcome WHERE record = ?", (record,)
        ).fetchone()
        return OUTCOME.validate_json(row[0]) if row else None

    def newest_outcome(self) -> int:
        """Return up to which number we were told outcomes."""
        (number,) = self.connection.execute(
            "SELECT coalesce(max(number), 0) FROM outcome"
        ).fetchone()
        return int(number)

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """Run one write transaction: all of it or nothing."""
        self.changes += 1
        self._starts = None
        return writing(self.connection, what="The copy of head office's word")

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def _forget(
        self, checkpoint: Checkpoint
    ) -> tuple[Sequence[StatementRow], Sequence[CardRow]]:
        """Drop what a whole checkpoint does not name; return what of it is news."""
        statements = set(self.connection.execute(_STATEMENTS_OF, (checkpoint.bucket,)))
        cards = set(self.connection.execute(_CARDS_OF, (checkpoint.bucket,)))
        accounts = {row[1] for row in checkpoint.statements}
        tokens = {row[0] for row in checkpoint.cards}
        self.connection.executemany(
            "DELETE FROM statement WHERE bucket = ? AND account = ?",
            [row[:2] for row in statements if row[1] not in accounts],
        )
        self.connection.executemany(
            "DELETE FROM card WHERE token = ?",
            [row[:1] for row in cards if row[0] not in tokens],
        )
        return (
            [row for row in checkpoint.statements if row not in statements],
            [row for row in checkpoint.cards if row not in cards],
        )


def _card(row: tuple[bytes, str, bytes, CardStatus, CardKind, int]) -> StoredCard:
    token, account, name, status, kind, until_ms = row
    return StoredCard(
        token=token,
        account=AccountId(account),
        sealed_name=name,
        status=status,
        kind=kind,
        until_ms=until_ms,
    )


# Most buckets say the same, and a member is looked at again and again.
@lru_cache(maxsize=_APPLIED_KEPT)
def _applied(text: str) -> Mapping[str, int]:
    value = decode_object(text.encode())
    return {life: seq for life, seq in value.items() if isinstance(seq, int)}
