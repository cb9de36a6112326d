"""Who used to come and does not any more."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from rules.ground import bounds
from rules.segments.gap import spread
from rules.segments.subject import Judgement, Subject, measured

_TIMES_MAX: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsed:
    """Silent for at least ``days``, and ``times`` as long as usual where that is longer.

    Usual is the member's own average gap, known from three visits on. ``at_most_days``
    leaves out who was lost long ago.
    """

    kind: Literal["lapsed"] = "lapsed"
    days: int
    times: Fraction | None = None
    at_most_days: int | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody can be."""
        bounds.within("days", self.days, least=1, most=bounds.DAYS_MAX)
        if self.times is not None:
            bounds.rate("times", self.times, least=1, most=_TIMES_MAX)
        if self.at_most_days is not None:
            least, most = self.days, bounds.DAYS_MAX
            bounds.within("at_most_days", self.at_most_days, least=least, most=most)

    def judge(self, subject: Subject) -> Judgement:
        """Say whether it holds, and why."""
        last = subject.statistics.last_day
        silent = None if last is None else max(0, subject.today - last)
        return measured(
            "lapsed", silent, least=self._silence(subject), most=self.at_most_days
        )

    def _silence(self, subject: Subject) -> int:
        span, gaps = spread(subject.statistics)
        if self.times is None or gaps <= 1:
            return self.days
        usual = span * self.times.numerator
        return max(self.days, -(-usual // (gaps * self.times.denominator)))
