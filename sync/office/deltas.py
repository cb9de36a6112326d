"""Deltas: what changed in each bucket of members since the asking till's cursor."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import func, select

from sync.office.chunks import chunks
from sync.office.desk import Sitting
from sync.office.newcomers import is_member
from sync.office.open_book import GENERATION_BITS
from sync.office.statements import StatementWriter
from sync.office.tables import BUCKET, CARD, CHANGE, HEAD
from sync.wire.identity import Life
from sync.wire.messages import BucketDelta, CardMessage

ANSWER_BYTES_MAX: Final = 256 * 1024
"""About how much one answer carries; a bucket is never cut in two."""

_STATEMENT_BYTES: Final = 420
_CARD_BYTES: Final = 200


def changed_since(
    sitting: Sitting, till: str, cursors: Mapping[int, int]
) -> tuple[tuple[BucketDelta, ...], bool]:
    """Return the buckets that changed since ``cursors``, and whether there are more.

    All of one transaction: the statements hold exactly the records that ``applied`` says.
    """
    writer = StatementWriter(sitting)
    applied = applied_of(sitting, till)
    deltas: list[BucketDelta] = []
    size = 0
    for bucket, revision in _moved_on(sitting, cursors):
        if size >= ANSWER_BYTES_MAX:
            return tuple(deltas), True
        since = cursors.get(bucket, 0)
        since = since if _same_history(since, revision) else 0
        accounts = accounts_changed(sitting, bucket, since)
        cards = _cards(sitting, bucket, accounts)
        deltas.append(
            BucketDelta(
                bucket=bucket,
                revision=revision,
                whole=since == 0,
                applied=applied,
                statements=writer.write(bucket, accounts, revision),
                cards=cards,
            )
        )
        size += len(accounts) * _STATEMENT_BYTES + len(cards) * _CARD_BYTES
    return tuple(deltas), False


def applied_of(sitting: Sitting, till: str) -> dict[str, int]:
    """Return, for each life of a till, up to which record its own entries are in our book."""
    rows = sitting.connection.execute(
        select(HEAD.c.life, func.max(HEAD.c.applied))
        .where(HEAD.c.till == till)
        .group_by(HEAD.c.life)
        .order_by(HEAD.c.life)
    )
    return {str(Life(till, life)): applied for life, applied in rows}


def accounts_changed(sitting: Sitting, bucket: int, since: int) -> list[str]:
    """Return the members of a bucket that changed after a revision, by name."""
    rows = sitting.connection.execute(
        select(CHANGE.c.account)
        .where(CHANGE.c.bucket == bucket, CHANGE.c.revision > since)
        .order_by(CHANGE.c.account)
    )
    return [account for account in rows.scalars() if is_member(account)]


def _moved_on(sitting: Sitting, cursors: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    rows = sitting.connection.execute(
        select(BUCKET).where(BUCKET.c.revision > 0).order_by(BUCKET.c.bucket)
    )
    for bucket, revision in rows:
        if cursors.get(bucket, 0) != revision:
            yield bucket, revision


def _same_history(since: int, revision: int) -> bool:
    """Say whether a cursor was learned in the history that led to ``revision``.

    One from before a restore, or ahead of us, may have seen what we have lost.
    """
    return since <= revision and since >> GENERATION_BITS == revision >> GENERATION_BITS


def _cards(
    sitting: Sitting, bucket: int, accounts: Sequence[str]
) -> tuple[CardMessage, ...]:
    cards: list[CardMessage] = []
    for chunk in chunks(accounts):
        rows = sitting.connection.execute(
            select(CARD)
            .where(CARD.c.bucket == bucket, CARD.c.account.in_(chunk))
            .order_by(CARD.c.token)
        )
        cards += [
            CardMessage(
                token=row.token,
                account=row.account,
                name=row.sealed_name,
                status=row.status,
            )
            for row in rows
        ]
    return tuple(cards)
