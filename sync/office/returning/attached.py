"""Sales that were given to a member afterwards: what came back since rests on that."""

from collections.abc import Collection, Iterable, Sequence

from sync.book.given import part, strings
from sync.office.database.desk import Sitting
from sync.office.returning.returned import (
    ReturnRow,
    SaleBooked,
    Where,
    booked,
    read_records,
    read_sales,
)
from sync.wire.header import Header
from sync.wire.identity import split_record

_SALE = "sale"
_ATTACHMENT = "attach"


def sale_key(header: Header) -> str:
    """Return the natural key of the sale that a record books or attaches, else nothing."""
    if header.kind == _SALE:
        return header.key
    if header.kind == _ATTACHMENT:
        return f"{header.key.removesuffix(_ATTACHMENT)}{_SALE}"
    return ""


def read_attachments(sitting: Sitting, keys: Collection[str]) -> dict[str, SaleBooked]:
    """Read the attachments that stand of some sales, by the sales' natural keys."""
    names = {_attachment_key(key): key for key in keys if key.endswith(_SALE)}
    found = read_sales(sitting, names)
    return {
        names[name]: sales[0]
        for name, sales in found.items()
        if sales and sales[0].stored.ledger.entries
    }


def read_completed(sitting: Sitting, rows: Iterable[ReturnRow]) -> dict[str, SaleBooked]:
    """Read the attachments that we completed, by the sales' natural keys."""
    places: dict[Where, str] = {}
    for row in rows:
        if row.is_wish and row.of:
            life, seq = split_record(row.of)
            places[life.till, life.number, "", seq] = row.original
    records = read_records(sitting, places)
    return {places[place]: booked(stored, "") for place, stored in records.items()}


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


def _attachment_key(key: str) -> str:
    return f"{key.removesuffix(_SALE)}{_ATTACHMENT}"
