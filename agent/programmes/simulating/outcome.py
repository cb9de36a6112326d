"""What a replay came to, in figures a person decides by; and how two programmes differ."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from agent.programmes.simulating.player import point_minor
from agent.programmes.simulating.totals import RuleTotal, Totals
from rules.economics.owed import Owed
from rules.economics.result import Costs, Result, result
from rules.programme import Programme

LARGEST: Final = 10
"""How many of the largest winners and losers are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One programme's replay: its sums, what is owed at the end, and what is left."""

    name: str
    totals: Totals
    owed: Owed
    result: Result

    def rule(self, name: str) -> RuleTotal:
        """Return what a rule gave; nothing when it never did."""
        return self.totals.rules.get(name, RuleTotal())


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What members get more (or less) under one programme than under another.

    ``winners`` and ``losers`` count members; ``gained_minor`` and ``lost_minor`` are what
    that comes to; ``largest`` names who gains and loses most, in minor units.
    """

    winners: int
    losers: int
    same: int
    gained_minor: int
    lost_minor: int
    largest: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """What nobody knows of the past: the margin, and which share of points is redeemed."""

    margin: Fraction = Fraction(25, 100)
    redeemed: Fraction = Fraction(1)


def outcome(programme: Programme, totals: Totals, assumed: Assumed) -> Outcome:
    """Work one replay out."""
    value, points = point_minor(programme)
    owed = totals.owed(Fraction(value, points), assumed.redeemed)
    costs = Costs(
        discounts_minor=totals.off_minor,
        redeemed_minor=totals.redeemed_minor,
        owed_minor=owed.expected_minor,
    )
    return Outcome(
        name=f"{programme.name} {programme.version}",
        totals=totals,
        owed=owed,
        result=result(totals.net_minor, margin=assumed.margin, costs=costs),
    )


def difference(ours: Totals, other: Totals) -> Difference:
    """Compare what each member was given."""
    names = {*ours.value_minor, *other.value_minor}
    more = {
        name: ours.value_minor.get(name, 0) - other.value_minor.get(name, 0)
        for name in names
    }
    gains = [value for value in more.values() if value > 0]
    losses = [-value for value in more.values() if value < 0]
    by_size = sorted(more.items(), key=lambda each: (-abs(each[1]), each[0]))
    return Difference(
        winners=len(gains),
        losers=len(losses),
        same=len(names) - len(gains) - len(losses),
        gained_minor=sum(gains),
        lost_minor=sum(losses),
        largest=tuple(each for each in by_size[:LARGEST] if each[1]),
    )
