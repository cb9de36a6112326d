"""How campaigns' budgets stand: set aside, used, left here and at tills.

What is set aside stands against the house under the lot's own name, so that all of it is
sums of balances. What nobody used by a period's end is no longer set aside for it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from rules.ground.ids import AccountId
from rules.value.allotments import BudgetPeriod
from rules.value.budgets import store_of
from rules.value.ledger import AVAILABLE, BUDGET_PREFIX, BUDGET_UNIT, HOUSE, HOUSE_BUDGETS
from sync.office.database.desk import Sitting
from sync.office.database.tables import BALANCE
from sync.office.database.wanted import is_in, wanted_accounts
from sync.wire.buckets import bucket_of


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetState:
    """How one period of a budget stands: ``set_aside``, and of it ``by_place``."""

    period: BudgetPeriod
    set_aside: int
    by_place: Mapping[str, int]

    @property
    def left(self) -> int:
        """What was not used yet, wherever it stands."""
        return sum(self.by_place.values())

    @property
    def used(self) -> int:
        """What was given."""
        return self.set_aside - self.left

    @property
    def here(self) -> int:
        """What of it was dealt to nobody."""
        return self.by_place.get(AVAILABLE, 0)


def budget_states(
    sitting: Sitting, periods: Collection[BudgetPeriod] | None = None
) -> dict[BudgetPeriod, BudgetState]:
    """Return how some periods of budgets stand, or all there ever were, in order."""
    set_ = _set_aside(sitting, periods)
    places = _by_place(sitting, set_ if periods is None else periods)
    return {
        period: BudgetState(
            period=period, set_aside=set_.get(period, 0), by_place=places.get(period, {})
        )
        for period in sorted({*set_, *places})
    }


def budget_out(state: BudgetState) -> dict[str, str | int]:
    """Write how a period of a budget stands."""
    account, unit, lot = state.period
    name = account.removeprefix(BUDGET_PREFIX)
    counts, _, per = unit.removeprefix(BUDGET_UNIT).partition(".")
    return {
        "campaign": name.partition("@")[0],
        "store": store_of(account),
        "counts": counts,
        "per": per,
        "period": lot.removeprefix(f"{account}/"),
        "set_aside": state.set_aside,
        "used": state.used,
        "here": state.here,
        "at_tills": state.left - state.here,
    }


def _set_aside(
    sitting: Sitting, periods: Collection[BudgetPeriod] | None
) -> dict[BudgetPeriod, int]:
    query = select(BALANCE.c.unit, BALANCE.c.lot, BALANCE.c.amount).where(
        BALANCE.c.account == HOUSE_BUDGETS, BALANCE.c.place == HOUSE, BALANCE.c.lot != ""
    )
    if periods is not None:
        buckets = {bucket_of(period.account) for period in periods}
        query = query.where(BALANCE.c.bucket.in_(buckets), _of_lots(periods))
    return {
        BudgetPeriod(AccountId(lot.partition("/")[0]), unit, lot): -amount
        for unit, lot, amount in sitting.connection.execute(query)
    }


def _by_place(
    sitting: Sitting, periods: Collection[BudgetPeriod]
) -> dict[BudgetPeriod, dict[str, int]]:
    these = wanted_accounts(sitting.connection, {period.account for period in periods})
    rows = sitting.connection.execute(
        select(BALANCE).join(these, is_in(these, BALANCE)).where(_of_lots(periods))
    )
    found: dict[BudgetPeriod, dict[str, int]] = {}
    for row in rows:
        if row.amount:
            period = BudgetPeriod(row.account, row.unit, row.lot)
            found.setdefault(period, {})[row.place] = row.amount
    return found


def _of_lots(periods: Collection[BudgetPeriod]) -> ColumnElement[bool]:
    return BALANCE.c.lot.in_({period.lot for period in periods})
