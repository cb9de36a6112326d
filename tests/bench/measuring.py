"""Taking times: floor and ours turn about, so that what slows the machine slows both."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter_ns
from typing import Final

from tests.bench.rows import Spread, quantile, ratios, spread

Block = Callable[[int], Sequence[int]]
"""Does the work that many times and returns the nanoseconds of each."""

_SPINS: Final = 20_000
_TURN: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Duel:
    """Two ways of one work, block by block."""

    floor: tuple[tuple[int, ...], ...]
    ours: tuple[tuple[int, ...], ...]

    @property
    def floor_spread(self) -> Spread:
        """The median of the floor's blocks."""
        return spread([median(block) for block in self.floor])

    @property
    def ours_spread(self) -> Spread:
        """The median of our blocks."""
        return spread([median(block) for block in self.ours])

    @property
    def ratio(self) -> Spread:
        """Ours by the floor, block by block."""
        own = [median(block) for block in self.ours]
        return ratios(own, [median(block) for block in self.floor])

    def ours_at(self, share: float) -> int:
        """Return what ``share`` of all our runs did not exceed."""
        return quantile([value for block in self.ours for value in block], share)


def duel(floor: Block, ours: Block, *, blocks: int, runs: int) -> Duel:
    """Let both do ``blocks`` blocks of ``runs`` runs, a few runs each by turns.

    Short turns: a disk that is busy for a moment, or slow after a pause, is so for both.
    """
    floor(_TURN)
    ours(_TURN)
    found = [_block(floor, ours, runs) for _ in range(blocks)]
    return Duel(
        floor=tuple(least for least, _ in found), ours=tuple(own for _, own in found)
    )


def _block(floor: Block, ours: Block, runs: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    least: list[int] = []
    own: list[int] = []
    while len(own) < runs:
        least += floor(_TURN)
        own += ours(_TURN)
    return tuple(least), tuple(own)


@contextmanager
def as_a_daemon() -> Iterator[None]:
    """Treat garbage as a started till does: what is there is looked at no more."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def noise(times: int = 15) -> Spread:
    """Time one piece of plain Python again and again: how quiet the machine is."""
    return spread([_spin() for _ in range(times)])


def _spin() -> int:
    began = perf_counter_ns()
    total = 0
    for number in range(_SPINS):
        total += number & 7
    return perf_counter_ns() - began
