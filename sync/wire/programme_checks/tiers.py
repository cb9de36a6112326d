"""Whether the tiers that rules name are on the ladder."""

from collections.abc import Iterator

from rules.programme import Programme


def tiers(programme: Programme) -> Iterator[str]:
    """Yield a sentence for each tier that is nowhere."""
    known = {tier.tier for tier in programme.ladder.tiers} if programme.ladder else set()
    for rule in programme.discounts:
        for tier in rule.tiers:
            if tier not in known:
                yield f"rule {rule.rule}: tier {tier} is not on the ladder."
