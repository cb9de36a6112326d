"""Campaigns' budgets are set aside: each period once, and the difference of a change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from rules.calendars.periods import local_day
from rules.conditions.when import may_hold_on
from rules.programme import Programme
from rules.value.allotments import Allotment, BudgetPeriod
from rules.value.budgets import BudgetLot, budget_lots, store_of
from rules.value.ledger import AVAILABLE, BUDGET_PREFIX, Lot, is_budget
from sync.core import corrections
from sync.office.budgets.states import BudgetState, budget_states
from sync.office.database.desk import Sitting
from sync.office.database.tables import LOT, TILL
from sync.office.journals.authoring import Writing
from sync.office.journals.open_book import OpenBook
from sync.office.tills.programmes import current
from sync.wire.buckets import bucket_of
from sync.wire.records.ledger_part import Grant, LedgerPart

DAYS_AHEAD: Final = 3
"""For how many days more than today's budgets are dealt: a store may be cut off so long."""


def coming_lots(sitting: Sitting) -> dict[BudgetPeriod, BudgetLot]:
    """Return the budgets' periods of today and the next days, of every store with tills."""
    stores = till_counts(sitting)
    lots = (
        lot
        for day in range(DAYS_AHEAD + 1)
        for lot in _lots_at(sitting, sitting.now + timedelta(days=day), stores)
    )
    return {lot.period: lot for lot in lots}


def till_counts(sitting: Sitting) -> dict[str, int]:
    """Return how many tills each store has on the roster."""
    rows = sitting.connection.execute(
        select(TILL.c.store, func.count())
        .where(TILL.c.retired.is_(False))
        .group_by(TILL.c.store)
    )
    return {row.store: row[1] for row in rows}


def set_aside(sitting: Sitting) -> int:
    """Set aside what the programme's budgets say and is not set aside yet.

    A budget that was made smaller is cut by what is dealt to nobody. Returns how many
    periods were changed.
    """
    lots = coming_lots(sitting)
    if not any(_changes(sitting, lots)):
        return 0
    book = OpenBook(sitting)
    book.open({period.account for period in lots})
    # Read again: the buckets are ours alone from here on.
    changes = list(_changes(sitting, lots))
    for lot, more in changes:
        _say(book, lot, more)
    book.close()
    return len(changes)


def set_aside_again(book: OpenBook, grant: Grant) -> None:
    """Set aside the periods that a grant is of and that our restore forgot altogether."""
    programme = current(book.sitting) if is_budget(grant.account) else None
    amount = _amount_of(programme, grant) if programme else 0
    for piece in grant.slices:
        period = BudgetPeriod(grant.account, grant.unit, piece.lot)
        if amount and not _is_known(book, period):
            lot = BudgetLot(**period._asdict(), amount=amount, expires=piece.good_until)
            _say(book, lot, amount)


def undealt(book: OpenBook, lots: Iterable[BudgetLot]) -> tuple[Allotment, ...]:
    """Return what we may give of budgets ourselves: what is dealt to nobody."""
    found = (lot.allotment(AVAILABLE, book.amount(*lot.period, AVAILABLE)) for lot in lots)
    return tuple(one for one in found if one.amount > 0)


def _lots_at(sitting: Sitting, at: datetime, stores: Iterable[str]) -> Iterator[BudgetLot]:
    programme = current(replace(sitting, now=at))
    if programme is None:
        return
    day = local_day(at, programme.reckoning).isoformat()
    for campaign in programme.campaigns:
        for store in stores if may_hold_on(campaign.when, day) else ():
            yield from budget_lots(
                campaign.campaign,
                campaign.budgets,
                store=store,
                at=at,
                reckoning=programme.reckoning,
            )


def _changes(
    sitting: Sitting, lots: Mapping[BudgetPeriod, BudgetLot]
) -> Iterator[tuple[BudgetLot, int]]:
    """Yield by how much each period has to be raised or cut."""
    if not lots:
        return
    known = budget_states(sitting, lots)
    for period, lot in sorted(lots.items()):
        state = known.get(period) or BudgetState(period=period, set_aside=0, by_place={})
        # Less only as far as it is dealt to nobody.
        more = max(lot.amount - state.set_aside, -max(0, state.here))
        if more:
            yield lot, more


def _say(book: OpenBook, lot: BudgetLot, more: int) -> None:
    """Write down that so much more (below zero: less) may be given in a period."""
    now = book.sitting.now
    born = Lot(
        lot=lot.lot,
        account=lot.account,
        unit=lot.unit,
        rule=lot.account.removeprefix(BUDGET_PREFIX),
        earned_at=now,
        active_from=now,
        expires=lot.expires,
    )
    part = LedgerPart(
        entries=(corrections.set_aside(lot.period, more),),
        lots=() if _is_known(book, lot.period) else (born,),
    )
    writing = Writing(kind="adjust", part=part, facts={"why": "budget"})
    book.say(bucket_of(lot.account), writing)


def _amount_of(programme: Programme, grant: Grant) -> int:
    name = grant.account.removeprefix(BUDGET_PREFIX).partition("@")[0]
    scope = "store" if store_of(grant.account) else "campaign"
    return sum(
        budget.amount
        for campaign in programme.campaigns
        for budget in campaign.budgets
        if (campaign.campaign, budget.unit, budget.of) == (name, grant.unit, scope)
    )


def _is_known(book: OpenBook, period: BudgetPeriod) -> bool:
    if book.bears(*period):
        return True
    row = book.sitting.connection.execute(
        select(LOT.c.lot).where(
            LOT.c.bucket == bucket_of(period.account),
            LOT.c.account == period.account,
            LOT.c.unit == period.unit,
            LOT.c.lot == period.lot,
        )
    )
    return row.one_or_none() is not None
