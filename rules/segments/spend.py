"""How much a member spent, and on average for a sale."""

from dataclasses import dataclass
from typing import Literal

from rules.ground import bounds
from rules.segments.subject import Judgement, Subject, measured, refuse_ends, refuse_window


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """So much money in the last ``within_days`` days, or ever, less what came back."""

    kind: Literal["spend"] = "spend"
    at_least_minor: int | None = None
    at_most_minor: int | None = None
    within_days: int | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody can be."""
        ends = (self.at_least_minor, self.at_most_minor)
        refuse_ends("spend", *ends, up_to=bounds.MONEY_MINOR_MAX)
        refuse_window(self.within_days)

    def judge(self, subject: Subject) -> Judgement:
        """Say whether it holds, and why."""
        days = subject.statistics.window(subject.today, self.within_days)
        have = sum(minor for _, _, minor in days)
        return measured("spend", have, least=self.at_least_minor, most=self.at_most_minor)
