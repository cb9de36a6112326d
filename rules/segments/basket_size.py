"""How large a member's baskets are."""

from dataclasses import dataclass
from typing import Literal

from rules.ground import bounds
from rules.segments.subject import Judgement, Subject, measured, refuse_ends, refuse_window


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketSize:
    """The money of a sale on average (rounded down), in the last ``within_days`` days."""

    kind: Literal["basket"] = "basket"
    at_least_minor: int | None = None
    at_most_minor: int | None = None
    within_days: int | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody can be."""
        ends = (self.at_least_minor, self.at_most_minor)
        refuse_ends("basket", *ends, up_to=bounds.MONEY_MINOR_MAX)
        refuse_window(self.within_days)

    def judge(self, subject: Subject) -> Judgement:
        """Say whether it holds, and why."""
        days = subject.statistics.window(subject.today, self.within_days)
        orders = sum(orders for _, orders, _ in days)
        have = sum(minor for _, _, minor in days) // orders if orders > 0 else None
        return measured("basket", have, least=self.at_least_minor, most=self.at_most_minor)
