"""The simulation can fail: each hole made on purpose breaks its invariant."""

import pytest

from tests.simulation.mutants import MUTANTS
from tests.simulation.playing import play
from tests.simulation.script import STEPS, deal

SEEDS_MAX = 25


@pytest.mark.parametrize("name", MUTANTS)
def test_a_hole_is_caught(name: str) -> None:
    mutant = MUTANTS[name]
    seeds = (*mutant.seen_in, *range(SEEDS_MAX))

    endings = (play(deal(seed, STEPS), spoiler=mutant.spoiler()) for seed in seeds)

    assert next((e.broken for e in endings if not e.held), "") in mutant.caught_by
