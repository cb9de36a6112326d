"""How often a member was here."""

from dataclasses import dataclass
from typing import Literal

from rules.ground import bounds
from rules.segments.subject import Judgement, Subject, measured, refuse_ends, refuse_window


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """So many ``visits`` (days with a sale) or ``orders`` in the last ``within_days`` days.

    Without ``within_days`` since ever.
    """

    kind: Literal["frequency"] = "frequency"
    of: Literal["visits", "orders"] = "visits"
    at_least: int | None = None
    at_most: int | None = None
    within_days: int | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody can be."""
        refuse_ends("frequency", self.at_least, self.at_most, up_to=bounds.POINTS_MAX)
        refuse_window(self.within_days)
        days = self.within_days
        if self.of == "visits" and days is not None and (self.at_least or 0) > days:
            raise bounds.OutOfBoundsError(
                "{days} days cannot hold {visits} visits, one a day",
                days=days,
                visits=self.at_least or 0,
            )

    def judge(self, subject: Subject) -> Judgement:
        """Say whether it holds, and why."""
        days = subject.statistics.window(subject.today, self.within_days)
        if self.of == "visits":
            have = sum(orders > 0 for _, orders, _ in days)
        else:
            have = sum(orders for _, orders, _ in days)
        return measured("frequency", have, least=self.at_least, most=self.at_most)
