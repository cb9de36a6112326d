"""What may be given here of campaigns' budgets: this till's part, less what is promised."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from agent.counter.ground.desk import Desk
from agent.counter.value.fetching import NeedsMore
from rules.evaluator import Evaluator
from rules.ground.ids import Place
from rules.sale.decisions import NotUsed
from rules.value.allotments import Allotment
from sync.till.book.units import unit_view

SHORT: Final = frozenset({"refuse.budget_short", "refuse.budget_spent"})
"""The reasons of rules that would give more, were there more of a budget here."""


def allotments(
    desk: Desk, evaluator: Evaluator | None, workstation: str, at: datetime
) -> tuple[Allotment, ...]:
    """Return what a sale at a workstation may draw at ``at``.

    What open quotes at other workstations count on is theirs. A till whose history head
    office does not know gives nothing of budgets.
    """
    lots = evaluator.budget_lots(desk.store, at) if evaluator else ()
    if not lots or desk.book.journal.frozen:
        return ()
    promised = desk.sessions.promised(desk.now(), but=workstation)
    found: list[Allotment] = []
    for lot in lots:
        here = desk.book.journal.holdings(lot.account, lot.unit)
        amount = sum(piece.amount for piece in here if piece.lot == lot.lot)
        amount -= promised[lot.period]
        if amount > 0:
            found.append(lot.allotment(Place(desk.life), amount))
    return tuple(found)


def parts_wanted(
    desk: Desk, evaluator: Evaluator, reasons: Iterable[NotUsed], at: datetime
) -> Iterator[NeedsMore]:
    """Yield what to ask head office for, of budgets that fell short and are not used up.

    A rule that found nothing here asks for anything: head office knows what a part is.
    """
    for reason in reasons:
        if reason.words not in SHORT:
            continue
        values = dict(reason.values)
        less = values.get("less_minor", values.get("less", 1))
        for lot in evaluator.budget_lots(desk.store, at, rule=reason.rule):
            view = unit_view(desk.book, lot.account, lot.unit)
            if view is not None and view.dealable > 0 and isinstance(less, int):
                yield NeedsMore(account=lot.account, unit=lot.unit, points=less)
