"""Deltas: what changed in each bucket of members since the asking till's cursor."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from sync.core.admission import is_house
from sync.office.database.desk import Sitting
from sync.office.database.tables import BUCKET, CARD, CHANGE, HEAD
from sync.office.database.wanted import is_in, wanted_accounts
from sync.office.journals.open_book import GENERATION_BITS
from sync.office.telling.statements import StatementWriter
from sync.wire.messages import BucketDelta, CardMessage
from sync.wire.records.identity import Life

ANSWER_BYTES_MAX: Final = 64 * 1024
"""About how much one answer carries: reading it holds a till up for a millisecond or two.

A bucket is never cut in two.
"""

MEMBER_BYTES: Final = 640
"""About how long a statement and a card are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A bucket that moved on, and which of its accounts changed."""

    bucket: int
    whole: bool
    accounts: list[str]


def changed_since(
    sitting: Sitting, cursors: Mapping[int, int]
) -> tuple[list[Changed], bool]:
    """Return the buckets that changed since ``cursors``, and whether there are more.

    As many as one answer carries.
    """
    changes: list[Changed] = []
    size = 0
    more = False
    for bucket, revision in _moved_on(sitting, cursors):
        more = size >= ANSWER_BYTES_MAX
        if more:
            break
        since = cursors.get(bucket, 0)
        since = since if _same_history(since, revision) else 0
        accounts = accounts_changed(sitting, bucket, since)
        changes.append(Changed(bucket=bucket, whole=not since, accounts=accounts))
        size += len(accounts) * MEMBER_BYTES
    return changes, more


def write_deltas(
    sitting: Sitting, till: str, changes: Sequence[Changed]
) -> tuple[BucketDelta, ...]:
    """Write what changed, as it stands now, for a till.

    All of one transaction: the statements hold exactly the records that ``applied`` says.
    """
    now = dict(_revisions(sitting))
    revisions = {
        account: now[change.bucket] for change in changes for account in change.accounts
    }
    statements = StatementWriter(sitting).write(revisions)
    cards = _cards(sitting, revisions)
    applied = applied_of(sitting, till)
    return tuple(
        BucketDelta(
            bucket=change.bucket,
            revision=now[change.bucket],
            whole=change.whole,
            applied=applied,
            statements=tuple(statements[account] for account in change.accounts),
            cards=tuple(card for account in change.accounts for card in cards[account]),
        )
        for change in changes
    )


def applied_of(sitting: Sitting, till: str) -> dict[str, int]:
    """Return, for each life of a till, up to which of its records our book goes."""
    rows = sitting.connection.execute(
        select(HEAD.c.life, func.max(HEAD.c.applied))
        .where(HEAD.c.till == till)
        .group_by(HEAD.c.life)
        .order_by(HEAD.c.life)
    )
    return {str(Life(till, life)): applied for life, applied in rows}


def accounts_changed(sitting: Sitting, bucket: int, since: int) -> list[str]:
    """Return the accounts of a bucket that changed after a revision, by name."""
    rows = sitting.connection.execute(
        select(CHANGE.c.account)
        .where(CHANGE.c.bucket == bucket, CHANGE.c.revision > since)
        .order_by(CHANGE.c.account)
    )
    return [account for account in rows.scalars() if not is_house(account)]


def accounts_of(sitting: Sitting, buckets: Sequence[int]) -> list[str]:
    """Return all accounts of some buckets, by name."""
    rows = sitting.connection.execute(
        select(CHANGE.c.account)
        .where(CHANGE.c.bucket.in_(buckets))
        .order_by(CHANGE.c.account)
    )
    return [account for account in rows.scalars() if not is_house(account)]


def _moved_on(sitting: Sitting, cursors: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the buckets that stand elsewhere than a till knows.

    A restore may have taken from one all that it ever held: that is told as well.
    """
    for bucket, revision in _revisions(sitting):
        if cursors.get(bucket, 0) != revision:
            yield bucket, revision


def _revisions(sitting: Sitting) -> Sequence[tuple[int, int]]:
    rows = sitting.connection.execute(select(BUCKET).order_by(BUCKET.c.bucket))
    return [(row.bucket, row.revision) for row in rows]


def _same_history(since: int, revision: int) -> bool:
    """Say whether a cursor was learned in the history that led to ``revision``.

    One from before a restore, or ahead of us, may have seen what we have lost.
    """
    return since <= revision and since >> GENERATION_BITS == revision >> GENERATION_BITS


def _cards(sitting: Sitting, accounts: Iterable[str]) -> dict[str, list[CardMessage]]:
    cards: dict[str, list[CardMessage]] = defaultdict(list)
    these = wanted_accounts(sitting.connection, accounts)
    rows = sitting.connection.execute(
        select(CARD).join(these, is_in(these, CARD)).order_by(CARD.c.token)
    )
    for row in rows:
        card = CardMessage(
            token=row.token,
            account=row.account,
            name=row.sealed_name,
            status=row.status,
            kind=row.kind,
            until_ms=row.until_ms,
        )
        cards[row.account].append(card)
    return cards
