"""Our side of the comparison with head office, as of the record it acknowledged last.

Gathered in the loop's thread piece by piece, so that a sale never waits for a million
members; what is sold meanwhile comes after that record and changes nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from rules.value.ledger import POINTS, held_at
from sync.book.stored import read_stored
from sync.core.digests import Stated, bucket_digest, rights_digest
from sync.till.book.book import TillBook
from sync.till.contact.contact import InLoop
from sync.till.contact.cursor import cursor_of, hash_at
from sync.wire.messages import ReconcileRequest

BUCKETS_AT_ONCE: Final = 2
"""Of a million members some 2,000: about 10 ms of the loop's time."""

Right = tuple[str, str, str, str]
"""Account, unit, lot, place."""


def compose(
    book: TillBook, *, nonce: str, in_loop: InLoop, only: Sequence[int] | None = None
) -> ReconcileRequest:
    """Gather it, of all buckets or ``only`` some.

    No contact may run meanwhile: what comes down would change the statements.
    """
    request = in_loop(partial(_journal, book, nonce=nonce))
    revisions = in_loop(book.members.revisions)
    buckets = sorted(revisions if only is None else revisions.keys() & set(only))
    digests: dict[int, str] = {}
    for at in range(0, len(buckets), BUCKETS_AT_ONCE):
        some = buckets[at : at + BUCKETS_AT_ONCE]
        digests |= in_loop(partial(_digests, book, some, upto=request.seq))
    return replace(
        request,
        buckets=digests,
        revisions={bucket: revisions[bucket] for bucket in buckets},
    )


def _journal(book: TillBook, *, nonce: str) -> ReconcileRequest:
    journal = book.journal
    cursor = cursor_of(journal)
    first, last = (journal.life.position(seq) for seq in (0, cursor.acknowledged))
    (records,) = journal.connection.execute(
        "SELECT count(*) FROM record WHERE position BETWEEN ? AND ?", (first, last)
    ).fetchone()
    return ReconcileRequest(
        till=journal.life.till,
        life=journal.life.number,
        generation=cursor.generation,
        nonce=nonce,
        seq=cursor.acknowledged,
        hash=hash_at(journal, cursor.acknowledged),
        records=records,
        rights=rights_digest(_rights(book, cursor.acknowledged)),
        buckets={},
        revisions={},
    )


def _rights(book: TillBook, upto: int) -> Iterator[tuple[str, str, str, str, int]]:
    """Yield what this life may let be spent, without what came after a record."""
    life = book.journal.life
    own = (str(life), held_at(str(life)))
    rows = book.journal.connection.execute(
        "SELECT account, unit, lot, place, amount FROM holding WHERE place IN (?, ?)", own
    )
    held = Counter({(row[0], row[1], row[2], row[3]): row[4] for row in rows})
    later = book.journal.connection.execute(
        "SELECT body FROM record WHERE position > ?", (life.position(upto),)
    )
    for (body,) in later:
        for entry in read_stored(body).ledger.entries:
            for posting in entry.postings:
                right: Right = (posting.account, posting.unit, posting.lot, posting.place)
                held[right] -= posting.amount if posting.place in own else 0
    for right, amount in held.items():
        if amount:
            yield (*right, amount)


def _digests(book: TillBook, buckets: Sequence[int], *, upto: int) -> dict[int, str]:
    return {bucket: _shown(book, bucket, upto=upto) for bucket in buckets}


def _shown(book: TillBook, bucket: int, *, upto: int) -> str:
    """Digest the balances of one bucket as they are shown here."""
    rows: dict[tuple[str, str], tuple[int, int]] = {}
    accounts: list[str] = []
    for statement in book.members.statements(bucket):
        accounts.append(statement.account)
        rows[statement.account, POINTS] = (statement.available, statement.pending)
        for unit in statement.balances:
            rows[statement.account, unit.unit] = (unit.available, unit.pending)
    for account in book.journal.tailed(tuple(accounts)):
        applied = book.members.applied(account)
        own = book.journal.newer_than(account, applied, upto=upto)
        for name, more in ((POINTS, (own.available, own.pending)), *own.units.items()):
            available, pending = rows.get((account, name), (0, 0))
            rows[account, name] = (available + more[0], pending + more[1])
    return bucket_digest(_told(rows))


def _told(rows: Mapping[tuple[str, str], tuple[int, int]]) -> Iterator[Stated]:
    """Yield what goes into a digest: of other units than points only what there is."""
    for (account, unit), (available, pending) in rows.items():
        if unit == POINTS:
            yield account, available, pending
        elif available or pending:
            yield account, unit, available, pending
