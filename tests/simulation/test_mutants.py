"""The simulation can fail: each hole made on purpose is caught, by the invariant it breaks."""

from itertools import count

import pytest

from tests.simulation.mutants import MUTANTS
from tests.simulation.playing import play
from tests.simulation.script import STEPS, deal

SEEDS_MAX = 25


@pytest.mark.parametrize("name", MUTANTS)
def test_a_hole_is_caught(name: str) -> None:
    mutant = MUTANTS[name]

    endings = (play(deal(seed, STEPS), spoiler=mutant.spoiler()) for seed in count())
    caught = [
        ending.broken
        for _, ending in zip(range(SEEDS_MAX), endings, strict=False)
        if not ending.held
    ]

    assert caught
    assert caught[0] in mutant.caught_by
