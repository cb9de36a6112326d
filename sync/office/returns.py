"""Returns of one sale, wherever they were booked, come to what the law says of all of them.

A till decides from what it knows. Here every journal is: each sale's returns are judged in
the order they were applied, from the record of the sale that stands, and what was moved
otherwise is corrected by an entry of ours. A claim is a return that moved nothing yet. What
was spent is given back by us only once every other till that booked the sale has noted the
return in its own journal, so that it cannot give it back a second time (PROTOCOL §2.6).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from rules.decisions import Returned
from rules.programme import Programme
from sync.book.given import Object, part, return_lines_in, text, whole
from sync.book.stored import StoredRecord
from sync.core.returning import Wish, effect_of, judge_returns
from sync.office.attached import parted, read_attachments, sale_key
from sync.office.desk import Sitting
from sync.office.findings import find
from sync.office.noting import Noting
from sync.office.open_book import OpenBook
from sync.office.programmes import current, programme_of
from sync.office.reading import Read
from sync.office.returned import (
    ReturnRow,
    SaleBooked,
    Where,
    booked,
    next_outcome,
    read_records,
    read_rows,
    read_sales,
    vouchers_of,
    write_rows,
)
from sync.office.righting import Righting, Standing
from sync.wire.canonical import Json
from sync.wire.identity import Life
from sync.wire.ledger_part import LedgerPart

WAITING: Final = "waiting"
"""The sale is not here yet."""

BLIND: Final = "blind"
"""Nobody said what comes back: nothing moves."""

UNDECIDABLE: Final = "undecidable"
"""The sale's facts are gone or tell other than its entries: the till's word stands."""

_SOLD: Final = ("|sale", "|top_up")
"""How the natural keys end of what may come back."""

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
        sold = {sale_key(one.header) for one in records} - {""}
        self._rows = read_rows(sitting, named | sold | {*also})
        live = named | {*also} | self._rows.keys()
        self._sales = read_sales(sitting, live)
        self._attached = read_attachments(sitting, live)
        self._coming = {
            id(one): booked(one.stored(), one.branch)
            for one in records
            if sale_key(one.header) in live
        }
        known = {row.record for some in self._rows.values() for row in some}
        coming_back = {_name(one) for one in records if id(one) in self._facts}
        self._noting = Noting(sitting, known | coming_back)
        whose = {account for one in records if _is_about(one) for account in one.accounts()}
        self.codes = vouchers_of(sitting, whose | self._owners())
        self._dirty: set[str] = set(also)
        self._judged_now: dict[str, list[Standing]] = {}

    def accounts(self) -> set[str]:
        """Return the accounts that may be posted to: members, and what they were issued."""
        vouchers = {f"v-{code}" for codes in self.codes.values() for code in codes}
        return self._owners() | vouchers

    def _owners(self) -> set[str]:
        known = [sale for sales in self._sales.values() for sale in sales]
        sales = (*known, *self._attached.values(), *self._coming.values())
        return {account for sale in sales for account in sale.accounts()}

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
            self._hear_sale(sale_key(record.header), self._coming[id(record)])

    def _hear_sale(self, key: str, sale: SaleBooked) -> None:
        known = self._sales[key]
        if sale.stored.header.kind == "attach":
            self._attached.setdefault(key, sale)
        elif all(one.record != sale.record for one in known):
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
            self.look_at(rows[-1], "blind_refund", record.header.key)
            self.tell(rows[-1])
        self._dirty.add(original)

    def _settle(self, book: OpenBook, key: str) -> Iterable[ReturnRow]:
        rows = self._rows.get(key, [])
        sale = _standing(self._sales.get(key, ()), rows)
        if sale is None:
            return rows
        records = read_records(self._sitting, [row.where for row in rows])
        try:
            returns = self._judged(key, sale, rows, records)
        except _BROKEN:
            returns = None
        if returns is None:
            return self._leave(rows)
        book.returners.update(one.basis.account for one in returns)
        self._judged_now[key] = returns
        Righting(self, book, sale, returns).put_right()
        return rows

    def judge(self) -> None:
        """Judge the returns of every sale that was asked about, and post nothing."""
        for key in self._dirty - {""}:
            rows = self._rows.get(key, [])
            sale = _standing(self._sales.get(key, ()), rows)
            if sale is None or not rows:
                continue
            records = read_records(self._sitting, [row.where for row in rows])
            try:
                self._judged_now[key] = self._judged(key, sale, rows, records) or []
            except _BROKEN:
                continue

    def settled(self) -> set[str]:
        """Return the keys of the sales whose returns were judged just now."""
        return set(self._judged_now)

    def stands(self, key: str) -> tuple[SaleBooked | None, list[Returned]]:
        """Return the record that says whose a sale is, and what came back of it since."""
        sale = _standing(self._sales.get(key, ()), self._rows.get(key, ()))
        if sale is None or not sale.account:
            sale = self._attached.get(key, sale)
        judged = self._judged_now.get(key, ())
        back = [
            one.judged.returned
            for one in judged
            if sale is not None and one.basis.record == sale.record
        ]
        return sale, back

    def _judged(
        self,
        key: str,
        sale: SaleBooked,
        rows: Sequence[ReturnRow],
        records: Mapping[Where, StoredRecord],
    ) -> list[Standing] | None:
        """Judge a sale's returns in their order; None where nothing can be decided.

        What came back after the sale was attached to a member rests on the attachment.
        """
        if len(records) < len(rows) or not sale.sound:
            return None
        attached = None if sale.account else self._attached.get(key)
        before, after = parted(rows, attached)
        found: list[Standing] = []
        for basis, some in ((sale, before), (attached, after)):
            if basis is None or not some:
                continue
            programme = self._programme_of(basis)
            if programme is None or not basis.sound:
                return None
            said = [_returned_in(records[row.where]) for row in some]
            judged = judge_returns(programme, basis.given, map(_wish, said))
            found += [
                Standing(row=row, judged=one, basis=basis, programme=programme, said=what)
                for row, one, what in zip(some, judged, said, strict=True)
            ]
        return found

    def _programme_of(self, sale: SaleBooked) -> Programme | None:
        made_under = programme_of(self._sitting, sale.stored.header.programme)
        return made_under or current(self._sitting)

    def _leave(self, rows: Sequence[ReturnRow]) -> Sequence[ReturnRow]:
        for row in rows:
            if row.state != UNDECIDABLE:
                row.state = UNDECIDABLE
                self.look_at(row, "undecidable_return", row.original)
                self.tell(row)
        return rows

    def noted(self, row: ReturnRow, body: Mapping[str, Json]) -> bool:
        """Ask the other tills that booked the sale to note a return; whether all have."""
        return self._noting.ask(row, self._sales[row.original], body=body)

    def entries_of(self, row: ReturnRow) -> LedgerPart:
        """Return what a return's own record moved."""
        stored = read_records(self._sitting, [row.where]).get(row.where)
        return stored.ledger if stored else LedgerPart()

    def tell(self, row: ReturnRow) -> None:
        """Give an outcome its number; kept at once, so that the next is higher."""
        row.outcome = next_outcome(self._sitting, row.till)
        write_rows(self._sitting, [row])

    def look_at(self, row: ReturnRow, code: str, detail: str) -> None:
        """Have a person look at a return."""
        life = Life(row.till, row.life)
        where = {"branch": row.branch, "code": code, "detail": detail[:500]}
        find(self._sitting, life, row.seq, **where)


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
    return original.endswith(_SOLD) or (not original and record.header.kind == "claim")


def _given(record: Read) -> Object:
    return _returned_in(record.stored())


def _returned_in(stored: StoredRecord) -> Object:
    """Return what a record says of goods that came back, in an exchange too."""
    given = part(stored.facts, "given")
    return part(given, "returned") if stored.header.kind == "sale" else given


def _name(record: Read) -> str:
    return f"{record.header.record}{record.branch}"


def _wish(given: Object) -> Wish:
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
