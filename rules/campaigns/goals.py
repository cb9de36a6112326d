"""Goals: what a campaign is for, what a member adds to its measure, how far it came."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from rules.ground import bounds
from rules.ground.rounding import rounded
from rules.segments.statistics import Days

Measure = Literal["visits", "spend", "retention", "referrals"]

Untold = Literal[
    "no_experiment", "two_experiments", "all_treated", "not_begun",
    "nobody_treated", "nobody_held_out", "nothing_measured", "not_in_sales",
]  # fmt: skip
"""Why nothing can be said of a goal: it is for everybody, its rules ask for several
experiments, the arms hold everybody, it has not begun; there is no member on one side; who
is held out has none of the measure to compare with; sales do not tell it."""

_BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a campaign is for: a ``measure`` grows by ``percent`` against who is held out.

    ``visits`` are local days with a sale, ``spend`` is what goods came to (minor units),
    ``retention`` counts who bought again of those who had bought before, ``referrals``
    others who were brought to an activity.
    """

    measure: Measure
    percent: Fraction

    def __post_init__(self) -> None:
        """Refuse a goal beyond sense."""
        bounds.rate("percent", self.percent, least=0, most=10_000)


@dataclass(frozen=True, slots=True)
class Group:
    """One side that is compared: how many ``members``, and what all of them add up to."""

    members: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """How a goal's measure did, in hundredths of a per cent, and whether that is enough."""

    lift: int
    reached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalState:
    """How a campaign's goal stands from one day to another, both included.

    What is spent is in minor units of ``currency``; ``came`` is how it did, or why nothing
    can be said.
    """

    campaign: str
    goal: Goal
    currency: str
    first: date
    last: date
    treated: Group
    held_out: Group
    came: Lift | Untold


def adds(measure: Measure, bought: Days, *, first: int, last: int) -> int | None:
    """Return what a member adds by what they bought from one day to another, both included.

    None for whom a measure does not ask: retention is of those who had bought before.
    Referrals are no purchases; they are added by whoever was told of them.
    """
    within = [one for one in bought if first <= one.day <= last]
    visits = sum(one.orders > 0 for one in within)
    match measure:
        case "visits":
            return visits
        case "spend":
            return sum(one.minor for one in within)
        case "retention":
            had_bought = any(one.orders > 0 and one.day < first for one in bought)
            return min(visits, 1) if had_bought else None
        case "referrals":
            return 0


def lift(goal: Goal, *, treated: Group, held_out: Group) -> Lift | Untold:
    """Compare a measure a member of those treated with that of those held out."""
    if not treated.members:
        return "nobody_treated"
    if not held_out.members:
        return "nobody_held_out"
    if held_out.amount <= 0:
        return "nothing_measured"
    here = treated.amount * held_out.members
    ratio = Fraction(here, treated.members * held_out.amount) - 1
    grown = ratio * _BASIS_POINTS
    return Lift(
        lift=rounded(grown.numerator, grown.denominator, "half_even"),
        reached=ratio * 100 >= goal.percent,
    )
