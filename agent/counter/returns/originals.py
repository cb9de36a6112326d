"""The sale that comes back: in our journal, proven by its slip, or not known here."""

from dataclasses import dataclass

from agent.counter.asked.requests import Original
from agent.counter.ground.desk import Desk
from agent.counter.records.receipts import document_in
from agent.counter.returns.proofs import proven_sale
from rules.ground.ids import LotId, RecordId
from rules.ground.refusal import Refusal, refuse
from rules.sale.decisions import Returned, SaleGiven
from rules.value.ledger import PENDING, Lot
from sync.book.given import Object, part, returned, returns_in, sale_given, text
from sync.book.stored import StoredRecord
from sync.wire.records.identity import split_record
from sync.wire.records.ledger_part import IssuedOnce

_SALE = "sale"
_ATTACHMENT = "attach"
_RETURNABLE = frozenset({"sale", "top_up"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedSale:
    """A sale that was booked, and the records of what came back since, here.

    ``stored`` is its record when our own journal holds it; else its slip proved it.
    ``programme`` is the version it was made under. A sale that was attached to a member
    afterwards is what the attachment left of it: its record is ``stored`` then. What was
    sold and paid stands in ``paper``, the sale's own record, and in ``all_reversals``.
    """

    record: RecordId
    key: str
    programme: int
    given: SaleGiven
    reversals: tuple[StoredRecord, ...]
    stored: StoredRecord | None = None
    paper: StoredRecord | None = None
    all_reversals: tuple[StoredRecord, ...] = ()

    @property
    def earlier(self) -> tuple[Returned, ...]:
        """What came back so far."""
        return tuple(returned(stored, self.key) for stored in self.reversals)

    @property
    def booked_here(self) -> bool:
        """Whether our own journal made it: then it decides what is given back at once."""
        return self.stored is not None

    @property
    def issued(self) -> tuple[IssuedOnce, ...]:
        """The vouchers that were given for it."""
        return self.stored.ledger.issued if self.stored else ()

    @property
    def is_exchange(self) -> bool:
        """Whether goods of another sale came back with it."""
        return self.paper is not None and bool(returns_in(self.paper))

    @property
    def paid_with(self) -> Object:
        """What its own record says was given: cards loaded, money and coupons spent."""
        return part(self.paper.facts, "given") if self.paper else {}

    @property
    def earned_in(self) -> RecordId:
        """The record in which it earned: its own, or that of its attachment."""
        return self.stored.header.record if self.stored else self.record

    @property
    def life(self) -> str:
        """The life that booked it."""
        return str(split_record(self.record)[0])

    def lots(self) -> dict[LotId, Lot]:
        """Return the lots that were born with the sale."""
        return {lot.lot: lot for lot in self.given.lots}

    def pending(self) -> dict[LotId, int]:
        """Return what still waits in the sale's lots, as far as is known here."""
        sums: dict[LotId, int] = {}
        if self.stored is None:
            lots = {lot.unit: lot.lot for lot in self.given.lots}
            for award in self.given.awards:
                lot = lots.get(award.unit)
                if lot is not None:
                    sums[lot] = sums.get(lot, 0) + award.points
        own = (self.stored, *self.reversals) if self.stored else self.reversals
        for stored in own:
            for entry in stored.ledger.entries:
                for posting in entry.postings:
                    if posting.place == PENDING:
                        sums[posting.lot] = sums.get(posting.lot, 0) + posting.amount
        return sums


@dataclass(frozen=True, slots=True)
class Found:
    """What a return names: a natural key (empty: nobody knows it), and the sale if any."""

    key: str
    sale: BookedSale | None


def find_original(desk: Desk, original: Original | None) -> Found | Refusal:
    """Find the sale that comes back: booked here, else proven by its slip, else unknown.

    Refusals: ``only_sales_return``, ``broken_proof``.
    """
    key = key_of(original)
    if isinstance(key, Refusal):
        return key
    here = booked_sale(desk, key)
    if here is not None or original is None or original.proof is None:
        return Found(key, here)
    proven = proven_sale(original.proof, desk.book.members.life_key)
    if isinstance(proven, Refusal):
        return proven
    if proven is None:
        return Found(key, None)
    sale = BookedSale(
        record=proven.record,
        key=key,
        programme=proven.programme,
        given=proven.given,
        reversals=_reversals(desk, proven.record),
    )
    return Found(key, sale)


def key_of(original: Original | None) -> str | Refusal:
    """Return the natural key of what comes back; empty when nobody knows it."""
    if original is None:
        return ""
    if original.document is not None:
        if original.document.kind not in _RETURNABLE:
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
    paper = stored = desk.book.journal.read(record)
    if stored is None or stored.header.kind != _SALE or not part(stored.facts, "asked"):
        return None
    key, returns = stored.header.key, _reversals(desk, record)
    reversals = returns
    attached = _attachment(desk, key)
    if attached is not None:
        stored = attached
        after = _place(attached)
        reversals = tuple(found for found in reversals if _place(found) > after)
    return BookedSale(
        record=record,
        key=key,
        programme=stored.header.programme,
        given=sale_given(stored),
        reversals=reversals,
        stored=stored,
        paper=paper,
        all_reversals=returns,
    )


def attachment_key(key: str) -> str:
    """Return the key under which a sale is attached to a member: once, for ever."""
    return f"{key.removesuffix(_SALE)}{_ATTACHMENT}"


def return_name(stored: StoredRecord) -> str:
    """Return by which record's name everybody knows a return that stands here."""
    noted = text(part(stored.facts, "given"), "elsewhere")
    return noted or stored.header.record


def _attachment(desk: Desk, key: str) -> StoredRecord | None:
    document = desk.book.journal.document(attachment_key(key))
    stored = desk.book.journal.read(document.record) if document else None
    return stored if stored and part(stored.facts, "asked") else None


def _place(stored: StoredRecord) -> tuple[int, int]:
    return stored.header.life, stored.header.seq


def _reversals(desk: Desk, record: RecordId) -> tuple[StoredRecord, ...]:
    """Return what came back of a record and was not undone since."""
    found = _linked(desk, record)
    undone = {text(part(stored.facts, "given"), "undoes") for stored in found} - {""}
    return tuple(
        stored
        for stored in found
        if not text(part(stored.facts, "given"), "undoes")
        and return_name(stored) not in undone
        and not (stored.header.kind == _SALE and _is_voided(desk, stored))
    )


def _is_voided(desk: Desk, exchange: StoredRecord) -> bool:
    """Say whether an exchange was voided: then nothing came back with it."""
    return any(
        stored.header.kind == "void" or part(stored.facts, "given").get("voids")
        for stored in _linked(desk, exchange.header.record)
    )


def _linked(desk: Desk, record: RecordId) -> list[StoredRecord]:
    journal = desk.book.journal
    found = (journal.read(name) for name in journal.reversals_of(record))
    return [reversal for reversal in found if reversal is not None]
