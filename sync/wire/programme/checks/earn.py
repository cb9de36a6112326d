"""Whether earn rules find the units and the rules they speak of."""

from collections.abc import Iterator

from rules.earn.category_multiplier import CategoryMultiplier
from rules.earn.per_spend import PerSpend
from rules.ground.sentence import Sentence
from rules.programme import Programme
from sync.wire.programme.checks.saying import absent
from sync.wire.programme.words import at


def units(programme: Programme) -> Iterator[Sentence]:
    """Yield a sentence for each rule whose unit the programme does not know."""
    known = {terms.unit for terms in programme.units}
    for rule in (*programme.earn, *programme.rewards):
        if rule.unit not in known:
            yield absent(f"rule {rule.rule}", "unit", rule.unit, "units")


def multipliers(programme: Programme) -> Iterator[Sentence]:
    """Yield a sentence for each multiplier that has nothing to multiply."""
    bases = {rule.rule: rule.unit for rule in programme.earn if isinstance(rule, PerSpend)}
    units_earned = set(bases.values())
    for rule in programme.earn:
        if not isinstance(rule, CategoryMultiplier):
            continue
        place = f"rule {rule.rule}"
        if rule.unit not in units_earned:
            said = Sentence(
                "no per_spend rule earns {unit} to be multiplied", unit=rule.unit
            )
            yield at(place, said)
        for base in rule.of:
            if bases.get(base) != rule.unit:
                said = Sentence(
                    "{base} is no per_spend rule for {unit}", base=base, unit=rule.unit
                )
                yield at(place, said)
