"""Records of ours in the order they were written, some at a time."""

from sync.book.stored import StoredRecord, read_stored
from sync.till.journal.journal import TillJournal


def records_from(
    journal: TillJournal, position: int, count: int
) -> tuple[tuple[int, StoredRecord], ...]:
    """Return up to ``count`` records from a position on, each with its own, of any life."""
    rows = journal.connection.execute(
        "SELECT position, body FROM record WHERE position >= ? ORDER BY position LIMIT ?",
        (position, count),
    )
    return tuple((place, read_stored(body)) for place, body in rows)
