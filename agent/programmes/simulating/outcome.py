"""What a replay came to, in figures a person decides by; and how two programmes differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from agent.programmes.simulating.player import Redeem, point_minor
from agent.programmes.simulating.totals import RuleTotal, Totals
from rules.campaigns.goals import GoalState
from rules.economics.deferral import Deferral, deferral
from rules.economics.owed import Owed
from rules.economics.result import Costs, Result, result
from rules.ground.ids import RuleId, Unit
from rules.ground.rounding import rounded
from rules.programme import Programme

LARGEST: Final = 10
"""How many of those who gain most, and of those who lose most, are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One programme's replay: its sums, what is owed and put off at the end, what is left.

    ``unit`` is what its totals count, worth ``point_minor`` each as far as it is redeemed;
    ``units`` tells what each rule earns, ``ladder`` its tiers, the lowest first.
    """

    name: str
    totals: Totals
    owed: Owed
    deferral: Deferral
    result: Result
    unit: Unit
    point_minor: Fraction
    units: Mapping[RuleId, Unit]
    ladder: tuple[str, ...]
    goals: tuple[GoalState, ...]

    def rule(self, name: str) -> RuleTotal:
        """Return what a rule gave; nothing when it never did."""
        return self.totals.rules.get(name, RuleTotal())

    def unit_of(self, rule: str) -> Unit:
        """Return what a rule earns; of one that earns nothing, what the totals count."""
        return self.units.get(RuleId(rule), self.unit)

    def cost_minor(self, rule: str) -> int:
        """Return what a rule costs: what it took off, and what its points will pay."""
        total = self.rule(rule)
        points = total.points if self.unit_of(rule) == self.unit else 0
        exact = points * self.point_minor
        return total.off_minor + rounded(exact.numerator, exact.denominator, "half_even")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What members get more (or less) under one programme than under another.

    ``winners`` and ``losers`` count members; ``gained_minor`` and ``lost_minor`` are what
    that comes to; ``most_gained`` and ``most_lost`` name who gains and loses most, and how
    much (both above 0), in minor units.
    """

    winners: int
    losers: int
    same: int
    gained_minor: int
    lost_minor: int
    most_gained: tuple[tuple[str, int], ...]
    most_lost: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """What nobody knows of the past.

    Whether members ``redeem`` all they may as soon as they may, the margin, and which share
    of the points that are left will be ``redeemed``.
    """

    redeem: Redeem = "never"
    margin: Fraction = Fraction(25, 100)
    redeemed: Fraction = Fraction(1)


def outcome(
    programme: Programme,
    totals: Totals,
    assumed: Assumed,
    goals: tuple[GoalState, ...] = (),
) -> Outcome:
    """Work one replay out; ``goals`` is what its campaigns' came to."""
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
        deferral=deferral(
            totals.net_minor,
            totals.movement,
            value_minor=Fraction(value, points),
            redeemed_share=assumed.redeemed,
        ),
        result=result(totals.net_minor, margin=assumed.margin, costs=costs),
        unit=programme.units[0].unit,
        point_minor=Fraction(value, points) * assumed.redeemed,
        units={rule.rule: rule.unit for rule in programme.earn},
        ladder=tuple(tier.tier for tier in programme.ladder.tiers)
        if programme.ladder
        else (),
        goals=goals,
    )


def difference(ours: Totals, other: Totals) -> Difference:
    """Compare what each member was given."""
    names = {*ours.value_minor, *other.value_minor}
    more = {
        name: ours.value_minor.get(name, 0) - other.value_minor.get(name, 0)
        for name in names
    }
    by_size = sorted(more.items(), key=lambda each: (-abs(each[1]), each[0]))
    gainers = [(name, value) for name, value in by_size if value > 0]
    losers = [(name, -value) for name, value in by_size if value < 0]
    return Difference(
        winners=len(gainers),
        losers=len(losers),
        same=len(names) - len(gainers) - len(losers),
        gained_minor=sum(value for _, value in gainers),
        lost_minor=sum(value for _, value in losers),
        most_gained=tuple(gainers[:LARGEST]),
        most_lost=tuple(losers[:LARGEST]),
    )
