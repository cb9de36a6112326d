"""Debt: what was taken back and was not there. The next credit pays it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rules.ground.ids import AccountId, LotId, Place, Unit
from rules.value.ledger import AVAILABLE, HOUSE, HOUSE_REDEEMED, Entry, Posting, Slice
from rules.value.lots import in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """``amount`` of the debt on ``debt_lot``, paid from ``lot``."""

    lot: LotId
    debt_lot: LotId
    amount: int


def paid_off(
    slices: Iterable[Slice], debts: Mapping[LotId, int]
) -> tuple[tuple[Paid, ...], int]:
    """Pay debts (positive, by lot) from slices in the order they are used up.

    Returns what pays what, and how much is still owed when the slices hold less.
    """
    owed = {lot: debt for lot, debt in sorted(debts.items()) if debt > 0}
    paid: list[Paid] = []
    for piece in in_order(slices):
        have = max(0, piece.amount)
        for lot in list(owed):
            part = min(have, owed[lot])
            if part:
                paid.append(Paid(lot=piece.lot, debt_lot=lot, amount=part))
                have -= part
                owed[lot] -= part
            if not owed[lot]:
                del owed[lot]
    return tuple(paid), sum(owed.values())


def payment(account: AccountId, unit: Unit, paid: Paid, *, place: Place) -> Entry:
    """Return the entry that pays a debt, which stands at ``available``, from ``place``."""
    return Entry(
        "adjust",
        "",
        (
            Posting(account, unit, -paid.amount, paid.lot, place),
            Posting(account, unit, paid.amount, paid.debt_lot, AVAILABLE),
        ),
    )


def overdrawn(account: AccountId, unit: Unit, lot: LotId, amount: int) -> Entry:
    """Return the entry that spends what is not there: a debt on ``lot``.

    Only where the retailer carries that risk: ``rules.rewards.redeem`` says no by default.
    """
    return Entry(
        "redeem",
        "",
        (
            Posting(account, unit, -amount, lot, AVAILABLE),
            Posting(HOUSE_REDEEMED, unit, amount, LotId(""), HOUSE),
        ),
    )
