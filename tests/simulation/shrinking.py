"""Shrink a failing script: leave out steps and mishaps while it still fails."""

from collections.abc import Callable, Sequence
from typing import Final

from tests.simulation.script import Script, Step

TRIES_MAX: Final = 200

Fails = Callable[[Script], bool]


def shrunk(script: Script, fails: Fails, *, tries: int = TRIES_MAX) -> Script:
    """Return a smaller script that still ``fails``, after at most so many tries."""
    budget = _Budget(fails, tries)
    steps = _fewer(script, list(script.steps), budget)
    return script.with_steps(_calmer(script, steps, budget))


class _Budget:
    def __init__(self, fails: Fails, tries: int) -> None:
        self._fails: Final = fails
        self._left = tries

    def fails(self, script: Script) -> bool:
        """Try a script, unless all tries are used up: then it counts as not failing."""
        if self._left <= 0:
            return False
        self._left -= 1
        return self._fails(script)


def _fewer(script: Script, steps: list[Step], budget: _Budget) -> list[Step]:
    """Leave out ever smaller runs of steps, beginning with the last ones."""
    size = max(1, len(steps) // 2)
    while True:
        at = len(steps)
        while at > 0:
            start = max(0, at - size)
            without = steps[:start] + steps[at:]
            if budget.fails(script.with_steps(without)):
                steps = without
            at = start
        if size == 1:
            return steps
        size = max(1, size // 2)


def _calmer(script: Script, steps: Sequence[Step], budget: _Budget) -> list[Step]:
    """Take what goes wrong out of steps that need not go wrong."""
    kept = list(steps)
    for at, step in enumerate(kept):
        if step.calm:
            continue
        calmed = [*kept[:at], step.calmed(), *kept[at + 1 :]]
        if budget.fails(script.with_steps(calmed)):
            kept = calmed
    return kept
