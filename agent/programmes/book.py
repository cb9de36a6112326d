"""A book in memory: the very postings of a till, with everything usable at hand.

It stands for a till and its head office that always see each other: what is usable
stands at the till's own place, what becomes usable or ends does so the moment it is due,
and a debt is paid by the next credit.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rules.ground.ids import AccountId, LotId, Place, Unit
from rules.value.debts import paid_off, payment
from rules.value.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_EXPIRED,
    PENDING,
    Entry,
    Lot,
    Posting,
    Slice,
)
from sync.book.projection import Shelf, movements

LIFE: Final = "t1.1"
HERE: Final = Place(LIFE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A lot that is over, and how much of it was left: maybe nothing."""

    lot: Lot
    amount: int


class MemoryBook:
    """Balances by shelf and the lots they are of."""

    def __init__(self) -> None:
        self.lots: Final[dict[LotId, Lot]] = {}
        self.entries: Final[list[Entry]] = []
        self._balances: Final[dict[AccountId, dict[Shelf, int]]] = {}
        self._ended: Final[set[LotId]] = set()

    def post(self, entries: Iterable[Entry], lots: Iterable[Lot] = ()) -> None:
        """Write entries down, with the lots born with them; debts are paid at once."""
        for lot in lots:
            self.lots[lot.lot] = lot
        said = tuple(entries)
        self._add(said)
        touched = {
            (posting.account, posting.unit)
            for entry in said
            for posting in entry.postings
            if posting.place != HOUSE
        }
        for account, unit in sorted(touched):
            self._pay_debts(account, unit)

    def amount(self, account: AccountId, unit: Unit, *places: Place) -> int:
        """Return what stands at some places; at none named, everywhere."""
        return sum(
            amount
            for shelf, amount in self._of(account, unit)
            if not places or shelf.place in places
        )

    def usable(self, account: AccountId, unit: Unit) -> tuple[Slice, ...]:
        """Return what may be spent now, lot by lot."""
        return tuple(
            Slice(lot=shelf.lot, amount=amount, good_until=self._expires(shelf.lot))
            for shelf, amount in self._of(account, unit)
            if shelf.place == HERE and amount > 0
        )

    def debt(self, account: AccountId, unit: Unit) -> int:
        """Return what is owed; never below nothing."""
        return sum(self._debts(account, unit).values())

    def balances(self, account: AccountId) -> Mapping[tuple[LotId, Place], int]:
        """Return what a refund is told: every unit, by lot and place."""
        return {
            (shelf.lot, shelf.place): amount
            for shelf, amount in self._balances.get(account, {}).items()
            if amount
        }

    def remaining(self, lot: LotId) -> int:
        """Return what is left of a lot, wherever it stands; a debt is nothing."""
        known = self.lots.get(lot)
        shelves = self._balances.get(known.account, {}) if known else {}
        return sum(max(0, amount) for shelf, amount in shelves.items() if shelf.lot == lot)

    def activate(self, at: datetime, *, unless: Iterable[Unit] = ()) -> None:
        """Make usable what has waited long enough."""
        waiting = [
            (shelf, amount)
            for shelves in self._balances.values()
            for shelf, amount in shelves.items()
            if shelf.place == PENDING and amount and shelf.unit not in unless
        ]
        self.post(
            _moved(shelf, amount)
            for shelf, amount in waiting
            if shelf.lot in self.lots and self.lots[shelf.lot].active_from <= at
        )

    def end(self, at: datetime) -> tuple[Ended, ...]:
        """Take what is left of lots that are over; each is told once, oldest first."""
        over = [
            lot
            for lot in self.lots.values()
            if lot.expires is not None and lot.expires <= at and lot.lot not in self._ended
        ]
        told: list[Ended] = []
        for lot in over:
            self._ended.add(lot.lot)
            left = self.remaining(lot.lot)
            told.append(Ended(lot=lot, amount=left))
            self.post(self._expiry(lot))
        return tuple(told)

    def end_idle(self, account: AccountId, unit: Unit) -> None:
        """Take all that an account could spend of a unit."""
        lots = {
            shelf.lot: self.lots[shelf.lot]
            for shelf, amount in self._of(account, unit)
            if shelf.place != PENDING and amount > 0
        }
        for lot in lots.values():
            self.post(self._expiry(lot))

    def ends(self, account: AccountId, unit: Unit) -> Iterator[tuple[datetime, int]]:
        """Yield when what an account has will end, and how much of it."""
        for shelf, amount in self._of(account, unit):
            expires = self._expires(shelf.lot)
            if expires is not None and amount > 0:
                yield expires, amount

    def next_change(self, after: datetime) -> datetime | None:
        """Return the next instant at which something becomes usable or ends."""
        moments = {
            moment
            for lot in self.lots.values()
            for moment in (lot.active_from, lot.expires)
            if moment is not None and moment > after
        }
        return min(moments, default=None)

    def _expiry(self, lot: Lot) -> Iterator[Entry]:
        for shelf, amount in list(self._balances.get(lot.account, {}).items()):
            if shelf.lot == lot.lot and amount > 0:
                yield Entry(
                    "expire",
                    "",
                    (
                        Posting(shelf.account, shelf.unit, -amount, shelf.lot, shelf.place),
                        Posting(HOUSE_EXPIRED, shelf.unit, amount, LotId(""), HOUSE),
                    ),
                )

    def _pay_debts(self, account: AccountId, unit: Unit) -> None:
        debts = self._debts(account, unit)
        if debts:
            paid, _ = paid_off(self.usable(account, unit), debts)
            self._add(payment(account, unit, one, place=HERE) for one in paid)

    def _debts(self, account: AccountId, unit: Unit) -> Mapping[LotId, int]:
        return {
            shelf.lot: -amount
            for shelf, amount in self._of(account, unit)
            if shelf.place == AVAILABLE and amount < 0
        }

    def _add(self, entries: Iterable[Entry]) -> None:
        said = tuple(entries)
        self.entries.extend(said)
        for shelf, amount in movements(said).items():
            mine = self._balances.setdefault(shelf.account, {})
            mine[shelf] = mine.get(shelf, 0) + amount

    def _of(self, account: AccountId, unit: Unit) -> Iterator[tuple[Shelf, int]]:
        for shelf, amount in list(self._balances.get(account, {}).items()):
            if shelf.unit == unit and amount:
                yield shelf, amount

    def _expires(self, lot: LotId) -> datetime | None:
        known = self.lots.get(lot)
        return known.expires if known else None


def _moved(shelf: Shelf, amount: int) -> Entry:
    return Entry(
        "activate",
        "",
        (
            Posting(shelf.account, shelf.unit, -amount, shelf.lot, PENDING),
            Posting(shelf.account, shelf.unit, amount, shelf.lot, HERE),
        ),
    )
