"""Which categories a member buys: their interests."""

from dataclasses import dataclass
from typing import Literal

from rules.ground import bounds
from rules.segments.subject import Judgement, Subject, measured, refuse_window

_WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoriesBought:
    """These ``categories`` together: bought ``times`` times, for so much, for such a share.

    ``at_least_percent`` is their share of all the member spent in the same days.
    """

    kind: Literal["bought"] = "bought"
    categories: tuple[str, ...]
    times: int = 1
    at_least_minor: int = 0
    at_least_percent: int = 0
    within_days: int | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody can be."""
        bounds.names("categories", self.categories)
        bounds.some("categories", self.categories)
        bounds.within("times", self.times, least=1, most=bounds.POINTS_MAX)
        most = bounds.MONEY_MINOR_MAX
        bounds.within("at_least_minor", self.at_least_minor, least=0, most=most)
        bounds.within("at_least_percent", self.at_least_percent, least=0, most=_WHOLE)
        refuse_window(self.within_days)

    def judge(self, subject: Subject) -> Judgement:
        """Say whether it holds, and why; the first figure that falls short is told."""
        found = [
            day
            for name in self.categories
            for day in subject.statistics.category(name, subject.today, self.within_days)
        ]
        minor = sum(day.minor for day in found)
        days = subject.statistics.window(subject.today, self.within_days)
        whole = sum(day.minor for day in days)
        times = measured(
            "bought", sum(day.orders for day in found), least=self.times, most=None
        )
        spent = measured("bought_for", minor, least=self.at_least_minor, most=None)
        percent = minor * _WHOLE // whole if whole > 0 else 0
        share = measured("bought_share", percent, least=self.at_least_percent, most=None)
        return next((each for each in (times, spent, share) if not each.holds), times)
