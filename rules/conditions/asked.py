"""What rules ask for, compiled: only what their conditions name, once an occasion."""

from collections.abc import Iterable, Mapping
from typing import Final

from rules.conditions.occasion import Condition, Occasion
from rules.conditions.when import When, checks_of
from rules.sale.basket import QUANTITY_UNIT
from rules.sale.decisions import NotUsed, Values

TOLD: Final[Mapping[Condition, str]] = {
    "below_basket": "refuse.below_basket",
    "too_few_pieces": "refuse.too_few_pieces",
    "not_this_tender": "refuse.not_this_tender",
}
"""The conditions a customer could still meet; that another holds not is nobody's news."""


class Asked:
    """All that must hold for a rule. Rules that ask for the same share one of these."""

    __slots__ = ("_checks", "whens")

    def __init__(self, whens: tuple[When, ...]) -> None:
        self.whens: Final = whens
        self._checks: Final = tuple(
            (when, condition, holds)
            for when in whens
            for condition, holds in checks_of(when)
        )

    def missing(self, occasion: Occasion) -> Condition | None:
        """Return the first condition that does not hold, None when all do."""
        answers = occasion.answers
        if self not in answers:
            answers[self] = self._first_missing(occasion)
        return answers[self]

    def told(self, rule: str, missing: Condition, occasion: Occasion) -> NotUsed:
        """Return what a customer is told of a rule whose condition could still be met."""
        values = self.short_by(missing, occasion)
        return NotUsed(rule=rule, words=TOLD[missing], values=values)

    def short_by(self, missing: Condition, occasion: Occasion) -> Values:
        """Return how far the basket is from what is ``missing``, where that is a figure."""
        if missing == "below_basket":
            asked_minor = (when.minimum_minor for when in self.whens)
            have = occasion.basket_minor
            return (("short_by_minor", _unreached(asked_minor, have) - have),)
        if missing == "too_few_pieces":
            asked = (when.minimum_pieces * QUANTITY_UNIT for when in self.whens)
            have = occasion.basket_milli
            return (("pieces", -(-(_unreached(asked, have) - have) // QUANTITY_UNIT)),)
        return ()

    def _first_missing(self, occasion: Occasion) -> Condition | None:
        for when, condition, holds in self._checks:
            if not holds(when, occasion):
                return condition
        return None


def _unreached(asked: Iterable[int], have: int) -> int:
    return next(each for each in asked if each > have)
