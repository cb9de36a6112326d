"""What head office posts for a return: the difference of what was moved and should be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rules.ground.ids import AccountId, LotId, Place, RecordId, Unit
from rules.issues.amounts import is_gift
from rules.programme import Programme
from rules.refund.restoring import restored_lots
from rules.sale.decisions import Returned, SaleGiven
from rules.value.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_EARNED,
    HOUSE_FORGIVEN,
    HOUSE_REDEEMED,
    PENDING,
    POINTS,
    TIER_CREDIT,
    Entry,
    EntryKind,
    Lot,
    Posting,
    Slice,
)
from rules.vouchers.money import WALLET_RULE
from sync.core.corrections import Piece, collapse
from sync.core.returning import Effect
from sync.office.journals.open_book import OpenBook

_NO_LOT = LotId("")


@dataclass(slots=True)
class Written:
    """Entries being put together, with the lots they make."""

    entries: list[Entry] = field(default_factory=list)
    lots: tuple[Lot, ...] = ()

    def post(
        self,
        kind: EntryKind,
        piece: Piece,
        places: Iterable[tuple[Place, int]],
        house: AccountId,
    ) -> None:
        """Add one entry of a lot at some places; the house is the other side."""
        account, unit, lot = piece
        moved = [(place, amount) for place, amount in places if amount]
        if not moved:
            return
        whole = sum(amount for _, amount in moved)
        postings = [Posting(account, unit, amount, lot, place) for place, amount in moved]
        self.entries.append(
            Entry(kind, "", (*postings, Posting(house, unit, -whole, _NO_LOT, HOUSE)))
        )


def undone(book: OpenBook, entries: Sequence[Entry], now: datetime) -> Written:
    """Mirror what a return did that was decided from another lane's record.

    What was owed because its lot had been taken from already is paid before anything waits.
    """
    del now
    written = Written()
    for entry in collapse(entries):
        postings: list[Posting] = []
        for posting in entry.postings:
            if posting.place == PENDING and posting.amount > 0:
                piece = (posting.account, posting.unit, posting.lot)
                owed = max(0, -book.amount(*piece, AVAILABLE))
                paid = min(owed, posting.amount)
                postings += _parts(posting, paid)
            else:
                postings.append(posting)
        written.entries.append(Entry(entry.kind, entry.rule, tuple(postings)))
    return written


def difference(
    book: OpenBook, sale: SaleGiven, *, done: Effect, target: Effect, now: datetime
) -> Written:
    """Return what takes back or restores points, spend and what was forgiven."""
    written = Written()
    lots = {lot.unit: lot for lot in sorted(sale.lots, key=_nearness)}
    for unit in sorted({*done.reversed, *target.reversed}):
        lot = lots.get(Unit(unit))
        more = target.reversed.get(unit, 0) - done.reversed.get(unit, 0)
        if lot is not None and more:
            piece = (sale.account, lot.unit, lot.lot)
            places = drawn(book, piece, more) if more > 0 else _home(book, lot, -more, now)
            written.post("reverse", piece, places, HOUSE_EARNED)
    points = lots.get(POINTS)
    credit = next((lot for unit, lot in lots.items() if unit in TIER_CREDIT), None)
    if credit is not None:
        less = done.qualifying - target.qualifying
        piece = (sale.account, credit.unit, credit.lot)
        written.post("reverse", piece, [(AVAILABLE, less)], HOUSE_EARNED)
    if points is not None:
        more = target.forgiven - done.forgiven
        piece = (sale.account, POINTS, points.lot)
        written.post("forgive", piece, [(AVAILABLE, more)], HOUSE_FORGIVEN)
    return written


def _nearness(lot: Lot) -> int:
    """Say which lot of a unit is taken from: what was earned, else a gift, never a load."""
    if is_gift(lot):
        return 1
    return 0 if lot.rule == WALLET_RULE else 2


def given_back(
    sale: SaleGiven,
    returned: Returned,
    points: int,
    *,
    programme: Programme,
    record: RecordId,
    now: datetime,
) -> Written:
    """Return what credits ``points`` that were spent, to their lots or with a grace."""
    slices = _first(returned.given_back, points)
    back, made = restored_lots(
        slices,
        lots=spent_lots(sale),
        programme=programme,
        record=record,
        at=now,
    )
    written = Written(lots=made)
    for piece in back:
        owned = (sale.account, POINTS, piece.lot)
        written.post("give_back", owned, [(AVAILABLE, piece.amount)], HOUSE_REDEEMED)
    return written


def taken_again(sale: SaleGiven, entries: Iterable[Entry], points: int) -> Written:
    """Return what takes away value that a return gave back and should not have.

    From the lots its ``entries`` name, then, what we had given back ourselves, from those
    that had paid the sale. What stands at its holder stays there: the other side is
    available, maybe as debt.
    """
    written = Written()
    account = sale.account
    lots = [
        (posting.lot, posting.amount)
        for entry in entries
        if entry.kind == "give_back"
        for posting in entry.postings
        if posting.account == account
    ]
    lots += [(piece.lot, piece.amount) for spend in sale.spends for piece in spend.slices]
    for lot, amount in lots:
        part = min(points, amount)
        if part > 0:
            piece = (account, POINTS, lot)
            written.post("reverse", piece, [(AVAILABLE, -part)], HOUSE_REDEEMED)
            points -= part
    return written


def spent_lots(sale: SaleGiven) -> dict[LotId, Lot]:
    """Return what is known of the lots a sale was paid with: their ends."""
    return {
        piece.lot: Lot(
            lot=piece.lot,
            account=sale.account,
            unit=POINTS,
            rule="",
            earned_at=sale.basket.at,
            active_from=sale.basket.at,
            expires=piece.good_until,
        )
        for spend in sale.spends
        for piece in spend.slices
    }


def _first(slices: Iterable[Slice], points: int) -> tuple[Slice, ...]:
    found: list[Slice] = []
    for piece in slices:
        part = min(points, piece.amount)
        points -= part
        if part:
            found.append(Slice(lot=piece.lot, amount=part, good_until=piece.good_until))
    return tuple(found)


def _parts(posting: Posting, paid: int) -> list[Posting]:
    parts = ((AVAILABLE, paid), (PENDING, posting.amount - paid))
    return [
        Posting(posting.account, posting.unit, amount, posting.lot, place)
        for place, amount in parts
        if amount
    ]


def drawn(book: OpenBook, piece: Piece, amount: int) -> list[tuple[Place, int]]:
    """Take from what waits first, then from what is usable, below zero if need be."""
    waiting = min(amount, max(0, book.amount(*piece, PENDING)))
    return [(PENDING, -waiting), (AVAILABLE, waiting - amount)]


def _home(book: OpenBook, lot: Lot, amount: int, now: datetime) -> list[tuple[Place, int]]:
    """Put back: what is owed of the lot first, then where the lot stands by now."""
    owed = max(0, -book.amount(lot.account, lot.unit, lot.lot, AVAILABLE))
    paid = min(owed, amount)
    if now >= lot.active_from:
        return [(AVAILABLE, amount)]
    return [(AVAILABLE, paid), (PENDING, amount - paid)]
