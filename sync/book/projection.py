"""What entries do to balances: the one sum that both ends keep beside their journals."""

from collections.abc import Iterable
from typing import NamedTuple

from rules.ground.ids import AccountId, LotId, Place, Unit
from rules.value.ledger import HOUSE, POINTS, Entry
from sync.wire.records.header import Totals


class Shelf(NamedTuple):
    """Where an amount stands: one balance of the book."""

    account: AccountId
    unit: Unit
    lot: LotId
    place: Place


def movements(entries: Iterable[Entry]) -> dict[Shelf, int]:
    """Return what the entries add to each balance; what cancels out is left out."""
    sums: dict[Shelf, int] = {}
    for entry in entries:
        for posting in entry.postings:
            shelf = Shelf(posting.account, posting.unit, posting.lot, posting.place)
            sums[shelf] = sums.get(shelf, 0) + posting.amount
    return {shelf: amount for shelf, amount in sums.items() if amount}


def totals_after(totals: Totals, entries: Iterable[Entry]) -> Totals:
    """Return a life's perpetual totals of points after one more record."""
    earned, redeemed, refunded = totals.earned, totals.redeemed, totals.refunded
    for entry in entries:
        points = sum(
            -posting.amount
            for posting in entry.postings
            if posting.unit == POINTS and posting.place == HOUSE
        )
        if entry.kind == "earn":
            earned += points
        elif entry.kind == "redeem":
            redeemed -= points
        elif entry.kind == "reverse":
            refunded -= points
    return Totals(earned=earned, redeemed=redeemed, refunded=refunded)
