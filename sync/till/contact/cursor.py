"""How far head office has us: the cursor, the stored nonce, the last contact."""

from sync.core.till_side import Cursor
from sync.kit.clock import to_ms
from sync.till.book.book import TillBook
from sync.till.journal.journal import TillJournal
from sync.wire.records.record import genesis


def cursor_of(journal: TillJournal) -> Cursor:
    """Return the newest life's cursor."""
    row = journal.connection.execute(
        "SELECT acknowledged, safe, generation, ticket FROM life WHERE life = ?",
        (journal.life.number,),
    ).fetchone()
    acknowledged, safe, generation, ticket = row or (0, 0, 0, 0)
    return Cursor(
        acknowledged=acknowledged, safe=safe, generation=generation, ticket=ticket
    )


def keep_cursor(journal: TillJournal, cursor: Cursor) -> None:
    """Remember a proved cursor; a new ticket needs a new nonce."""
    with journal.transaction() as connection:
        connection.execute(
            "UPDATE life SET acknowledged = ?, safe = max(safe, ?), generation = ?,"
            " nonce = CASE WHEN ticket = ? THEN nonce ELSE '' END, ticket = ?"
            " WHERE life = ?",
            (
                cursor.acknowledged,
                cursor.safe,
                cursor.generation,
                cursor.ticket,
                cursor.ticket,
                journal.life.number,
            ),
        )


def keep_nonce(journal: TillJournal, fresh: str) -> str:
    """Return the stored nonce of the hello under way, or keep and return ``fresh``."""
    row = journal.connection.execute(
        "SELECT nonce FROM life WHERE life = ?", (journal.life.number,)
    ).fetchone()
    if row and row[0]:
        return str(row[0])
    with journal.transaction() as connection:
        connection.execute(
            "UPDATE life SET nonce = ? WHERE life = ?", (fresh, journal.life.number)
        )
    return fresh


def keep_contact(book: TillBook) -> None:
    """Remember when head office was last heard."""
    journal = book.journal
    journal.contact_ms = to_ms(book.clock.now())
    with journal.transaction() as connection:
        connection.execute(
            "UPDATE life SET contact_ms = ? WHERE life = ?",
            (journal.contact_ms, journal.life.number),
        )


def hash_at(journal: TillJournal, seq: int) -> str:
    """Return our own chain hash (hex) after record ``seq`` of the newest life."""
    if seq == 0:
        return genesis(str(journal.life)).hex()
    row = journal.connection.execute(
        "SELECT hash FROM record WHERE position = ?", (journal.life.position(seq),)
    ).fetchone()
    return row[0].hex() if row else ""


def taken_since(journal: TillJournal) -> tuple[str, ...]:
    """Return the grants journalled since the last push, the newest 1,000 at most."""
    rows = journal.connection.execute(
        "SELECT grant_id FROM taken WHERE position > ? ORDER BY position DESC LIMIT 1000",
        (journal.life.position(cursor_of(journal).acknowledged),),
    )
    return tuple(grant for (grant,) in rows)
