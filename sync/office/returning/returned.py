"""What head office knows of returns: its rows, and the sales and records they are about."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final, Literal

from sqlalchemy import ColumnElement, RowMapping, and_, func, or_, select

from rules.decisions import SaleGiven
from rules.ids import AccountId, LotId, Unit
from rules.ledger import POINTS
from rules.refund.parts import taking
from sync.book.given import part, parts, sale_given, text, whole
from sync.book.stored import StoredRecord, read_stored
from sync.core.kept_value import KeptValue, Loaded, kept_value
from sync.core.returning import Effect, effect_of, tells_the_same
from sync.office.database.chunks import chunks
from sync.office.database.desk import Sitting
from sync.office.database.tables import DOCUMENT, JOURNAL, NOTED, RETURNED
from sync.office.database.upserts import put
from sync.office.database.wanted import is_in, wanted
from sync.office.journals.given_before import kept_gifts, taken_back, withdrawn_of
from sync.office.journals.open_book import GENERATION_BITS
from sync.wire.buckets import bucket_of
from sync.wire.canonical import NotCanonicalError
from sync.wire.identity import Life
from sync.wire.returns import Outcome

_UNREADABLE = (NotCanonicalError, ValueError, OverflowError)

ReturnState = Literal[
    "waiting", "pending_acceptance", "settled", "refused", "blind", "undecidable"
]
_WISH: Final = "|attach"
"""How the natural key of an attachment ends."""

WAITING: Final = "waiting"
"""The sale is not here yet."""

OUTCOMES_MAX: Final = 500
"""How many outcomes one answer tells."""

Where = tuple[str, int, str, int]
"""Till, life, branch and number of a stored record."""


@dataclass(slots=True, kw_only=True)
class ReturnRow:
    """A return of a sale; the fields are the table's.

    ``posted`` is what was moved for it and ``of`` the record of the sale it was decided
    from (empty: nobody decided yet). ``is_older``: it was kept before ``posted`` told of
    coupons, cards and wallets.
    """

    original: str
    record: str
    number: int
    till: str
    life: int
    branch: str
    seq: int
    document: str
    state: ReturnState
    posted: Effect
    of: str
    outcome: int
    at_ms: int
    is_older: bool = False

    @property
    def is_wish(self) -> bool:
        """Whether it is the wish to attach the sale, kept among its returns."""
        return self.document.endswith(_WISH)

    @property
    def where(self) -> Where:
        """Where its record is stored."""
        return self.till, self.life, self.branch, self.seq


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


def read_rows(sitting: Sitting, originals: Collection[str]) -> dict[str, list[ReturnRow]]:
    """Read the returns of some sales, by natural key, in their order."""
    these = wanted(sitting.connection, ((bucket_of(key), key) for key in originals))
    rows = sitting.connection.execute(
        select(RETURNED)
        .join(these, is_in(these, RETURNED, "original"))
        .order_by(RETURNED.c.original, RETURNED.c.number)
    )
    found: dict[str, list[ReturnRow]] = defaultdict(list)
    for row in rows.mappings():
        found[row["original"]].append(_row_in(row))
    _complete(sitting, [row for some in found.values() for row in some])
    return found


def _complete(sitting: Sitting, rows: Iterable[ReturnRow]) -> None:
    """Read what rows of before did not keep of coupons, cards and wallets: it is posted."""
    older = [row for row in rows if row.is_older]
    records = read_records(sitting, [row.where for row in older])
    for row in older:
        stored = records.get(row.where)
        row.is_older = False
        # What another lane's record moved was undone once it was judged.
        if stored is not None and row.of in {"", stored.header.reverses}:
            done = effect_of(taking(stored.ledger.entries))
            row.posted = replace(row.posted, restored=done.restored, unloaded=done.unloaded)


def write_rows(sitting: Sitting, rows: Iterable[ReturnRow]) -> None:
    """Keep returns as they stand now."""
    put(
        sitting.connection,
        RETURNED,
        [
            {
                "bucket": bucket_of(row.original),
                "original": row.original,
                "record": row.record,
                "number": row.number,
                "till": row.till,
                "life": row.life,
                "branch": row.branch,
                "seq": row.seq,
                "document": row.document,
                "state": row.state,
                "posted": json.dumps({"of": row.of, **asdict(row.posted)}),
                "outcome": row.outcome,
                "at_ms": row.at_ms,
            }
            for row in rows
        ],
    )


def next_outcome(sitting: Sitting, till: str) -> int:
    """Return the number of the next thing a till is told about its returns."""
    newest = sitting.connection.execute(
        select(func.max(RETURNED.c.outcome)).where(RETURNED.c.till == till)
    ).scalar_one_or_none()
    return int(max(newest or 0, sitting.generation << GENERATION_BITS)) + 1


def outcomes_for(sitting: Sitting, till: str, after: int) -> tuple[Outcome, ...]:
    """Return what became of a till's returns, from a number on, in order."""
    rows = sitting.connection.execute(
        select(RETURNED)
        .where(RETURNED.c.till == till, RETURNED.c.outcome > after)
        .order_by(RETURNED.c.outcome)
        .limit(OUTCOMES_MAX)
    )
    return tuple(_outcome(_row_in(row)) for row in rows.mappings())


def read_sales(sitting: Sitting, keys: Collection[str]) -> dict[str, list[SaleBooked]]:
    """Read the records that booked some sales first, by natural key.

    One a key, but where one lane knew the member and another did not.
    """
    found: dict[str, list[SaleBooked]] = defaultdict(list)
    for some in chunks(sorted(keys)):
        rows = sitting.connection.execute(
            select(DOCUMENT)
            .where(DOCUMENT.c.key.in_(some))
            .order_by(DOCUMENT.c.key, DOCUMENT.c.bucket)
        ).all()
        places = {(row.till, row.life, row.branch, row.seq): row.key for row in rows}
        records = read_records(sitting, places)
        gone = taken_back(sitting, places)
        for place, key in places.items():
            stored = records.get(place)
            if stored is not None:
                sale = booked(stored, place[2])
                found[key].append(replace(sale, gone=gone.get(place, frozenset())))
    return _without_withdrawn(sitting, found)


def _without_withdrawn(
    sitting: Sitting, found: dict[str, list[SaleBooked]]
) -> dict[str, list[SaleBooked]]:
    """Say of sales which of their gifts went with a tier or a segment."""
    lots = withdrawn_of(sitting, (sale.given for some in found.values() for sale in some))
    for key, some in found.items() if lots else ():
        found[key] = [
            replace(
                sale,
                gone=sale.gone | {lot.rule for lot in sale.given.lots if lot.lot in lots},
            )
            for sale in some
        ]
    return found


def booked(stored: StoredRecord, branch: str) -> SaleBooked:
    """Return a stored sale as it is judged; unsound when its facts cannot be read."""
    header = stored.header
    record = f"{header.record}{branch}"
    life = header.written_by
    given, sound = _given(stored)
    kept = kept_value(stored.ledger.entries, _loads(stored))
    return SaleBooked(
        record=record, life=life, stored=stored, given=given, sound=sound, kept=kept
    )


def _loads(stored: StoredRecord) -> Iterator[Loaded]:
    for load in parts(part(stored.facts, "given"), "loads"):
        yield Loaded(
            line=text(load, "line"),
            account=AccountId(text(load, "account")),
            unit=Unit(text(load, "unit")),
            lot=LotId(text(load, "lot")),
            amount_minor=whole(load, "amount_minor"),
        )


def standing_sale(
    sales: Sequence[SaleBooked], rows: Sequence[ReturnRow]
) -> SaleBooked | None:
    """Return the record that a sale's returns are judged from.

    The one they were judged from before; else one that knew the member; else any.
    """
    judged = {row.of for row in rows if row.state != WAITING}
    ranked = sorted(
        sales,
        key=lambda sale: (
            sale.record not in judged or not sale.account,
            not sale.account,
            sale.record,
        ),
    )
    return ranked[0] if ranked else None


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


def read_noted(sitting: Sitting, till: str, record: str) -> bool | None:
    """Read whether a till has noted a return; None when it is not to."""
    return sitting.connection.execute(
        select(NOTED.c.noted).where(NOTED.c.till == till, NOTED.c.record == record)
    ).scalar_one_or_none()


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


def _outcome(row: ReturnRow) -> Outcome:
    return Outcome(
        number=row.outcome,
        record=row.record,
        state=row.state,
        reversed=row.posted.reversed.get(POINTS, 0),
        given_back=row.posted.given_back,
        at_ms=row.at_ms,
    )


def _row_in(row: RowMapping) -> ReturnRow:
    names = ("original", "record", "number", "till", "life", "branch", "seq")
    more = ("document", "state", "outcome", "at_ms")
    posted = json.loads(str(row["posted"]))
    of = posted.pop("of")
    fields = {name: row[name] for name in (*names, *more)}
    older = "unloaded" not in posted
    return ReturnRow(**fields, posted=Effect(**posted), of=of, is_older=older)
