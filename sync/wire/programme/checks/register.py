"""What is asked of every programme, in the order it is told: add your section's check."""

from collections.abc import Callable, Iterator

from rules.ground.sentence import Sentence
from rules.programme import Programme
from sync.wire.programme.checks.campaigns import campaigns
from sync.wire.programme.checks.cards import cards
from sync.wire.programme.checks.earn import multipliers, units
from sync.wire.programme.checks.exposure import exposure
from sync.wire.programme.checks.issues import issues
from sync.wire.programme.checks.names import names, zone
from sync.wire.programme.checks.segments import segments
from sync.wire.programme.checks.tiers import tiers

Check = Callable[[Programme], Iterator[Sentence]]

CHECKS: tuple[Check, ...] = (
    zone,
    names,
    units,
    multipliers,
    tiers,
    cards,
    campaigns,
    issues,
    segments,
    exposure,
)


def contradictions(programme: Programme) -> Iterator[Sentence]:
    """Yield a sentence for everything that does not fit together."""
    for check in CHECKS:
        yield from check(programme)
