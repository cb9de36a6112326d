"""The sale that comes back: found in our journal with its returns so far, or not."""

from dataclasses import dataclass

from agent.counter.desk import Desk
from agent.counter.given import part, returned, sale_given
from agent.counter.receipts import document_in
from agent.counter.requests import Original
from rules.decisions import Returned, SaleGiven
from rules.ids import LotId, RecordId
from rules.ledger import PENDING, Lot
from rules.refusal import Refusal, refuse
from sync.till.stored import StoredRecord

_SALE = "sale"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedSale:
    """A sale of ours as its record tells it, and the records of what came back since."""

    record: RecordId
    stored: StoredRecord
    given: SaleGiven
    reversals: tuple[StoredRecord, ...]

    @property
    def earlier(self) -> tuple[Returned, ...]:
        """What came back so far."""
        return tuple(returned(stored) for stored in self.reversals)

    def lots(self) -> dict[LotId, Lot]:
        """Return the lots that were born with the sale."""
        return {lot.lot: lot for lot in self.stored.ledger.lots}

    def pending(self) -> dict[LotId, int]:
        """Return what our journal says still waits in the sale's lots."""
        sums: dict[LotId, int] = {}
        for stored in (self.stored, *self.reversals):
            for entry in stored.ledger.entries:
                for posting in entry.postings:
                    if posting.place == PENDING:
                        sums[posting.lot] = sums.get(posting.lot, 0) + posting.amount
        return sums


def key_of(original: Original | None) -> str | Refusal:
    """Return the natural key of what comes back; empty when nobody knows it."""
    if original is None:
        return ""
    if original.document is not None:
        if original.document.kind != _SALE:
            return refuse("only_sales_return", kind=original.document.kind)
        return original.document.key().text()
    if original.proof is None:
        return ""
    return document_in(original.proof) or refuse("broken_proof")


def booked_sale(desk: Desk, key: str) -> BookedSale | None:
    """Return the sale booked here under a key; None when not, or its facts are erased."""
    document = desk.book.journal.document(key) if key else None
    return read_sale(desk, document.record) if document else None


def read_sale(desk: Desk, record: RecordId) -> BookedSale | None:
    """Return one of our records as a booked sale; None when it is none."""
    stored = desk.book.journal.read(record)
    if stored is None or stored.header.kind != _SALE or not part(stored.facts, "asked"):
        return None
    found = (
        desk.book.journal.read(name) for name in desk.book.journal.reversals_of(record)
    )
    return BookedSale(
        record=record,
        stored=stored,
        given=sale_given(stored),
        reversals=tuple(reversal for reversal in found if reversal is not None),
    )
