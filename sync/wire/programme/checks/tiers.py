"""Whether the tiers that rules name are on the ladder."""

from collections.abc import Iterator

from rules.discounts.tier_percent import TierPercent
from rules.ground.sentence import Sentence
from rules.programme import Programme
from sync.wire.programme.checks.saying import not_on_the_ladder


def tiers(programme: Programme) -> Iterator[Sentence]:
    """Yield a sentence for each tier that is nowhere."""
    known = {tier.tier for tier in programme.ladder.tiers} if programme.ladder else set()
    for rule in (*programme.discounts, *programme.earn):
        named = rule.tiers if isinstance(rule, TierPercent) else ()
        for tier in (*named, *rule.when.tiers):
            if tier not in known:
                yield not_on_the_ladder(f"rule {rule.rule}", tier)
