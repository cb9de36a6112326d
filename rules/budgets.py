"""Budgets of campaigns: what may be given in all, cut so that a store can keep to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rules import bounds
from rules.shares import share


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """At most ``amount`` is given: minor units of discounts, ``points``, or ``uses``.

    What is asked for beyond is given in part (``trim``) or not at all (``nothing``).
    """

    counts: Literal["discount_minor", "points", "uses"]
    amount: int
    over: Literal["trim", "nothing"] = "trim"

    def __post_init__(self) -> None:
        """Refuse a budget of less than nothing."""
        bounds.within("amount", self.amount, least=0, most=bounds.MONEY_MINOR_MAX)

    def left(self, given: int) -> int:
        """Return what is left once ``given`` was given; never below zero."""
        return max(0, self.amount - given)

    def granted(self, asked: int, *, left: int) -> int:
        """Return how much of what is asked for may be given when so much is ``left``."""
        if asked <= left:
            return asked
        return left if self.over == "trim" else 0


def sliced(amount: int, stores: Mapping[str, int]) -> Mapping[str, int]:
    """Cut what is left of a budget into the stores' own parts, by their weights.

    Each store keeps to its part without asking anyone; the parts sum to ``amount``.
    """
    names = sorted(stores)
    weights: Sequence[int] = [stores[name] for name in names]
    if not any(weights):
        weights = [1] * len(names)
    return dict(zip(names, share(amount, weights), strict=True))
