"""Returns that wait are looked at again; a claim of a sale nobody sends is told of."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from sync.kit.clock import to_ms
from sync.office.database.desk import Sitting
from sync.office.database.findings import find
from sync.office.database.return_tables import RETURNED
from sync.office.journals.open_book import OpenBook
from sync.office.returning.returned import WAITING, read_rows
from sync.office.returning.returns import Returns
from sync.office.returning.righting import ACCEPTING
from sync.wire.records.identity import Life

AT_ONCE: Final = 1_000
"""How many sales one look is about."""

PATIENCE: Final = timedelta(days=30)
"""After how long a person is told that the sale of a return never came."""


def look_again(sitting: Sitting) -> int:
    """Settle what waits: a till that was to note a return may be gone by now.

    Returns how many sales that was about.
    """
    rows = sitting.connection.execute(
        select(RETURNED.c.original)
        .where(RETURNED.c.state.in_((WAITING, ACCEPTING)))
        .distinct()
        .order_by(RETURNED.c.original)
        .limit(AT_ONCE)
    )
    originals = set(rows.scalars())
    if not originals:
        return 0
    returns = Returns(sitting, (), originals)
    book = OpenBook(sitting)
    book.open(returns.accounts())
    returns.settle(book)
    book.close()
    _tell_unknown(sitting, originals)
    return len(originals)


def _tell_unknown(sitting: Sitting, originals: set[str]) -> None:
    long_ago = to_ms(sitting.now - PATIENCE)
    for rows in read_rows(sitting, originals).values():
        for row in rows:
            if row.state == WAITING and row.at_ms < long_ago:
                find(
                    sitting,
                    Life(row.till, row.life),
                    row.seq,
                    branch=row.branch,
                    code="claim_unknown",
                    detail=row.original,
                )
