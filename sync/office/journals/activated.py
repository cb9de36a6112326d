"""Lots that were activated before: a record came late, or the activation was forgotten."""

from rules.value.ledger import AVAILABLE, PENDING
from sync.core import corrections
from sync.office.journals.authoring import Writing
from sync.office.journals.open_book import OpenBook
from sync.office.journals.reading import Read
from sync.wire.buckets import bucket_of
from sync.wire.records.ledger_part import LedgerPart


def keep_activated(book: OpenBook, record: Read) -> None:
    """Move between pending and available what a record, just posted, leaves below zero.

    A return may take from pending after its lot was activated: left there until the next
    duties, it would be a debt that nobody sees, and what is owed could be dealt. And a
    grant that a restore forgot shows that its lot had been activated, whole, although that
    is forgotten too: available may not be below zero for what nobody owes.
    """
    for piece in sorted(_pieces(record)):
        pending, available = book.amount(*piece, PENDING), book.amount(*piece, AVAILABLE)
        if pending < 0:
            _activate(book, record, piece, pending, why="activated before")
        elif pending > 0 > available:
            _activate(book, record, piece, pending, why="forgotten in a restore")


def _activate(
    book: OpenBook, record: Read, piece: corrections.Piece, amount: int, *, why: str
) -> None:
    """Activate what is pending; of what is owed there, take that from available."""
    way = (PENDING, AVAILABLE) if amount > 0 else (AVAILABLE, PENDING)
    entry = corrections.moved("activate", piece, abs(amount), way=way)
    facts = {"why": why, "record": record.header.record}
    writing = Writing(kind="activate", part=LedgerPart(entries=(entry,)), facts=facts)
    book.say(bucket_of(piece[0]), writing)


def _pieces(record: Read) -> set[corrections.Piece]:
    """Return the lots whose pending part a record moves, and those it was granted of."""
    moved = {
        (posting.account, posting.unit, posting.lot)
        for entry in record.part.entries
        for posting in entry.postings
        if posting.place == PENDING
    }
    granted = {
        (grant.account, grant.unit, piece.lot)
        for grant in record.part.grants
        for piece in grant.slices
    }
    return moved | granted
