"""Stored records are applied later, in their journal's order, each whole or not at all.

What may not be applied goes into quarantine with its reason; the journal goes on behind it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import RowMapping, select

from rules.ground.ids import AccountId, Place, Unit
from rules.ground.refusal import refuse
from rules.refund.parts import marked
from rules.value.ledger import (
    AVAILABLE,
    PENDING,
    Entry,
    EntryKind,
    held_at,
    is_member,
    transit_to,
)
from sync.core import corrections
from sync.core.admission import entry_bucket
from sync.office.budgets.setting_aside import set_aside_again
from sync.office.database.desk import Sitting
from sync.office.database.findings import find
from sync.office.database.tables import HEAD, JOURNAL, QUARANTINE
from sync.office.database.upserts import insert_new
from sync.office.gifts.activities import hear_activity
from sync.office.journals.activated import keep_activated
from sync.office.journals.authoring import Writing
from sync.office.journals.documents import SALE
from sync.office.journals.given_before import (
    find_second,
    hear_gifts,
    rules_given,
    second_gifts,
)
from sync.office.journals.memory import Memory
from sync.office.journals.open_book import OpenBook
from sync.office.journals.reading import Read, Unreadable, read_record, reason_text
from sync.office.members.cards import CardBook
from sync.office.members.merging import Merges
from sync.office.members.newcomers import welcome_accounts
from sync.office.returning.returns import Returns
from sync.office.status import belonging, tiers
from sync.office.status.habits import Habits
from sync.office.tills.heads import head_of, read_head, write_heads
from sync.wire.buckets import bucket_of
from sync.wire.keys.vouchers import voucher_of
from sync.wire.records.identity import Life
from sync.wire.records.ledger_part import Grant, IssuedOnce, LedgerPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A journal with stored records that are not applied."""

    life: Life
    branch: str


def behind(sitting: Sitting, life: Life | None = None) -> list[Behind]:
    """Return the tills' journals with records to apply, main chains before branches."""
    query = select(HEAD).where(HEAD.c.applied < HEAD.c.durable)
    if life is not None:
        query = query.where(HEAD.c.till == life.till, HEAD.c.life == life.number)
    query = query.order_by(HEAD.c.till, HEAD.c.life, HEAD.c.branch)
    heads = map(head_of, sitting.connection.execute(query).mappings())
    return [Behind(life=head.life, branch=head.branch) for head in heads]


def apply_some(sitting: Sitting, journal: Behind, limit: int) -> int:
    """Apply at most ``limit`` next records of a journal; return how many it was."""
    head = read_head(sitting.connection, journal.life, journal.branch)
    if head is None or head.applied >= head.durable:
        return 0
    rows = _next_rows(sitting, journal, after=head.applied, limit=limit)
    _apply(sitting, [_read(journal, row) for row in rows], journal)
    head.applied = rows[-1]["seq"]
    write_heads(sitting.connection, [head])
    return len(rows)


def set_aside(sitting: Sitting, journal: Behind, why: str) -> None:
    """Quarantine the next record of a journal without looking into it."""
    head = read_head(sitting.connection, journal.life, journal.branch)
    if head is None or head.applied >= head.durable:
        return
    head.applied += 1
    _quarantine(sitting, journal, Unreadable(head.applied, refuse("fault", why=why)))
    write_heads(sitting.connection, [head])


def _next_rows(
    sitting: Sitting, journal: Behind, *, after: int, limit: int
) -> Sequence[RowMapping]:
    return (
        sitting.connection.execute(
            select(JOURNAL.c.seq, JOURNAL.c.packed)
            .where(
                JOURNAL.c.till == journal.life.till,
                JOURNAL.c.life == journal.life.number,
                JOURNAL.c.branch == journal.branch,
                JOURNAL.c.seq > after,
            )
            .order_by(JOURNAL.c.seq)
            .limit(limit)
        )
        .mappings()
        .all()
    )


def _read(journal: Behind, row: RowMapping) -> Read | Unreadable:
    return read_record(
        bytes(row["packed"]), life=journal.life, branch=journal.branch, seq=row["seq"]
    )


def _apply(sitting: Sitting, items: Sequence[Read | Unreadable], journal: Behind) -> None:
    records = [item for item in items if isinstance(item, Read)]
    book = OpenBook(sitting)
    returns = Returns(sitting, records)
    accounts = returns.accounts().union(*(record.accounts() for record in records))
    merges = Merges(sitting, accounts)
    cards = CardBook(sitting, records, merges)
    book.open(accounts | cards.owners() | merges.owners())
    memory = Memory(sitting, records)
    habits = Habits(sitting, merges.owner_of())
    seen = Seen(memory, returns, habits)
    welcome_accounts(sitting, records)
    for item in items:
        aside = _apply_one(book, seen, item) if isinstance(item, Read) else item
        if aside is not None:
            _quarantine(sitting, journal, aside)
        elif isinstance(item, Read):
            cards.apply(book, item)
    cards.close()
    returns.settle(book)
    book.flush()
    tiers.promote(book)
    tiers.demote(book, returns.codes)
    tiers.disappoint(book)
    merges.settle(book)
    changed = habits.settle(returns) | book.spenders
    belonging.look_at(book, {account for account in changed if is_member(account)})
    memory.close()
    book.close()


class Seen(NamedTuple):
    """What was seen before: documents, grants and awards; what came back; who buys what."""

    memory: Memory
    returns: Returns
    habits: Habits


def _apply_one(book: OpenBook, seen: Seen, record: Read) -> Unreadable | None:
    """Apply one record. Everything is asked before anything is posted."""
    for grant in record.part.grants:
        objection = seen.memory.objection(grant)
        if objection is not None:
            return Unreadable(record.seq, objection)
    for grant in record.part.grants:
        _take(book, seen.memory, grant, record)
    before = second_gifts(book, record)
    book.bear(record.part.lots)
    book.post(record.part.entries)
    if not (seen.memory.is_second(record) or seen.returns.is_second(record)):
        _let_stand(book, seen, record, before)
    else:
        _collapse(book, record, record.part.entries)
    _make_good(book, record)
    _book_losses(book, seen.memory, record)
    return None


def _let_stand(
    book: OpenBook, seen: Seen, record: Read, before: Mapping[str, tuple[Entry, ...]]
) -> None:
    """Hear a record that counts; take back what of it was given or moved ``before``."""
    memory, returns, habits = seen
    twice = memory.kept_before(record)
    if twice:
        _collapse(book, record, twice)
    if record.activity is not None:
        given = rules_given(book.sitting, record)
        hear_activity(book.sitting, record.activity, given)
    promised: set[str] = set()
    for issued in record.part.issued:
        if _promise(book, memory, issued, record):
            book.promised.setdefault((issued.account, issued.rule), []).append(issued.code)
        else:
            promised.add(issued.rule)
    vain = returns.hear(record, {*before, *promised})
    _undo(book, record, corrections.collapse(vain), why="undone before")
    habits.hear(record)
    hear_gifts(book, record)
    undone = [entry for entries in before.values() for entry in entries]
    _undo(book, record, undone, why="given before")
    find_second(book.sitting, record, {*before, *promised})


def _take(book: OpenBook, memory: Memory, grant: Grant, record: Read) -> None:
    if memory.grant(grant) is None:
        # Dealt before our restore and forgotten with it: the till's journal gives it back.
        set_aside_again(book, grant)
        way = (AVAILABLE, transit_to(grant.life))
        entries = tuple(
            corrections.moved(
                "deal", (grant.account, grant.unit, piece.lot), piece.amount, way=way
            )
            for piece in grant.slices
        )
        part = LedgerPart(entries=entries, grants=(grant,))
        facts = {"why": "forgotten in a restore", "taken_by": record.header.record}
        book.say(bucket_of(grant.account), Writing(kind="deal", part=part, facts=facts))
    memory.take(grant, record.header.record)


def _collapse(book: OpenBook, record: Read, twice: Sequence[Entry]) -> None:
    """Reverse what of a document another record had booked before.

    That an activity is told at two tills is nothing to look at.
    """
    if record.header.kind == SALE:
        twice = marked(twice)
    _undo(book, record, corrections.collapse(twice), why="duplicate")
    if record.activity is None:
        _find(book, record, "duplicate", record.header.key)


def _undo(book: OpenBook, record: Read, undone: Sequence[Entry], *, why: str) -> None:
    """Correct a record by entries of ours, a record a bucket."""
    by_bucket: dict[int, list[Entry]] = {}
    for entry in undone:
        bucket = entry_bucket(entry)
        if bucket is not None:
            by_bucket.setdefault(bucket, []).append(entry)
    for bucket, entries in sorted(by_bucket.items()):
        _correct(book, record, bucket, entries=tuple(entries), why=why)


def _promise(book: OpenBook, memory: Memory, issued: IssuedOnce, record: Read) -> bool:
    """Confirm an award given once, or withdraw it when another record promised it first.

    Returns whether it stands.
    """
    token_key = book.sitting.keys.token_key
    voucher, unit = voucher_of(issued.kind, issued.code, token_key)
    bucket = bucket_of(voucher)
    given = _issued_on(record, voucher, unit)
    book.touch(issued.account)
    if memory.is_promised(issued, record.header.record):
        entries = tuple(corrections.withdrawn(*one, place=PENDING) for one in given)
        _correct(book, record, bucket, entries=entries, why="promised before")
        return False
    way = (PENDING, AVAILABLE)
    entries = tuple(corrections.moved("activate", *one, way=way) for one in given)
    facts = {"key": issued.key, "code": issued.code}
    writing = Writing(
        kind="confirm",
        part=LedgerPart(entries=entries),
        facts=facts,
        reverses=record.header.record,
    )
    book.say(bucket, writing)
    return True


def _issued_on(
    record: Read, voucher: AccountId, unit: Unit
) -> list[tuple[corrections.Piece, int]]:
    """Return what a record put on a voucher's account, lot by lot."""
    return [
        ((voucher, unit, posting.lot), posting.amount)
        for entry in record.part.entries
        if entry.kind == "issue"
        for posting in entry.postings
        if (posting.account, posting.unit) == (voucher, unit)
    ]


def _make_good(book: OpenBook, record: Read) -> None:
    """Set right what a holder gave back or spent beyond what it was given.

    Only a copied or rewound till gets here. What it gave back a second time stays where it
    was; what it spent a second time is the house's loss: the sale stands, the member pays
    nothing.
    """
    _take_back(book, record)
    keep_activated(book, record)
    own = (Place(str(record.life)), held_at(str(record.life)))
    for piece, place in sorted(_taken_from(record, own)):
        short = -book.amount(*piece, place)
        if short > 0:
            entry = corrections.made_good(piece, short, place=place)
            facts = {"why": "overspent", "record": record.header.record}
            writing = Writing(kind="adjust", part=LedgerPart(entries=(entry,)), facts=facts)
            book.say(bucket_of(piece[0]), writing)
            _find(book, record, "overspent", f"{short} {piece[1]} of {piece[0]}")


def _book_losses(book: OpenBook, memory: Memory, record: Read) -> None:
    """Book a coupon's use that two records spent as a loss, and name both of them.

    Only what is spent on paper, which nobody dealt, can be spent twice by honest tills.
    What was withdrawn before it was spent is owed, and was spent once.
    """
    spent = _taken_from(record, (AVAILABLE,), kind="redeem")
    for (piece, _), uses in sorted(spent.items()):
        first = memory.first_use(piece[0], piece[2], record)
        short = min(uses, -book.amount(*piece, AVAILABLE))
        if short > 0 and first != record.header.record:
            entry = corrections.lost(piece, short)
            facts = {"why": "spent twice", "record": record.header.record, "first": first}
            writing = Writing(kind="adjust", part=LedgerPart(entries=(entry,)), facts=facts)
            book.say(bucket_of(piece[0]), writing)
            detail = f"{piece[0]}: {first} and {record.header.record}"
            _find(book, record, "spent_twice", detail)


def _take_back(book: OpenBook, record: Read) -> None:
    """Undo what was given back and is not there; a branch's giving back never counts."""
    own = (Place(str(record.life)), held_at(str(record.life)))
    for (piece, place), given in sorted(_taken_from(record, own, kind="return").items()):
        excess = given if record.branch else min(given, -book.amount(*piece, place))
        if excess > 0:
            way = (AVAILABLE, place)
            entry = corrections.moved("reverse", piece, excess, way=way)
            bucket = bucket_of(piece[0])
            _correct(book, record, bucket, entries=(entry,), why="given back twice")
            _find(book, record, "given_back_twice", f"{excess} {piece[1]} of {piece[0]}")


def _taken_from(
    record: Read, places: Collection[Place], *, kind: EntryKind | None = None
) -> dict[tuple[corrections.Piece, Place], int]:
    """Return how much a record takes from each lot at some places, by one kind of entry."""
    taken: dict[tuple[corrections.Piece, Place], int] = {}
    for entry in record.part.entries:
        if kind is not None and entry.kind != kind:
            continue
        for posting in entry.postings:
            if posting.place in places and posting.amount < 0:
                key = ((posting.account, posting.unit, posting.lot), posting.place)
                taken[key] = taken.get(key, 0) - posting.amount
    return taken


def _correct(
    book: OpenBook, record: Read, bucket: int, *, entries: tuple[Entry, ...], why: str
) -> None:
    writing = Writing(
        kind="correct",
        part=LedgerPart(entries=entries),
        facts={"why": why, "key": record.header.key},
        reverses=record.header.record,
    )
    book.say(bucket, writing)


def _find(book: OpenBook, record: Read, code: str, detail: str) -> None:
    find(
        book.sitting,
        record.life,
        record.seq,
        branch=record.branch,
        code=code,
        detail=detail,
    )


def _quarantine(sitting: Sitting, journal: Behind, aside: Unreadable) -> None:
    row = {
        "till": journal.life.till,
        "life": journal.life.number,
        "branch": journal.branch,
        "seq": aside.seq,
        "reason": reason_text(aside.refusal),
        "at_ms": sitting.now_ms,
    }
    insert_new(sitting.connection, QUARANTINE, [row])
