"""Posts what each return of one sale lacks or has too much, and keeps what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from rules.ground.ids import Unit
from rules.programme import Programme
from rules.value.ledger import Entry
from rules.vouchers.money import UNIT_OF
from sync.book.given import Object, parts, returned_out, text, whole
from sync.core.admission import entry_bucket
from sync.core.kept_value import Back, restored_by, unloaded_by, withdrawn_by
from sync.core.returning import (
    Effect,
    Judged,
    effect_of,
    owned_by,
    target_of,
    without,
)
from sync.office.journals.authoring import Writing
from sync.office.journals.open_book import OpenBook
from sync.office.returning.gift_entries import voucher_taken
from sync.office.returning.hearing import VOID, Said
from sync.office.returning.kept_entries import (
    given_again,
    loads_taken,
    money_back_out,
    short_of,
)
from sync.office.returning.papers import SaleBooked
from sync.office.returning.return_entries import (
    Written,
    difference,
    given_back,
    taken_again,
    undone,
)
from sync.office.returning.returned import ReturnRow
from sync.wire.buckets import bucket_of
from sync.wire.canonical import Json
from sync.wire.records.ledger_part import LedgerPart

ACCEPTING: Final = "pending_acceptance"
"""What was spent is given back once the till that booked the sale has noted the return."""

SETTLED: Final = "settled"
REFUSED: Final = "refused"
"""Something of it had come back before: only the rest stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands of a return: judged from ``basis``, the sale or its attachment.

    One that came with a voided exchange stands for nothing.
    """

    row: ReturnRow
    judged: Judged
    basis: SaleBooked
    programme: Programme
    said: Said


class Files(Protocol):
    """What is asked and told about returns besides the book."""

    def noted(self, row: ReturnRow, name: str, body: Mapping[str, Json]) -> bool:
        """Have the other tills that booked the sale note a return; whether all have."""
        ...

    def unnote(self, row: ReturnRow, name: str) -> None:
        """Have whoever noted a return that was undone since note that too."""
        ...

    def entries_of(self, row: ReturnRow) -> tuple[Entry, ...]:
        """Return the entries of a return in its own record."""
        ...

    def tell(self, row: ReturnRow) -> None:
        """Give an outcome its number."""
        ...

    def look_at(self, row: ReturnRow, code: str, detail: str) -> None:
        """Have a person look at a return."""
        ...


class Righting:
    """Puts the returns of one sale right, in their order."""

    def __init__(
        self, files: Files, book: OpenBook, sale: SaleBooked, returns: Sequence[Standing]
    ) -> None:
        self._files = files
        self._book = book
        self._sale = sale
        self._returns = returns
        self._now = book.sitting.now

    def put_right(self) -> None:
        """Post all that is lacking or too much."""
        before = {id(one.row): (one.row.of, one.row.state, one.row.posted) for one in self}
        for one in self:
            self._undo_other_lane(one.row)
        backs = [
            Back(
                returned=one.judged.returned,
                done=one.row.posted,
                asked=_asked(one.said.given),
            )
            for one in self
        ]
        restored = restored_by(self._sale.given, self._sale.kept, backs)
        unloaded = unloaded_by(self._sale.given, self._sale.kept, backs)
        for number, one in enumerate(self):
            target = target_of(
                one.judged,
                forgiven=one.row.posted.forgiven,
                restored=restored[number],
                unloaded=unloaded[number],
            )
            self._put_right(one, target, before=before[id(one.row)])

    def __iter__(self) -> Iterator[Standing]:
        """Return the returns in their order."""
        return iter(self._returns)

    def _put_right(
        self, one: Standing, target: Effect, *, before: tuple[str, str, Effect]
    ) -> None:
        row, clipped = one.row, one.judged.clipped
        target = replace(target, withdrawn=self._vouchers(one))
        now = target
        name = one.said.note_of(row.record)
        if not self._files.noted(row, name, self._note(one, target)):
            now = _kept_waiting(row.posted, target)
        if one.said.voided:
            self._files.unnote(row, name)
        if one.basis.account:
            self._points(one, now)
        self._kept(one, now)
        row.posted = now
        waits = now != target
        row.state = ACCEPTING if waits else REFUSED if clipped else SETTLED
        row.of = self._sale.record
        if clipped and before[1] not in {REFUSED, ACCEPTING}:
            self._second(row)
        claimed = before[0] == ""
        after = (row.state, row.posted)
        is_news = claimed or waits or clipped or row.posted != before[2]
        if (is_news and not row.outcome) or (row.outcome and after != before[1:]):
            self._files.tell(row)

    def _undo_other_lane(self, row: ReturnRow) -> None:
        if row.of in {"", self._sale.record} or row.posted.is_nothing:
            return
        entries = self._files.entries_of(row)
        self._say(row, undone(self._book, entries, self._now), "other lane")
        # What we took of vouchers ourselves is not among the entries of that record.
        ours = without(row.posted, effect_of(entries)).withdrawn
        row.posted = Effect(withdrawn=ours)

    def _points(self, one: Standing, target: Effect) -> None:
        row, sale = one.row, one.basis.given
        written = difference(
            self._book, sale, done=row.posted, target=target, now=self._now
        )
        self._say(row, written, "returned")
        more = target.given_back - row.posted.given_back
        if more > 0:
            record = self._book.author.next_record(bucket_of(sale.account))
            written = given_back(
                sale,
                one.judged.returned,
                more,
                programme=one.programme,
                record=record,
                now=self._now,
            )
            self._say(row, written, "accepted")
        elif more < 0:
            entries = self._files.entries_of(row)
            self._say(row, taken_again(sale, entries, -more), "given back twice")

    def _kept(self, one: Standing, target: Effect) -> None:
        """Take from cards and wallets what was loaded; give back what paid, and coupons."""
        row, kept = one.row, self._sale.kept
        for name in sorted({*row.posted.unloaded, *target.unloaded}):
            more = target.unloaded.get(name, 0) - row.posted.unloaded.get(name, 0)
            short = short_of(self._book, name, more)
            self._say(row, loads_taken(self._book, kept, name, more), "returned")
            if short > 0:
                sold = f"{self._sale.stored.header.key} ({self._sale.record})"
                detail = f"{short} of {more}: {row.document} ({row.record}) of {sold}"
                self._files.look_at(row, "load_spent", detail)
        came = self._given_so_far()
        for name in sorted({*row.posted.restored, *target.restored}):
            more = target.restored.get(name, 0) - row.posted.restored.get(name, 0)
            written = given_again(kept, name, more, came=came.get(name, 0))
            self._say(row, written, "accepted" if more > 0 else "given back twice")

    def _vouchers(self, one: Standing) -> dict[str, int]:
        """Take back vouchers that are not deserved any more; return how much of each."""
        row, kept = one.row, one.basis.kept
        wanted = withdrawn_by(kept, one.judged.returned.withdrawn)
        stands = dict(row.posted.withdrawn)
        for given in kept.given:
            name = owned_by(given.account, given.unit)
            more = wanted.get(name, 0) - stands.get(name, 0)
            if more:
                policy = one.programme.refund.shortfall
                written, taken = voucher_taken(
                    self._book, given, more, policy=policy, said=one.said.given
                )
                self._say(row, written, "returned")
                stands[name] = stands.get(name, 0) + taken
        return {name: amount for name, amount in stands.items() if amount}

    def _given_so_far(self) -> dict[str, int]:
        came: dict[str, int] = {}
        for one in self:
            for name, amount in one.row.posted.restored.items():
                came[name] = came.get(name, 0) + amount
        return came

    def _note(self, one: Standing, target: Effect) -> dict[str, Json]:
        """Write what the other tills that booked the sale are to take down."""
        return {
            **returned_out(one.judged.returned),
            **money_back_out(self._sale.kept, target.restored),
            "document": one.row.document,
            "elsewhere": one.said.note_of(one.row.record),
            "original": one.row.original,
            # All of an exchange is undone with it, at every till that booked it.
            **({"voids": True} if one.row.document.endswith(VOID) else {}),
        }

    def _second(self, row: ReturnRow) -> None:
        """Have a person look at a return of what had come back, with both documents."""
        earlier = [one.row for one in self if one.row.number < row.number]
        before = [f"{one.document} ({one.record})" for one in earlier]
        detail = f"{row.document} after {', '.join(before)}"
        self._files.look_at(row, "returned_twice", detail)

    def _say(self, row: ReturnRow, written: Written, why: str) -> None:
        """Write entries, one record for each bucket that they are about."""
        by_bucket: dict[int, list[Entry]] = {}
        for entry in written.entries:
            bucket = entry_bucket(entry)
            if bucket is not None:
                by_bucket.setdefault(bucket, []).append(entry)
        for bucket, entries in sorted(by_bucket.items()):
            lots = tuple(lot for lot in written.lots if bucket_of(lot.account) == bucket)
            writing = Writing(
                kind="settle",
                part=LedgerPart(entries=tuple(entries), lots=lots),
                facts={"key": row.document, "return": row.record, "why": why},
                reverses=self._sale.stored.header.record,
            )
            self._book.say(bucket, writing)


def _kept_waiting(done: Effect, target: Effect) -> Effect:
    """Return a target without what is given back and has to be noted before."""
    restored = {
        name: min(amount, done.restored.get(name, 0))
        for name, amount in target.restored.items()
    }
    return replace(
        target,
        given_back=min(target.given_back, done.given_back),
        restored={name: amount for name, amount in restored.items() if amount},
    )


def _asked(said: Object) -> dict[Unit, int]:
    """Return how much of each kind of money a return elsewhere asks to be given back."""
    asked: dict[Unit, int] = {}
    for due in parts(said, "money_due"):
        unit = UNIT_OF.get(text(due, "tender"))
        if unit is not None:
            asked[unit] = asked.get(unit, 0) + whole(due, "amount_minor")
    return asked
