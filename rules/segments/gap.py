"""How many days lie between a member's visits."""

from dataclasses import dataclass
from typing import Literal

from rules.ground import bounds
from rules.segments.statistics import Statistics
from rules.segments.subject import Judgement, Subject, measured, refuse_ends

_TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The days from one visit to the next, on average (rounded down).

    Known from ``visits`` visits on; at least two.
    """

    kind: Literal["gap"] = "gap"
    at_least_days: int | None = None
    at_most_days: int | None = None
    visits: int = 3

    def __post_init__(self) -> None:
        """Refuse what nobody can be."""
        refuse_ends("gap", self.at_least_days, self.at_most_days, up_to=bounds.DAYS_MAX)
        bounds.within("visits", self.visits, least=_TWO, most=bounds.DAYS_MAX)

    def judge(self, subject: Subject) -> Judgement:
        """Say whether it holds, and why."""
        span, count = spread(subject.statistics)
        have = span // count if count + 1 >= self.visits else None
        return measured("gap", have, least=self.at_least_days, most=self.at_most_days)


def spread(statistics: Statistics) -> tuple[int, int]:
    """Return the days from the first visit to the last, and how many gaps lie between."""
    visits = [day for day, orders, _ in statistics.days if orders > 0]
    return (visits[-1] - visits[0], len(visits) - 1) if visits else (0, 0)
