"""Deals each till its part of campaigns' budgets, of today and of the next days."""

from collections.abc import Mapping

from rules.value.budgets import store_of
from rules.value.ledger import held_at, transit_to
from sync.core.dealing import topped_up
from sync.office.budgets.setting_aside import coming_lots, till_counts
from sync.office.budgets.states import budget_states
from sync.office.database.desk import Sitting
from sync.office.telling.dealing import Wish, deal
from sync.wire.records.identity import Life

Wants = Mapping[tuple[str, str], int]
"""How much more of a budget a till asked for just now, by account and unit."""


def deal_budgets(
    sitting: Sitting, life: Life, store: str, *, wants: Wants, others: bool
) -> None:
    """Top a till's parts up; what it ``wants`` besides as far as it is there.

    Without ``others`` only what it wants: somebody is waiting for that.
    """
    mine = [
        period
        for period in coming_lots(sitting)
        if store_of(period.account) in {"", store}
        and (others or (period.account, period.unit) in wants)
    ]
    if not mine:
        return
    tills = till_counts(sitting)
    wishes: list[Wish] = []
    asked = dict(wants)
    for period, state in budget_states(sitting, mine).items():
        holders = tills[store] if store_of(period.account) else sum(tills.values())
        own, held, coming = (state.by_place.get(place, 0) for place in _places(life))
        part = topped_up(state.left, here=own + held + coming, holders=holders)
        # What is wanted is of the period that ends first: the one that it is now.
        wanted = asked.pop((period.account, period.unit), 0) - coming
        amount = min(max(part, wanted), state.here)
        if amount > 0:
            wishes.append(Wish(**period._asdict(), amount=amount))
    deal(sitting, life, wishes)


def _places(life: Life) -> tuple[str, ...]:
    return str(life), held_at(str(life)), transit_to(str(life))
