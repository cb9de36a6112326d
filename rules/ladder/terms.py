"""The ladder as its author wrote it: tiers, what counts, how long a tier lasts."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from rules.calendars.periods import PeriodKind
from rules.ground import bounds
from rules.ground.ids import RuleId, TierId

Metric = Literal["spend", "points", "orders", "visits", "balance"]
"""What is counted: qualifying money in minor units, points earned, sales, days with a sale,
or the points that are usable now (they fall when they are spent)."""

CalendarWindow = Literal["month", "quarter", "half_year", "year", "anniversary", "fixed"]
Downgrade = Literal["none", "one_level", "full"]

BENEFITS_MAX: Final = 20
BENEFIT_CHARACTERS_MAX: Final = 120
TIERS_MAX: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryIssue:
    """What entering a tier gives: a coupon, good for ``valid_days`` after that day."""

    rule: RuleId
    kind: Literal["coupon"] = "coupon"
    valid_days: int

    def __post_init__(self) -> None:
        """Refuse what cannot be issued."""
        bounds.identifier("rule", self.rule)
        bounds.within("valid_days", self.valid_days, least=0, most=bounds.DAYS_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """What a tier gives, as its members read it; ``language`` is empty for everyone."""

    text: str
    language: str = ""

    def __post_init__(self) -> None:
        """Refuse what says nothing or too much."""
        if not 0 < len(self.text) <= BENEFIT_CHARACTERS_MAX:
            raise bounds.OutOfBoundsError(
                "{what} must have 1 to {most} characters",
                what="text",
                most=BENEFIT_CHARACTERS_MAX,
            )
        if self.language:
            bounds.identifier("language", self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A level, reached from so much of the ladder's metric upwards.

    ``from_minor`` when the metric is spend, else ``from_count``. ``benefits`` are shown to
    whoever holds it. An article of ``bought_with`` is a paid membership: whoever buys one
    stands as if the sale had counted for as much as the tier asks.
    """

    tier: TierId
    from_minor: int | None = None
    from_count: int | None = None
    entry_issue: EntryIssue | None = None
    benefits: tuple[Benefit, ...] = ()
    bought_with: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no level."""
        bounds.identifier("tier", self.tier)
        if (self.from_minor is None) == (self.from_count is None):
            raise bounds.OutOfBoundsError(
                "a tier needs from_minor (money) or from_count (points, orders, visits)"
            )
        name = "from_count" if self.from_minor is None else "from_minor"
        bounds.within(name, self.starts, least=0, most=bounds.MONEY_MINOR_MAX)
        bounds.within("benefits", len(self.benefits), least=0, most=BENEFITS_MAX)
        bounds.names("bought_with", self.bought_with)

    @property
    def starts(self) -> int:
        """From how much of the metric it is reached."""
        return self.from_minor if self.from_minor is not None else self.from_count or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The tiers, lowest (from 0) to highest, and what of the metric counts.

    What counts is the last ``window_days`` days (to the instant), the last
    ``window_months`` months (whole local days), or the ``window`` we are in: a calendar
    period, a year of membership, or the days ``first_day`` to ``last_day``. One of the
    three is set.

    A tier begins at once or with the ``next_period`` of the window. It lasts
    ``duration_days`` (local days after that day) or ``duration_months`` (a month from 20
    July has 19 August as its last day), else until the end of the window's period or of the
    next one (``ends``). Without any of these: as long as the window's days or months are,
    to the end of the next period, to the last day of a fixed window. It lasts to the end
    of the period ``duration_end`` in which that end lies; ``extend_days`` more come on top.

    When it ends ``downgrade`` says how deep one falls: not at all, one level (a soft
    landing), or to where the credit stands; not before ``grace_days`` more have passed.
    With ``falls = "at_once"`` a tier has no end, and is lost when what counts falls short.
    """

    metric: Metric = "spend"
    window_days: int | None = None
    window_months: int | None = None
    window: CalendarWindow | None = None
    first_day: str = ""
    last_day: str = ""
    start: Literal["now", "next_period"] = "now"
    ends: Literal["end_of_period", "end_of_next_period"] | None = None
    duration_days: int | None = None
    duration_months: int | None = None
    duration_end: PeriodKind | None = None
    extend_days: int = 0
    falls: Literal["at_end", "at_once"] = "at_end"
    downgrade: Downgrade = "full"
    grace_days: int = 0
    tiers: tuple[Tier, ...]

    def __post_init__(self) -> None:
        """Refuse a ladder one cannot stand on or climb."""
        for name, least, most in _BOUNDED:
            value: int | None = getattr(self, name)
            if value is not None:
                bounds.within(name, value, least=least, most=most)
        self._refuse_windows()
        self._refuse_lengths()
        self._refuse_tiers()

    @property
    def is_summed(self) -> bool:
        """Whether what counts is a sum of credit; days and what is usable now are not."""
        return self.metric in {"spend", "points", "orders"}

    @property
    def is_fixed(self) -> bool:
        """Whether what counts is counted once, between two days."""
        return self.window == "fixed"

    def _refuse_windows(self) -> None:
        said = (self.window_days, self.window_months, self.window)
        if sum(way is not None for way in said) != 1:
            raise bounds.OutOfBoundsError(
                "exactly one of window_days, window_months and window must be set"
            )
        if self.is_fixed:
            bounds.day("first_day", self.first_day)
            bounds.day("last_day", self.last_day)
            if self.last_day < self.first_day:
                raise bounds.OutOfBoundsError("last_day lies before first_day")
        elif self.first_day or self.last_day:
            raise bounds.OutOfBoundsError("first_day and last_day are for a fixed window")

    def _refuse_lengths(self) -> None:
        lengths = (self.duration_days, self.duration_months, self.ends)
        if sum(way is not None for way in lengths) > 1:
            raise bounds.OutOfBoundsError(
                "only one of duration_days, duration_months and ends can be set"
            )
        if self.falls == "at_once" and any(way is not None for way in lengths):
            raise bounds.OutOfBoundsError(
                "a tier that falls at once has no duration_days, duration_months or ends"
            )
        by_period = self.start == "next_period" or self.ends is not None
        if by_period and self.window is None:
            raise bounds.OutOfBoundsError(
                "start next_period and ends need a window of the calendar: the last "
                "so many days never end"
            )
        if self.start == "next_period" and (self.ends == "end_of_period" or self.is_fixed):
            raise bounds.OutOfBoundsError(
                "a tier that starts with the next period cannot end with this one"
            )

    def _refuse_tiers(self) -> None:
        bounds.within("tiers", len(self.tiers), least=1, most=TIERS_MAX)
        if self.tiers[0].starts != 0:
            raise bounds.OutOfBoundsError("the first tier must start from 0")
        counted = self.metric != "spend"
        if any((tier.from_minor is None) != counted for tier in self.tiers):
            name = "from_count" if counted else "from_minor"
            raise bounds.OutOfBoundsError(
                "tiers by {metric} start from {what}, all of them",
                metric=self.metric,
                what=name,
            )
        starts = [tier.starts for tier in self.tiers]
        if any(lower >= higher for lower, higher in pairwise(starts)):
            name = "from_count" if counted else "from_minor"
            raise bounds.OutOfBoundsError(
                "{what} must ascend: each {start} above the last", what="tiers", start=name
            )
        bounds.names("tiers", tuple(tier.tier for tier in self.tiers))
        if not self.is_summed and any(tier.bought_with for tier in self.tiers):
            raise bounds.OutOfBoundsError(
                "a tier by {metric} cannot be bought, only one by spend, points or orders",
                metric=self.metric,
            )


_BOUNDED: Final = (
    ("window_days", 1, bounds.DAYS_MAX),
    ("window_months", 1, bounds.MONTHS_MAX),
    ("duration_days", 0, bounds.DAYS_MAX),
    ("duration_months", 1, bounds.MONTHS_MAX),
    ("extend_days", 0, bounds.DAYS_MAX),
    ("grace_days", 0, bounds.DAYS_MAX),
)
