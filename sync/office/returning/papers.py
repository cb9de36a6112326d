"""The records of a sale at head office: each till's own, and what gave it to a member."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, and_, or_, select

from rules.ground.ids import AccountId, LotId, Unit
from rules.sale.decisions import SaleGiven
from sync.book.given import part, parts, sale_given, text, whole
from sync.book.stored import StoredRecord, read_stored
from sync.core.kept_value import KeptValue, Loaded, kept_value
from sync.core.returning import tells_the_same
from sync.office.database.chunks import chunks
from sync.office.database.desk import Sitting
from sync.office.database.tables import DOCUMENT, JOURNAL
from sync.office.database.wanted import is_in, wanted
from sync.office.journals.documents import ATTACHMENT, sale_places
from sync.office.journals.given_before import kept_gifts, taken_back, withdrawn_of
from sync.wire.canonical import NotCanonicalError
from sync.wire.records.identity import Life

_UNREADABLE = (NotCanonicalError, ValueError, OverflowError)

Where = tuple[str, int, str, int]
"""Till, life, branch and number of a stored record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleBooked:
    """One record of a sale; ``sound`` says that its facts tell what its entries moved.

    ``gone`` names the rules whose gifts were taken back of it by ourselves.
    """

    record: str
    life: Life
    stored: StoredRecord
    given: SaleGiven
    sound: bool
    kept: KeptValue
    gone: frozenset[str] = frozenset()

    @property
    def stands(self) -> SaleGiven:
        """What its returns are judged from: what is left of what it gave."""
        return kept_gifts(self.given, self.gone)

    @property
    def account(self) -> AccountId:
        """Whose sale it is; empty for nobody's."""
        return self.given.account

    def accounts(self) -> set[str]:
        """Return the accounts that its returns may move."""
        return self.kept.accounts() | ({self.account} - {""})


@dataclass(slots=True)
class Papers:
    """The records of one sale that count.

    ``copies`` are tills' own, one for a member at most; ``attached`` gave it to one later.
    """

    copies: list[SaleBooked] = field(default_factory=list)
    attached: SaleBooked | None = None

    @property
    def standing(self) -> SaleBooked | None:
        """The record that returns are judged from: one that knew the member, else any."""
        return min(
            self.copies, key=lambda sale: (not sale.account, sale.record), default=None
        )

    @property
    def whose(self) -> SaleBooked | None:
        """The record that says whose the sale is; of nobody's sale its own."""
        sale = self.standing
        return sale if sale is not None and sale.account else self.attached or sale

    def hear(self, sale: SaleBooked) -> None:
        """Take down a record of the sale that was applied."""
        if sale.stored.header.kind != ATTACHMENT:
            if all(one.record != sale.record for one in self.copies):
                self.copies.append(sale)
        elif sale.stored.ledger.entries and self.attached is None:
            self.attached = sale

    def records(self) -> list[SaleBooked]:
        """Return all records."""
        return [*self.copies, *((self.attached,) if self.attached else ())]


def read_papers(sitting: Sitting, keys: Collection[str]) -> dict[str, Papers]:
    """Read the records of some sales, by natural key."""
    keys_at = {place: key for key in keys for place in sale_places(key)}
    these = wanted(sitting.connection, keys_at)
    rows = sitting.connection.execute(
        select(DOCUMENT).join(these, is_in(these, DOCUMENT, "key"))
    )
    places = {
        (row.till, row.life, row.branch, row.seq): keys_at[row.bucket, row.key]
        for row in rows
    }
    stored, gone = read_records(sitting, places), taken_back(sitting, places)
    sales = {place: booked(one, place[2]) for place, one in stored.items()}
    lots = withdrawn_of(sitting, (sale.given for sale in sales.values()))
    found: dict[str, Papers] = defaultdict(Papers)
    for place, sale in sorted(sales.items()):
        withdrawn = {lot.rule for lot in sale.given.lots if lot.lot in lots}
        rules = gone.get(place, frozenset()) | withdrawn
        found[places[place]].hear(replace(sale, gone=rules))
    return found


def booked(stored: StoredRecord, branch: str) -> SaleBooked:
    """Return a stored sale as it is judged; unsound when its facts cannot be read."""
    header = stored.header
    given, sound = _given(stored)
    return SaleBooked(
        record=f"{header.record}{branch}",
        life=header.written_by,
        stored=stored,
        given=given,
        sound=sound,
        kept=kept_value(stored.ledger.entries, _loads(stored), given.restorable),
    )


def read_records(sitting: Sitting, places: Iterable[Where]) -> dict[Where, StoredRecord]:
    """Read stored records with their facts; what cannot be read is left out."""
    found: dict[Where, StoredRecord] = {}
    for some in chunks(sorted(places)):
        rows = sitting.connection.execute(
            select(JOURNAL).where(or_(*(_is_at(place) for place in some)))
        )
        for row in rows:
            try:
                stored = read_stored(bytes(row.packed))
            except _UNREADABLE:
                continue
            found[row.till, row.life, row.branch, row.seq] = stored
    return found


def _loads(stored: StoredRecord) -> Iterator[Loaded]:
    for load in parts(part(stored.facts, "given"), "loads"):
        yield Loaded(
            line=text(load, "line"),
            account=AccountId(text(load, "account")),
            unit=Unit(text(load, "unit")),
            lot=LotId(text(load, "lot")),
            amount_minor=whole(load, "amount_minor"),
        )


def _is_at(place: Where) -> ColumnElement[bool]:
    till, life, branch, seq = place
    return and_(
        JOURNAL.c.till == till,
        JOURNAL.c.life == life,
        JOURNAL.c.branch == branch,
        JOURNAL.c.seq == seq,
    )


def _given(stored: StoredRecord) -> tuple[SaleGiven, bool]:
    try:
        given = sale_given(stored)
    except _UNREADABLE:
        empty = StoredRecord(
            header=stored.header, ledger=stored.ledger, facts={}, witness={}
        )
        return sale_given(empty), False
    told = bool(part(stored.facts, "asked"))
    return given, told and tells_the_same(given, stored.ledger.entries)
