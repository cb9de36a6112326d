"""The outbox is the journal after the cursor: the next batch to push."""

from typing import Final

from sync.till.book.book import TillBook
from sync.till.contact.cursor import cursor_of
from sync.wire.records.batch import Batch, signed_head
from sync.wire.records.identity import split_position
from sync.wire.records.record import genesis

BATCH_BYTES: Final = 512 << 10
BATCH_RECORDS: Final = 2000


def next_batch(book: TillBook, *, upto: int, nonce: str) -> Batch | None:
    """Return what head office lacks next of the records up to ``upto``.

    At most 512 KiB of records, but at least one.
    """
    journal = book.journal
    cursor = cursor_of(journal)
    first = cursor.acknowledged + 1
    rows = journal.connection.execute(
        "SELECT position, hash, body FROM record WHERE position BETWEEN ? AND ?"
        " ORDER BY position LIMIT ?",
        (journal.life.position(first), journal.life.position(upto), BATCH_RECORDS),
    )
    records: list[bytes] = []
    size = 0
    head, last = b"", 0
    for position, chain_hash, body in rows:
        size += len(body)
        if records and size > BATCH_BYTES:
            break
        records.append(body)
        head = chain_hash
        last = split_position(position)[1]
    if not records:
        return None
    return Batch(
        life=str(journal.life),
        branch="",
        first_seq=first,
        previous=_hash_before(book, first),
        generation=cursor.generation,
        nonce=nonce,
        signature=book.keys.signing.sign(signed_head(str(journal.life), last, head)),
        records=tuple(records),
    )


def _hash_before(book: TillBook, seq: int) -> bytes:
    journal = book.journal
    if seq == 1:
        return genesis(str(journal.life))
    row = journal.connection.execute(
        "SELECT hash FROM record WHERE position = ?", (journal.life.position(seq - 1),)
    ).fetchone()
    return bytes(row[0])
