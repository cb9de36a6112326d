"""What an account has of a unit besides points, as shown here now: coupons, money."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rules.ground.ids import AccountId, LotId, RuleId, Unit
from rules.value.ledger import Slice
from rules.value.lots import usable
from sync.kit.clock import from_ms, to_ms
from sync.till.book.book import TillBook
from sync.wire.messages import UnitBalance


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """One unit of an account: head office's word with our own newer records laid over it.

    ``available`` stands anywhere, ``here`` of it may be spent here without asking,
    ``dealable`` was dealt to nobody and ``held_elsewhere`` is held by other stores.
    ``rule``, ``lot`` and ``until`` are those of the newest lot known. ``confirmed`` says
    whether head office has told of it at all; ``home`` is the store that made it.
    """

    account: AccountId
    unit: Unit
    available: int
    pending: int
    here: tuple[Slice, ...]
    dealable: int
    held_elsewhere: Mapping[str, int]
    rule: RuleId
    lot: LotId
    until: datetime | None
    confirmed: bool
    blocked: bool
    home: str

    @property
    def spendable_here(self) -> int:
        """How much may be spent here without asking anyone."""
        return sum(piece.amount for piece in self.here)


def unit_view(book: TillBook, account: AccountId, unit: Unit) -> UnitView | None:
    """Return what an account has of a unit; None when nothing was ever heard of it here."""
    statement = book.members.statement(account)
    told = next(
        (each for each in (statement.balances if statement else ()) if each.unit == unit),
        None,
    )
    own = book.journal.newer_than(account, book.members.applied(account))
    available, pending = own.units.get(unit, (0, 0))
    now = book.clock.now()
    here = () if book.journal.frozen else book.journal.holdings(account, unit)
    if told is None and unit not in own.units and not here:
        return None
    known = told or _own_lot(book, account, unit)
    good = usable(here, now)
    if told is None:
        # Dealt to us before a statement came: what is here is there.
        available = max(available, sum(piece.amount for piece in good))
    return UnitView(
        account=account,
        unit=unit,
        available=known.available + available,
        pending=known.pending + pending,
        here=good,
        dealable=known.dealable,
        held_elsewhere={
            store: held for store, held in known.held.items() if store != book.store
        },
        rule=RuleId(known.rule),
        lot=LotId(known.lot),
        until=from_ms(known.until_ms) if known.until_ms else None,
        confirmed=told is not None,
        blocked=statement is not None and statement.status != "active",
        home=statement.home if statement else book.store,
    )


def _own_lot(book: TillBook, account: AccountId, unit: Unit) -> UnitBalance:
    """Return what our own records say of an account that no statement tells of yet."""
    lot = book.journal.own_lot(account, unit)
    if lot is None:
        return UnitBalance(unit=unit, available=0)
    until_ms = to_ms(lot.expires) if lot.expires else 0
    return UnitBalance(
        unit=unit, available=0, rule=lot.rule, lot=lot.lot, until_ms=until_ms
    )
