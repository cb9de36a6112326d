"""Returns of one sale, wherever they were booked, come to what the law says of all of them.

A till decides from what it knows. Here every journal is: each sale's returns are judged in
the order they were applied, from the record of the sale that stands, and what was moved
otherwise is corrected by an entry of ours. A claim is a return that moved nothing yet. What
was spent is given back by us only once every other till that booked the sale has noted the
return in its own journal, so that it cannot give it back a second time (PROTOCOL §2.6).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from rules.programme import Programme
from rules.refund.parts import taking, undoing
from rules.refund.tally import void_lines
from rules.sale.decisions import Returned
from rules.value.ledger import Entry
from sync.book.given import return_of
from sync.book.stored import StoredRecord
from sync.core.returning import effect_of, judge_returns, without
from sync.office.budgets.setting_aside import coming_lots
from sync.office.database.desk import Sitting
from sync.office.database.findings import find
from sync.office.journals.documents import claim, sale_key
from sync.office.journals.open_book import OpenBook
from sync.office.journals.reading import Read
from sync.office.journals.vouchers import voucher_accounts, vouchers_of
from sync.office.returning.attached import parted
from sync.office.returning.attaching import complete, wished_account
from sync.office.returning.hearing import (
    SOLD,
    VOID,
    Heard,
    brought,
    heard_in,
    is_about,
    is_wished,
    name_of,
    said_in,
)
from sync.office.returning.noting import Noting
from sync.office.returning.papers import (
    Papers,
    SaleBooked,
    Where,
    booked,
    read_papers,
    read_records,
)
from sync.office.returning.returned import (
    WAITING,
    ReturnRow,
    next_outcome,
    read_rows,
    write_rows,
)
from sync.office.returning.righting import REFUSED, SETTLED, Righting, Standing
from sync.office.tills.programmes import current, programme_of
from sync.wire.canonical import Json
from sync.wire.records.identity import Life

BLIND: Final = "blind"
"""Nobody said what comes back: nothing moves."""

UNDECIDABLE: Final = "undecidable"
"""The sale's facts are gone or tell other than its entries: the till's word stands."""

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
        self._about = [one for one in records if is_about(one)]
        self._heard = {id(one): heard_in(one) for one in self._about}
        facts = [heard for some in self._heard.values() for heard in some]
        named = {original for heard in facts for original in heard.originals()} - {""}
        sold = {sale_key(one.header) for one in records} - {""}
        self._rows = read_rows(sitting, named | sold | {*also})
        live = named | {*also} | self._rows.keys()
        self._papers = read_papers(sitting, live)
        live |= self._read_exchanges(live, records)
        rows = [row for some in self._rows.values() for row in some]
        self._wished = read_records(sitting, [row.where for row in rows if row.is_wish])
        self._coming = {
            id(one): booked(one.stored(), one.branch)
            for one in records
            if sale_key(one.header) in live
        }
        self._noting = Noting(sitting)
        whose = {account for one in self._about for account in one.accounts()}
        self.codes = vouchers_of(sitting, whose | self._owners())
        self._dirty: set[str] = set(also)
        self._judged_now: dict[str, list[Standing]] = {}

    def _read_exchanges(self, live: Collection[str], records: Sequence[Read]) -> set[str]:
        """Read what exchanges are tied to: voiding one undoes what came back with it.

        Returns the sales whose goods came back in the exchanges among some sales.
        """
        coming = [one for one in records if one.header.key in live]
        known = [sale.stored for papers in self._papers.values() for sale in papers.copies]
        stored = [*known, *(one.stored() for one in coming)]
        tied = {key for one in stored for key in brought(one)}
        more = tied - self._rows.keys()
        self._rows.update(read_rows(self._sitting, more))
        self._papers.update(read_papers(self._sitting, tied - self._papers.keys()))
        return tied

    def accounts(self) -> set[str]:
        """Return the accounts that may be posted to: members, and what they were issued."""
        return self._owners() | voucher_accounts(self._sitting, self.codes)

    def _owners(self) -> set[str]:
        known = [sale for papers in self._papers.values() for sale in papers.records()]
        sales = (*known, *self._coming.values())
        owners = {one for sale in sales for one in sale.accounts()}
        wishing = self._wishing()
        # What a completed attachment gives of a campaign, it draws from what nobody has.
        budgets = {one.account for one in coming_lots(self._sitting)} if wishing else set()
        return wishing | owners | budgets

    def _wishing(self) -> set[str]:
        """Return the members whose sales are to be that their tills did not know."""
        coming = [one.stored() for one in self._about if is_wished(one)]
        wished: set[str] = {*map(wished_account, [*coming, *self._wished.values()])}
        return wished - {""}

    def is_second(self, record: Read) -> bool:
        """Say whether another record booked the same return of this sale already."""
        if not record.header.key:
            return False
        return any(
            row.document == record.header.key and row.record != name_of(record)
            for heard in self._heard.get(id(record), ())
            for row in self._rows.get(heard.original, ())
        )

    def hear(self, record: Read, gone: Collection[str] = ()) -> tuple[Entry, ...]:
        """Take down a record that was applied; ``gone``: whose gifts were taken back.

        Returns what of it undoes that goods came back, where another lane's record stands.
        """
        vain: tuple[Entry, ...] = ()
        for heard in self._heard.get(id(record), ()):
            if record.header.kind == "note":
                self._noting.heard(record.life.till, heard.elsewhere)
                self._dirty.add(heard.original)
                continue
            if heard.is_judged:
                self._hear_return(record, heard)
            for number, (original, exchange) in enumerate(heard.undone, start=1):
                vain += self._hear_undone(record, original, exchange, number)
        if id(record) in self._coming:
            sale = replace(self._coming[id(record)], gone=frozenset(gone))
            key = sale_key(record.header)
            self._papers[key].hear(sale)
            self._dirty.add(key)
        return vain

    def _hear_undone(
        self, record: Read, original: str, exchange: str, number: int
    ) -> tuple[Entry, ...]:
        """Take down that a till undid what came back with an exchange of its own."""
        self._dirty.add(original)
        gone = undoing(record.part.entries, number)
        rows = [row for row in self._rows.get(original, ()) if row.record == exchange]
        for row in rows if gone else ():
            row.posted = without(row.posted, effect_of(self.entries_of(row)))
        return () if rows else gone

    def settle(self, book: OpenBook) -> None:
        """Post what puts the returns right of every sale that something was heard of."""
        changed: list[ReturnRow] = []
        tied = {
            original
            for key in self._dirty
            for sale in self._papers_of(key).copies
            for original in brought(sale.stored)
        }
        for key in sorted((self._dirty | tied) - {""}):
            changed += self._settle(book, key)
        write_rows(self._sitting, changed)
        self._noting.close()
        self._dirty = set()

    def _hear_return(self, record: Read, heard: Heard) -> None:
        name = name_of(record)
        key = heard.original or f"{BLIND}|{name}"
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
                state=WAITING if heard.original else BLIND,
                posted=effect_of(taking(record.part.entries, heard.number)),
                of=heard.of,
                outcome=0,
                at_ms=self._sitting.now_ms,
            )
        )
        if not heard.original:
            self.look_at(rows[-1], "blind_refund", record.header.key)
            self.tell(rows[-1])
        self._dirty.add(heard.original)

    def _settle(self, book: OpenBook, key: str) -> Iterable[ReturnRow]:
        every = self._rows.get(key, [])
        rows = [row for row in every if not row.is_wish]
        sale = self._papers_of(key).standing
        if sale is None:
            return every
        records = read_records(self._sitting, [row.where for row in every])
        try:
            for wish in every:
                if wish.is_wish and wish.state == WAITING:
                    self._complete(book, sale, wish, records)
            returns = self._judged(key, sale, rows, records)
        except _BROKEN:
            returns = None
        if returns is None:
            return self._leave(rows)
        self._judged_now[key] = returns
        Righting(self, book, sale, returns).put_right()
        return every

    def _complete(
        self,
        book: OpenBook,
        sale: SaleBooked,
        wish: ReturnRow,
        records: Mapping[Where, StoredRecord],
    ) -> None:
        """Give a sale to a member whose till did not know it; once, and only nobody's."""
        earlier = [
            row
            for row in self._rows[wish.original]
            if row.number < wish.number and not row.is_wish
        ]
        here = {row.where: records[row.where] for row in earlier if row.where in records}
        judged = self._judged(wish.original, sale, earlier, here)
        programme = self._programme_of(sale)
        left = void_lines(sale.given, [one.judged.returned for one in judged or ()])
        papers = self._papers[wish.original]
        free = not sale.account and papers.attached is None
        attached = None
        if free and left and judged is not None and programme is not None:
            attached = complete(
                book,
                records[wish.where],
                sale,
                programme=programme,
                left=left,
                before=[row.record for row in earlier],
            )
        wish.state = SETTLED if attached else REFUSED
        if attached is not None:
            wish.of = attached.record
            papers.attached = attached
            claim(self._sitting, wish.original, attached.record)
        else:
            self.look_at(wish, "not_attached", f"{wish.original} ({sale.record})")
        self.tell(wish)

    def _is_voided(self, row: ReturnRow) -> bool:
        """Say whether a return came with an exchange that was voided."""
        key = row.document
        if not key.endswith(SOLD):
            return False
        if key not in self._rows:
            self._rows[key] = read_rows(self._sitting, (key,))[key]
        return any(one.document.endswith(VOID) for one in self._rows[key])

    def judge(self) -> None:
        """Judge the returns of every sale that was asked about, and post nothing."""
        for key in self._dirty - {""}:
            rows = [row for row in self._rows.get(key, ()) if not row.is_wish]
            sale = self._papers_of(key).standing
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
        sale = self._papers_of(key).whose
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
        attached = None if sale.account else self._papers_of(key).attached
        before, after = parted(rows, attached, records)
        found: list[Standing] = []
        for basis, some in ((sale, before), (attached, after)):
            if basis is None or not some:
                continue
            programme = self._programme_of(basis)
            if programme is None or not basis.sound:
                return None
            said = [
                said_in(records[row.where], key, voided=self._is_voided(row))
                for row in some
            ]
            judged = judge_returns(programme, basis.stands, [one.wish for one in said])
            found += [
                Standing(row=row, judged=one, basis=basis, programme=programme, said=what)
                for row, one, what in zip(some, judged, said, strict=True)
            ]
        return found

    def _papers_of(self, key: str) -> Papers:
        return self._papers.get(key) or Papers()

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

    def noted(self, row: ReturnRow, name: str, body: Mapping[str, Json]) -> bool:
        """Ask the other tills that booked the sale to note a return; whether all have."""
        copies = self._papers[row.original].copies
        return self._noting.ask(row, copies, name=name, body=body)

    def unnote(self, row: ReturnRow, name: str) -> None:
        """Have whoever noted a return that was undone since note that too."""
        body: dict[str, Json] = {"original": row.original}
        copies = self._papers[row.original].copies
        self._noting.take_back(copies, name=name, body=body)

    def entries_of(self, row: ReturnRow) -> tuple[Entry, ...]:
        """Return the entries of a return in its own record."""
        stored = read_records(self._sitting, [row.where]).get(row.where)
        if stored is None:
            return ()
        return taking(stored.ledger.entries, return_of(stored, row.original)[0])

    def tell(self, row: ReturnRow) -> None:
        """Give an outcome its number; kept at once, so that the next is higher."""
        row.outcome = next_outcome(self._sitting, row.till)
        write_rows(self._sitting, [row])

    def look_at(self, row: ReturnRow, code: str, detail: str) -> None:
        """Have a person look at a return."""
        life = Life(row.till, row.life)
        where = {"branch": row.branch, "code": code, "detail": detail[:500]}
        find(self._sitting, life, row.seq, **where)
