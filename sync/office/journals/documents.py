"""Under what head office remembers documents, and by which record a sale is somebody's.

A natural key is one document, whatever lanes it was sent to. The record by which a sale is
somebody's stands under the sale's own key: a till's sale for a member, or the attachment of
a sale of nobody, by a till or by ourselves; the first that is applied. What a till booked
for nobody stands beside it.
"""

from collections.abc import Iterator
from typing import Final

from rules.refund.parts import TAKES
from rules.value.ledger import Entry, EntryKind, is_member
from sync.book.given import part, text
from sync.core.admission import is_house
from sync.office.database.desk import Sitting
from sync.office.database.tables import DOCUMENT
from sync.office.database.upserts import Row, insert_new
from sync.office.journals.reading import Read
from sync.wire.buckets import bucket_of
from sync.wire.records.header import Header
from sync.wire.records.identity import split_record

SALE: Final = "sale"
ATTACHMENT: Final = "attach"

_NOBODYS: Final = "nobody|"
_KEPT: Final = "kept|"
"""How keys begin of a sale for nobody, and of what a sale moves of cards and coupons.

No natural key has two parts."""

_KEPT_KINDS: Final = frozenset[EntryKind]({"redeem", "load"})

Place = tuple[int, str]
"""A bucket and a key in it."""


def sale_key(header: Header) -> str:
    """Return the natural key of the sale that a record books or attaches, else nothing."""
    if header.kind == SALE:
        return header.key
    if header.kind == ATTACHMENT:
        return f"{header.key.removesuffix(ATTACHMENT)}{SALE}"
    return ""


def sale_places(key: str) -> tuple[Place, Place]:
    """Return where it stands whose a sale is, and what a till booked for nobody."""
    return _place(key), _place(key, _NOBODYS)


def document_places(record: Read) -> tuple[Place, ...]:
    """Return where a record is remembered by which no other may be, to count."""
    key = record.header.key
    if not key:
        return ()
    if record.header.kind == SALE:
        somebodys, nobodys = sale_places(key)
        return (somebodys if _is_somebodys(record) else nobodys,)
    if record.header.kind == ATTACHMENT:
        # One that moved nothing is a wish: it attaches nothing by itself.
        gives = bool(record.part.entries)
        return (_place(key), *((_place(sale_key(record.header)),) if gives else ()))
    return ((_bucket(record), key),)


def kept_entries(record: Read) -> tuple[Entry, ...]:
    """Return what a sale moves of cards, coupons and budgets, whoever it is booked for."""
    if record.header.kind != SALE or not record.header.key:
        return ()
    return tuple(
        entry
        for entry in record.part.entries
        if entry.kind in _KEPT_KINDS and not any(map(is_member, _owners(entry)))
    )


def kept_place(record: Read) -> Place:
    """Return where it is remembered which record moved a document's cards and coupons."""
    return _place(record.header.key, _KEPT)


def document_row(place: Place, record: Read) -> Row:
    """Return the row that remembers a record."""
    life = record.life
    return _row(place, (life.till, life.number, record.branch, record.seq))


def claim(sitting: Sitting, key: str, record: str) -> None:
    """Remember that a sale is somebody's by a record of our own."""
    life, seq = split_record(record)
    row = _row(_place(key), (life.till, life.number, "", seq))
    insert_new(sitting.connection, DOCUMENT, [row])


def _row(place: Place, where: tuple[str, int, str, int]) -> Row:
    till, life, branch, seq = where
    return {
        "bucket": place[0],
        "key": place[1],
        "till": till,
        "life": life,
        "branch": branch,
        "seq": seq,
    }


def _place(key: str, what: str = "") -> Place:
    """Return a place that follows from a key alone: there all lanes meet."""
    return bucket_of(key), f"{what}{key}"


def _bucket(record: Read) -> int:
    if record.activity is not None:
        return bucket_of(record.activity.account)
    for entry in record.part.entries:
        for owner in _owners(entry):
            return bucket_of(owner)
    return bucket_of(record.header.key)


def _is_somebodys(record: Read) -> bool:
    """Say whether a sale is booked for a member: by what it moved, else by what it says."""
    moved = any(
        is_member(owner)
        for entry in record.part.entries
        if entry.kind not in TAKES
        for owner in _owners(entry)
    )
    return moved or bool(text(part(record.stored().facts, "given"), "account"))


def _owners(entry: Entry) -> Iterator[str]:
    for posting in entry.postings:
        if not is_house(posting.account):
            yield posting.account
