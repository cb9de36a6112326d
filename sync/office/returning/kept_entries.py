"""What head office posts of coupons, budgets, cards and wallets to put a return right."""

from collections.abc import Mapping

from rules.ground.ids import AccountId, Unit
from rules.value.ledger import AVAILABLE, HOUSE_LOADED, Slice, spent_to
from rules.value.lots import last_consumed
from rules.vouchers.money import UNIT_OF
from sync.book.given import slices_out
from sync.core.kept_value import KeptValue
from sync.core.returning import owned_by
from sync.office.journals.open_book import OpenBook
from sync.office.journals.taking import taken_whole
from sync.office.returning.return_entries import Written
from sync.wire.canonical import Json


def short_of(book: OpenBook, name: str, amount: int) -> int:
    """Return how much of an amount is not at head office: spent, or out at a store."""
    account, unit = _owned(name)
    there = sum(book.standing(account, unit, AVAILABLE).values())
    return max(0, amount - max(0, there))


def loads_taken(book: OpenBook, kept: KeptValue, name: str, amount: int) -> Written:
    """Return what takes money from a card or wallet, below zero if need be.

    Of the lot it was put in first, then of others. Below zero ``amount``: what was taken
    and should not have been goes back.
    """
    owned = _owned(name)
    homes = [load.lot for load in kept.loads if (load.account, load.unit) == owned]
    if not homes or not amount:
        return Written()
    taken = taken_whole(book, owned, amount, homes=homes, house=HOUSE_LOADED)
    return Written(entries=list(taken))


def given_again(kept: KeptValue, name: str, amount: int, *, came: int) -> Written:
    """Return what gives a sale's coupon, budget or money its own back after ``came`` of it.

    Below zero ``amount``: what was given back and should not have been is taken again.
    """
    account, unit = _owned(name)
    house = spent_to(unit)
    written = Written()
    for piece in _pieces(kept, name, abs(amount), came=came if amount > 0 else 0):
        lot = (account, unit, piece.lot)
        if amount > 0:
            written.post("give_back", lot, [(AVAILABLE, piece.amount)], house)
        else:
            written.post("reverse", lot, [(AVAILABLE, -piece.amount)], house)
    return written


def money_back_out(kept: KeptValue, restored: Mapping[str, int]) -> dict[str, Json]:
    """Write what cards and wallets get back, as a refund's own facts do."""
    tenders = {unit: tender for tender, unit in UNIT_OF.items()}
    found: list[Json] = []
    for name, amount in sorted(restored.items()):
        account, unit = _owned(name)
        if unit in tenders:
            slices = slices_out(_pieces(kept, name, amount, came=0))
            row = {"account": account, "slices": slices, "unit": unit}
            found.append({**row, "tender": tenders[unit]})
    return {"money_back": found} if found else {}


def _pieces(kept: KeptValue, name: str, amount: int, *, came: int) -> tuple[Slice, ...]:
    """Return which lots an amount goes back to: the last spent first, each its own."""
    spent = [
        Slice(lot=piece.lot, amount=piece.amount, good_until=None)
        for piece in (*kept.whole, *kept.money)
        if owned_by(piece.account, piece.unit) == name
    ]
    most = sum(piece.amount for piece in spent)
    amount = min(amount, most)
    return last_consumed(spent, amount, skip=min(came, most - amount))


def _owned(name: str) -> tuple[AccountId, Unit]:
    unit, _, account = name.partition("|")
    return AccountId(account), Unit(unit)
