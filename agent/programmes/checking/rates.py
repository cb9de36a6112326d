"""What a programme gives for money: points a minor unit, and what they are worth."""

from collections.abc import Mapping
from fractions import Fraction

from rules.earn.category_multiplier import CategoryMultiplier
from rules.earn.multiplier import Multiplier
from rules.earn.per_spend import PerSpend
from rules.programme import Programme


def best_rates(programme: Programme) -> Mapping[str, Fraction]:
    """Return, by unit, the points a minor unit earns at best, without one-off bonuses."""
    found: dict[str, Fraction] = {}
    for rule in programme.earn:
        if isinstance(rule, PerSpend):
            rate = Fraction(rule.points, rule.step_minor)
            found[rule.unit] = found.get(rule.unit, Fraction(0)) + rate
    return {unit: rate * _times(programme, unit) for unit, rate in found.items()}


def _times(programme: Programme, unit: str) -> Fraction:
    """Return by how much all multipliers of a unit together multiply at worst."""
    factors = [
        rule.factor
        for rule in programme.earn
        if isinstance(rule, CategoryMultiplier | Multiplier) and rule.unit == unit
    ]
    if not factors:
        return Fraction(1)
    match programme.earning.multipliers:
        case "highest":
            return max(factors)
        case "multiply":
            times = Fraction(1)
            for factor in factors:
                times *= factor
            return times
        case "add":
            return 1 + sum((factor - 1 for factor in factors), Fraction(0))


def worth_of_points(programme: Programme) -> Mapping[str, Fraction]:
    """Return, by unit, the most minor units that a point pays for."""
    worth: dict[str, Fraction] = {}
    for reward in programme.tenders:
        value = Fraction(reward.value_minor_per_step, reward.step)
        worth[reward.unit] = max(worth.get(reward.unit, Fraction(0)), value)
    return worth
