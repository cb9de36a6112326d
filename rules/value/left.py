"""What a campaign may still give on one occasion: all of its budgets together."""

from dataclasses import dataclass

from rules.value.budgets import Budget, Counts


@dataclass(frozen=True, slots=True)
class Left:
    """A campaign's budgets, each with what is left of it here and now."""

    parts: tuple[tuple[Budget, int], ...]

    @property
    def is_spent(self) -> bool:
        """Whether one of them is used up: then the campaign gives nothing."""
        return any(left <= 0 for _, left in self.parts)

    def limits(self, counts: Counts) -> bool:
        """Say whether any of them counts that."""
        return any(budget.counts == counts for budget, _ in self.parts)

    def granted(self, counts: Counts, asked: int, *, before: int = 0) -> int:
        """Return how much of what is asked for may be given, after so much ``before``."""
        for budget, left in self.parts:
            if budget.counts == counts:
                asked = budget.granted(asked, left=max(0, left - before))
        return asked

    def least(self, counts: Counts) -> int:
        """Return what the tightest of those that count that leaves."""
        return min((left for one, left in self.parts if one.counts == counts), default=0)
