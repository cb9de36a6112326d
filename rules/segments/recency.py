"""How many days ago a member was last here."""

from dataclasses import dataclass
from typing import Literal

from rules.ground import bounds
from rules.segments.subject import Judgement, Subject, measured, refuse_ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Recency:
    """Last seen ``at_least_days`` or ``at_most_days`` ago; today is 0."""

    kind: Literal["recency"] = "recency"
    at_least_days: int | None = None
    at_most_days: int | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody can be."""
        refuse_ends("recency", self.at_least_days, self.at_most_days, up_to=bounds.DAYS_MAX)

    def judge(self, subject: Subject) -> Judgement:
        """Say whether it holds, and why."""
        last = subject.statistics.last_day
        ago = None if last is None else max(0, subject.today - last)
        return measured("recency", ago, least=self.at_least_days, most=self.at_most_days)
