"""What campaigns' budgets leave while past sales are sold again, one after the other."""

from datetime import datetime
from typing import Final

from rules.evaluator import Evaluator
from rules.ground.ids import Place
from rules.sale.decisions import Drawn
from rules.value.allotments import Allotment, BudgetPeriod

_HERE: Final = Place("t1.1")


class Purse:
    """All budgets of a programme in one hand: what tills would be dealt is not told."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator: Final = evaluator
        self._left: Final[dict[BudgetPeriod, int]] = {}

    def allotments(self, store: str, at: datetime) -> tuple[Allotment, ...]:
        """Return what a sale in a store may draw; a period begins with all it has."""
        return tuple(
            lot.allotment(_HERE, self._left.setdefault(lot.period, lot.amount))
            for lot in self._evaluator.budget_lots(store, at)
        )

    def take(self, drawn: Drawn) -> None:
        """Take what a sale drew."""
        for one in drawn.allotments:
            self._left[one.period] -= one.amount
