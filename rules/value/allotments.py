"""Allotments: what may be given of a campaign's budget at one place, and what was drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from rules.ground.ids import AccountId, LotId, Place, Unit
from rules.value.ledger import HOUSE, HOUSE_BUDGETS, Entry, Posting

_NO_LOT = LotId("")


class BudgetPeriod(NamedTuple):
    """One period of a budget: its account, what it counts, the lot that ends with it."""

    account: AccountId
    unit: Unit
    lot: LotId


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotment:
    """``amount`` of one lot of a budget, standing at ``place``."""

    account: AccountId
    unit: Unit
    lot: LotId
    place: Place
    amount: int

    @property
    def period(self) -> BudgetPeriod:
        """Which period of which budget it is of."""
        return BudgetPeriod(self.account, self.unit, self.lot)


def drawing_entries(drawn: Iterable[Allotment]) -> tuple[Entry, ...]:
    """Return the entries by which a sale uses up what it drew."""
    return tuple(
        Entry(
            "redeem",
            "",
            (
                Posting(one.account, one.unit, -one.amount, one.lot, one.place),
                Posting(HOUSE_BUDGETS, one.unit, one.amount, _NO_LOT, HOUSE),
            ),
        )
        for one in drawn
    )
