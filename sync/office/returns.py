"""Returns of one sale, wherever they were booked, come to what the law says of all of them.

A till decides from what it knows. Here every journal is: each sale's returns are judged in
the order they were applied, from the record of the sale that stands, and what was moved
otherwise is corrected by an entry of ours. A claim is a return that moved nothing yet. What
was spent is given back by us only once every other till that booked the sale has noted the
return in its own journal, so that it cannot give it back a second time (PROTOCOL §2.6).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from rules.decisions import Returned
from rules.programme import Programme
from sync.book.given import Object, part, return_lines_in, returned_out, text, whole
from sync.book.stored import StoredRecord
from sync.core.returning import (
    Effect,
    Judged,
    Wish,
    effect_of,
    judge_returns,
    target_of,
)
from sync.office.authoring import Writing
from sync.office.desk import Sitting
from sync.office.findings import find
from sync.office.noting import Noting
from sync.office.open_book import OpenBook
from sync.office.programmes import current, programme_of
from sync.office.reading import Read
from sync.office.return_entries import (
    Written,
    difference,
    given_back,
    taken_again,
    undone,
)
from sync.office.returned import (
    ReturnRow,
    SaleBooked,
    booked,
    next_outcome,
    read_records,
    read_rows,
    read_sales,
    vouchers_of,
    write_rows,
)
from sync.wire.buckets import bucket_of
from sync.wire.canonical import Json
from sync.wire.identity import Life
from sync.wire.ledger_part import LedgerPart

WAITING: Final = "waiting"
"""The sale is not here yet."""

ACCEPTING: Final = "pending_acceptance"
"""What was spent is given back once the till that booked the sale has noted the return."""

SETTLED: Final = "settled"
REFUSED: Final = "refused"
"""Something of it had come back before: only the rest stands."""

BLIND: Final = "blind"
"""Nobody said what comes back: nothing moves."""

UNDECIDABLE: Final = "undecidable"
"""The sale's facts are gone or tell other than its entries: the till's word stands."""

_SALE_KEY: Final = "|sale"
"""How a sale's natural key ends."""

_EXCHANGE: Final = b'"returned":{'
"""What is in the bytes of an exchange alone: in a text its quotes would be escaped."""

_RETURNS: Final = frozenset({"refund", "void", "claim"})
_BROKEN: Final = (ArithmeticError, LookupError, ValueError)
"""What facts that no till of ours wrote make the law raise: they must not stop a queue."""


class Returns:
    """The returns that some records are about, and those of sales named besides.

    Read before the book is opened (``accounts``), heard record by record, settled at the
    end. ``codes`` are the vouchers that members were issued, by account and rule.
    """

    def __init__(
        self, sitting: Sitting, records: Sequence[Read], also: Collection[str] = ()
    ) -> None:
        self._sitting = sitting
        about = {id(one): (one, _given(one)) for one in records if _is_about(one)}
        self._facts = {
            name: given for name, (one, given) in about.items() if _is_judged(one, given)
        }
        named = {text(given, "original") for given in self._facts.values()} - {""}
        sold = {one.header.key for one in records if one.header.kind == "sale"} - {""}
        self._rows = read_rows(sitting, named | sold | {*also})
        live = named | {*also} | self._rows.keys()
        self._sales = read_sales(sitting, live)
        coming = [one for one in records if one.header.key in live]
        self._coming = {
            id(one): booked(one.stored(), one.branch)
            for one in coming
            if one.header.kind == "sale"
        }
        known = {row.record for some in self._rows.values() for row in some}
        coming_back = {_name(one) for one in records if id(one) in self._facts}
        self._noting = Noting(sitting, known | coming_back)
        whose = {account for one in records if _is_about(one) for account in one.accounts()}
        self.codes = vouchers_of(sitting, whose | self._owners())
        self._dirty: set[str] = set(also)

    def accounts(self) -> set[str]:
        """Return the accounts that may be posted to: members, and what they were issued."""
        vouchers = {f"v-{code}" for codes in self.codes.values() for code in codes}
        return self._owners() | vouchers

    def _owners(self) -> set[str]:
        known = [sale for sales in self._sales.values() for sale in sales]
        return {sale.account for sale in (*known, *self._coming.values()) if sale.account}

    def is_second(self, record: Read) -> bool:
        """Say whether another record booked the same return of this sale already."""
        given = self._facts.get(id(record))
        if given is None or not record.header.key:
            return False
        rows = self._rows.get(text(given, "original"), ())
        return any(
            row.document == record.header.key and row.record != _name(record)
            for row in rows
        )

    def hear(self, record: Read) -> None:
        """Take down a record that was applied."""
        given = self._facts.get(id(record))
        if record.header.kind == "note" and given is not None:
            self._noting.heard(record.life.till, text(given, "elsewhere"))
            self._dirty.add(text(given, "original"))
            return
        if given is not None:
            self._hear_return(record, text(given, "original"))
        if id(record) in self._coming:
            key = record.header.key
            sale = self._coming[id(record)]
            known = self._sales[key]
            if all(one.record != sale.record for one in known):
                known.append(sale)
            self._dirty.add(key)

    def settle(self, book: OpenBook) -> None:
        """Post what puts the returns right of every sale that something was heard of."""
        changed: list[ReturnRow] = []
        for key in sorted(self._dirty - {""}):
            changed += self._settle(book, key)
        write_rows(self._sitting, changed)
        self._noting.close()
        self._dirty = set()

    def _hear_return(self, record: Read, original: str) -> None:
        name = _name(record)
        key = original or f"{BLIND}|{name}"
        rows = self._rows[key]
        if any(row.record == name for row in rows):
            return
        rows.append(
            ReturnRow(
                original=key,
                record=name,
                number=1 + max((row.number for row in rows), default=0),
                till=record.life.till,
                life=record.life.number,
                branch=record.branch,
                seq=record.seq,
                document=record.header.key,
                state=WAITING if original else BLIND,
                posted=effect_of(record.part.entries),
                of=record.header.reverses,
                outcome=0,
                at_ms=self._sitting.now_ms,
            )
        )
        if not original:
            self._find(rows[-1], "blind_refund", record.header.key)
            rows[-1].outcome = next_outcome(self._sitting, record.life.till)
            write_rows(self._sitting, rows[-1:])
        self._dirty.add(original)

    def _settle(self, book: OpenBook, key: str) -> Iterable[ReturnRow]:
        rows = self._rows.get(key, [])
        sale = _standing(self._sales.get(key, ()), rows)
        if sale is None:
            return rows
        book.returners.add(sale.account)
        programme = programme_of(self._sitting, sale.stored.header.programme) or current(
            self._sitting
        )
        records = read_records(self._sitting, [row.where for row in rows])
        wishes = [_wish(records[row.where]) for row in rows if row.where in records]
        if programme is None or not sale.sound or len(wishes) < len(rows):
            return self._leave(rows)
        try:
            judged = judge_returns(programme, sale.given, wishes)
        except _BROKEN:
            return self._leave(rows)
        desk = _Desk(self, book, sale, programme)
        for row, stands in zip(rows, judged, strict=True):
            desk.put_right(row, stands, rows=rows)
        return rows

    def _leave(self, rows: Sequence[ReturnRow]) -> Sequence[ReturnRow]:
        for row in rows:
            if row.state != UNDECIDABLE:
                row.state = UNDECIDABLE
                self._find(row, "undecidable_return", row.original)
                row.outcome = next_outcome(self._sitting, row.till)
                write_rows(self._sitting, [row])
        return rows

    def noted(self, row: ReturnRow, stands: Judged) -> bool:
        """Ask the other tills that booked the sale to note a return; whether all have."""
        copies = self._sales[row.original]
        return self._noting.ask(row, copies, body=_note(row, stands.returned))

    def entries_of(self, row: ReturnRow) -> LedgerPart:
        """Return what a return's own record moved."""
        stored = read_records(self._sitting, [row.where]).get(row.where)
        return stored.ledger if stored else LedgerPart()

    def tell(self, row: ReturnRow) -> None:
        """Give an outcome its number; kept at once, so that the next is higher."""
        row.outcome = next_outcome(self._sitting, row.till)
        write_rows(self._sitting, [row])

    def second(self, row: ReturnRow, rows: Sequence[ReturnRow]) -> None:
        """Have a person look at a return of what had come back, with both documents."""
        before = [
            f"{one.document} ({one.record})" for one in rows if one.number < row.number
        ]
        detail = f"{row.document} after {', '.join(before)}"[:500]
        self._find(row, "returned_twice", detail)

    def _find(self, row: ReturnRow, code: str, detail: str) -> None:
        life = Life(row.till, row.life)
        find(self._sitting, life, row.seq, branch=row.branch, code=code, detail=detail)


class _Desk:
    """Puts the returns of one sale right."""

    def __init__(
        self, returns: Returns, book: OpenBook, sale: SaleBooked, programme: Programme
    ) -> None:
        self._returns = returns
        self._book = book
        self._sale = sale
        self._programme = programme
        self._now = book.sitting.now

    def put_right(
        self, row: ReturnRow, stands: Judged, *, rows: Sequence[ReturnRow]
    ) -> None:
        """Post what one return lacks or has too much, and keep what became of it."""
        before = (row.state, row.posted)
        claimed = row.of == ""
        self._undo_other_lane(row)
        target = target_of(stands.returned, forgiven=row.posted.forgiven)
        noted = self._returns.noted(row, stands)
        target = self._kept_waiting(row, target, noted=noted)
        if self._sale.account:
            self._post(row, stands.returned, target)
        waits = target.given_back < sum(
            piece.amount for piece in stands.returned.given_back
        )
        row.state = ACCEPTING if waits else REFUSED if stands.clipped else SETTLED
        row.of = self._sale.record
        if stands.clipped and before[0] not in {REFUSED, ACCEPTING}:
            self._returns.second(row, rows)
        after = (row.state, row.posted)
        is_news = claimed or waits or stands.clipped or row.posted != before[1]
        if (is_news and not row.outcome) or (row.outcome and after != before):
            self._returns.tell(row)

    def _kept_waiting(self, row: ReturnRow, target: Effect, *, noted: bool) -> Effect:
        if noted or target.given_back <= row.posted.given_back:
            return target
        return replace(target, given_back=row.posted.given_back)

    def _undo_other_lane(self, row: ReturnRow) -> None:
        if row.of in {"", self._sale.record} or row.posted.is_nothing:
            return
        part = self._returns.entries_of(row)
        self._say(row, undone(self._book, part.entries, self._now), "other lane")
        row.posted = Effect()

    def _post(self, row: ReturnRow, returned: Returned, target: Effect) -> None:
        sale = self._sale.given
        self._say(
            row,
            difference(self._book, sale, done=row.posted, target=target, now=self._now),
            "returned",
        )
        more = target.given_back - row.posted.given_back
        if more > 0:
            record = self._book.author.next_record(bucket_of(sale.account))
            written = given_back(
                sale,
                returned,
                more,
                programme=self._programme,
                record=record,
                now=self._now,
            )
            self._say(row, written, "accepted")
        elif more < 0:
            entries = self._returns.entries_of(row).entries
            self._say(row, taken_again(sale.account, entries, -more), "given back twice")
        row.posted = target

    def _say(self, row: ReturnRow, written: Written, why: str) -> None:
        if not written.entries:
            return
        writing = Writing(
            kind="settle",
            part=LedgerPart(entries=tuple(written.entries), lots=written.lots),
            facts={"key": row.document, "return": row.record, "why": why},
            reverses=self._sale.stored.header.record,
        )
        self._book.say(bucket_of(self._sale.account), writing)


def _is_about(record: Read) -> bool:
    kind = record.header.kind
    return (
        kind in _RETURNS
        or kind == "note"
        or (kind == "sale" and _EXCHANGE in record.packed)
    )


def _is_judged(record: Read, given: Object) -> bool:
    """Say whether a record is about a sale; a claim may be about nobody knows what."""
    original = text(given, "original")
    return original.endswith(_SALE_KEY) or (not original and record.header.kind == "claim")


def _given(record: Read) -> Object:
    return _returned_in(record.stored())


def _returned_in(stored: StoredRecord) -> Object:
    """Return what a record says of goods that came back, in an exchange too."""
    given = part(stored.facts, "given")
    return part(given, "returned") if stored.header.kind == "sale" else given


def _name(record: Read) -> str:
    return f"{record.header.record}{record.branch}"


def _wish(stored: StoredRecord) -> Wish:
    given = _returned_in(stored)
    told = bool(given.get("tenders_told", False))
    return Wish(
        lines=return_lines_in(given, "lines"),
        points_minor=whole(given, "points_minor") if told else None,
        whole=bool(given.get("whole", False)),
    )


def _standing(sales: Sequence[SaleBooked], rows: Sequence[ReturnRow]) -> SaleBooked | None:
    """Return the record a sale's returns are judged from.

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


def _note(row: ReturnRow, returned: Returned) -> dict[str, Json]:
    """Write what the other tills that booked the sale are to take down."""
    return {
        **returned_out(returned),
        "document": row.document,
        "elsewhere": row.record,
        "original": row.original,
    }
