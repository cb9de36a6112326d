"""Sales that were given to a member afterwards: what came back since rests on that."""

from collections.abc import Sequence

from sync.book.given import part, strings
from sync.office.returning.papers import SaleBooked
from sync.office.returning.returned import ReturnRow


def parted(
    rows: Sequence[ReturnRow], attached: SaleBooked | None
) -> tuple[list[ReturnRow], list[ReturnRow]]:
    """Part a sale's returns into those that its attachment knew of and the others.

    It knew of what its own till had booked before it, and of what it names.
    """
    if attached is None:
        return list(rows), []
    header = attached.stored.header
    named = strings(part(attached.stored.facts, "given"), "returned_before")
    # Of an exchange's record, which of its returns it was follows its name.
    known = {name.partition("@")[0] for name in named}
    before = [
        row
        for row in rows
        if row.record in known
        or (row.till == header.till and (row.life, row.seq) < (header.life, header.seq))
    ]
    names = {row.record for row in before}
    return before, [row for row in rows if row.record not in names]
