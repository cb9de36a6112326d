"""Sales that were given to a member afterwards: what came back since rests on that."""

from collections.abc import Mapping, Sequence

from sync.book.given import part, return_of, strings, text
from sync.book.stored import StoredRecord
from sync.office.returning.papers import SaleBooked, Where
from sync.office.returning.returned import ReturnRow


def parted(
    rows: Sequence[ReturnRow],
    attached: SaleBooked | None,
    records: Mapping[Where, StoredRecord],
) -> tuple[list[ReturnRow], list[ReturnRow]]:
    """Part a sale's returns into those that its attachment knew of and the others.

    It knew of what it names, and of what its own till had booked before it of a record of
    its own: not of what came by the slip of another, nor of a claim.
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
        or (
            row.till == header.till
            and (row.life, row.seq) < (header.life, header.seq)
            and _rests_on(records[row.where], row.original).startswith(f"{row.till}.")
        )
    ]
    names = {row.record for row in before}
    return before, [row for row in rows if row.record not in names]


def _rests_on(stored: StoredRecord, original: str) -> str:
    """Return the record of a sale that its till decided a return from; empty of a claim."""
    _, given = return_of(stored, original)
    return text(given, "of") or stored.header.reverses
