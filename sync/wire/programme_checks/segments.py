"""Whether every segment can have somebody in it."""

from collections.abc import Iterator

from rules.programme import Programme
from rules.segments.conditions import singles
from rules.segments.nobody import nobody
from rules.segments.person import InTier


def segments(programme: Programme) -> Iterator[str]:
    """Yield a sentence for each segment that nobody can be in or that is named twice."""
    seen: set[str] = set()
    known = {tier.tier for tier in programme.ladder.tiers} if programme.ladder else set()
    for segment in programme.segments:
        name = segment.segment
        if name in seen:
            yield f"segment {name}: the name is used twice."
        seen.add(name)
        for why in nobody(segment.when):
            yield f"segment {name}: nobody can be in it: {why}."
        for condition in singles(segment.when):
            for tier in condition.tiers if isinstance(condition, InTier) else ():
                if tier not in known:
                    yield f"segment {name}: tier {tier} is not on the ladder."
