"""Whether earn rules find the units and the rules they speak of."""

from collections.abc import Iterator

from rules.earn.category_multiplier import CategoryMultiplier
from rules.earn.per_spend import PerSpend
from rules.programme import Programme


def units(programme: Programme) -> Iterator[str]:
    """Yield a sentence for each rule whose unit the programme does not know."""
    known = {terms.unit for terms in programme.units}
    for rule in (*programme.earn, *programme.rewards):
        if rule.unit not in known:
            yield f"rule {rule.rule}: unit {rule.unit} is not among the programme's units."


def multipliers(programme: Programme) -> Iterator[str]:
    """Yield a sentence for each multiplier that has nothing to multiply."""
    bases = {rule.rule: rule.unit for rule in programme.earn if isinstance(rule, PerSpend)}
    units_earned = set(bases.values())
    for rule in programme.earn:
        if not isinstance(rule, CategoryMultiplier):
            continue
        if rule.unit not in units_earned:
            yield f"rule {rule.rule}: no per_spend rule earns {rule.unit} to be multiplied."
        for base in rule.of:
            if bases.get(base) != rule.unit:
                yield f"rule {rule.rule}: {base} is no per_spend rule for {rule.unit}."
