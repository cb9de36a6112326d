"""Campaigns' budgets in the shop in memory: the shop holds all of each period."""

from agent.programmes.book import HERE
from agent.programmes.shop import Booked, Shop
from rules.ground.ids import AccountId, LotId
from rules.value.allotments import Allotment
from rules.value.budgets import BudgetLot
from rules.value.ledger import (
    BUDGET_PREFIX,
    BUDGET_UNIT,
    HOUSE,
    HOUSE_BUDGETS,
    Entry,
    Lot,
    Posting,
    is_budget,
)


def allotments(shop: Shop, store: str) -> tuple[Allotment, ...]:
    """Return what a sale in a store may draw now; a period is set aside when it begins."""
    found: list[Allotment] = []
    for lot in shop.evaluator.budget_lots(store, shop.now):
        _set_aside(shop, lot)
        pieces = shop.book.usable(lot.account, lot.unit)
        amount = sum(piece.amount for piece in pieces if piece.lot == lot.lot)
        found.append(lot.allotment(HERE, amount))
    return tuple(found)


def left_of(shop: Shop, name: str, counts: str) -> int | None:
    """Return what is left of a campaign's budget (``summer``, a store's ``summer@S01``).

    Of several that count the same the least; None of one that nothing was drawn on yet.
    """
    account = AccountId(f"{BUDGET_PREFIX}{name}")
    units = {
        unit
        for of, unit, _ in shop.set_aside
        if of == account and unit.startswith(f"{BUDGET_UNIT}{counts}.")
    }
    return min((shop.book.amount(account, unit, HERE) for unit in units), default=None)


def restore(shop: Shop, sale: Booked) -> None:
    """Give budgets their own back, once nothing of a sale is left."""
    for one in sale.given.restorable:
        if is_budget(one.account):
            own = Posting(one.account, one.unit, one.amount, one.lot, HERE)
            house = Posting(HOUSE_BUDGETS, one.unit, -one.amount, LotId(""), HOUSE)
            shop.book.post([Entry("give_back", "", (house, own))])


def _set_aside(shop: Shop, lot: BudgetLot) -> None:
    if lot.period in shop.set_aside:
        return
    shop.set_aside.add(lot.period)
    born = Lot(
        lot=lot.lot,
        account=lot.account,
        unit=lot.unit,
        rule="",
        earned_at=shop.now,
        active_from=shop.now,
        expires=lot.expires,
    )
    postings = (
        Posting(lot.account, lot.unit, lot.amount, lot.lot, HERE),
        Posting(HOUSE_BUDGETS, lot.unit, -lot.amount, LotId(""), HOUSE),
    )
    shop.book.post([Entry("adjust", "", postings)], [born])
