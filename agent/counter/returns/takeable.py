"""What a return may take back from: where a member's value stands, as known here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from agent.counter.ground.desk import Desk
from agent.counter.returns.money_back import loads_returned
from agent.counter.returns.originals import BookedSale
from rules.ground.ids import LotId, Place, Unit
from rules.refund.placing import Balances
from rules.sale.decisions import ReturnLine
from rules.value.ledger import PENDING, POINTS, Entry, Lot
from rules.value.lots import consume
from sync.till.book.units import unit_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeable:
    """Amounts by lot and place, and of which unit those lots are."""

    balances: Balances
    lots: Mapping[LotId, Lot]


def takeable(
    desk: Desk,
    sale: BookedSale,
    lines: Sequence[ReturnLine],
    *,
    at: datetime,
    before: Sequence[Entry],
) -> Takeable:
    """Return the sale's pending lots and what is spendable here.

    A lot whose time has come is pending no more, also before head office's entry is known.
    ``before`` are the entries of the same record that come first. What is taken out again
    because ``lines`` had put it on a card or into a wallet is not there for anything else.
    """
    own, account, life = sale.lots(), sale.given.account, Place(desk.life)
    balances: dict[tuple[LotId, Place], int] = {}
    units: dict[LotId, Unit] = {}
    for name, amount in sale.pending().items():
        lot = own.get(name)
        if lot is not None and at < lot.active_from:
            balances[name, PENDING] = amount
    for unit in sorted({lot.unit for lot in own.values()} | {POINTS}):
        for piece in desk.book.journal.holdings(account, unit):
            balances[piece.lot, life] = piece.amount
            units[piece.lot] = unit
    for posting in (posting for entry in before for posting in entry.postings):
        if posting.place == life and posting.account == account:
            key = (posting.lot, life)
            balances[key] = balances.get(key, 0) + posting.amount
            units[posting.lot] = posting.unit
    for lot_id, amount in _taken_out(desk, sale, lines).items():
        balances[lot_id, life] = balances.get((lot_id, life), 0) - amount
    known = {lot: _lot(sale, lot, unit) for lot, unit in units.items()}
    return Takeable(balances=balances, lots=known | own)


def _taken_out(
    desk: Desk, sale: BookedSale, lines: Sequence[ReturnLine]
) -> dict[LotId, int]:
    """Return what the same return takes from the member's wallet, by lot."""
    taken: dict[LotId, int] = {}
    for account, unit, amount in loads_returned(sale, lines):
        view = unit_view(desk.book, account, unit)
        if account == sale.given.account and view and view.spendable_here >= amount:
            for piece in consume(view.here, amount):
                taken[piece.lot] = taken.get(piece.lot, 0) + piece.amount
    return taken


def _lot(sale: BookedSale, lot: LotId, unit: Unit) -> Lot:
    return Lot(
        lot=lot,
        account=sale.given.account,
        unit=unit,
        rule="",
        earned_at=sale.given.basket.at,
        active_from=sale.given.basket.at,
        expires=None,
    )
