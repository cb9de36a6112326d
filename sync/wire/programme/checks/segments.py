"""Whether every segment can have somebody in it."""

from collections.abc import Iterator

from rules.ground.sentence import Sentence
from rules.programme import Programme
from rules.segments.conditions import singles
from rules.segments.nobody import nobody
from rules.segments.person import InTier
from sync.wire.programme.checks.saying import not_on_the_ladder, twice
from sync.wire.programme.words import at


def segments(programme: Programme) -> Iterator[Sentence]:
    """Yield a sentence for each segment that nobody can be in or that is named twice."""
    seen: set[str] = set()
    known = {tier.tier for tier in programme.ladder.tiers} if programme.ladder else set()
    for segment in programme.segments:
        name = segment.segment
        if name in seen:
            yield twice("segment", name)
        seen.add(name)
        for why in nobody(segment.when):
            said = Sentence("nobody can be in it: {why}", why=why)
            yield at(f"segment {name}", said)
        for condition in singles(segment.when):
            for tier in condition.tiers if isinstance(condition, InTier) else ():
                if tier not in known:
                    yield not_on_the_ladder(f"segment {name}", tier)
