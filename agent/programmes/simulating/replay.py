"""Replay past sales under a programme: the till's own law, on all cores."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Final

from agent.programmes.simulating.past import NOBODY, PastSales
from agent.programmes.simulating.player import Player, Redeem
from agent.programmes.simulating.totals import Totals
from rules.programme import Programme

Progress = Callable[[int, int], None]
"""Hears how many receipts of how many are done."""

_CHUNK: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is replayed, and how."""

    programme: Programme
    redeem: Redeem = "never"
    workers: int = 0


def replay(past: PastSales, asked: Asked, progress: Progress) -> Totals:
    """Replay all sales; the order of members or the number of workers changes nothing."""
    by_member = past.by_member()
    nobody = by_member.pop(NOBODY, [])
    parts = [list(chunk) for chunk in _chunks(list(by_member.values()), _CHUNK)]
    whole = len(past)
    totals = Totals()
    done = 0
    for part in _mapped(_Shared(past, asked, [*parts, [nobody]])):
        totals.add(part)
        done += part.sales
        progress(done, whole)
    return totals


@dataclass(slots=True)
class _Shared:
    """What forked workers inherit: the sales and the parts, unpickled and uncopied."""

    past: PastSales
    asked: Asked
    parts: Sequence[list[list[int]]]
    player: Player | None = None


_SHARED: list[_Shared] = []


def _mapped(shared: _Shared) -> Iterator[Totals]:
    """Play all parts; the last holds the receipts of nobody."""
    _SHARED[:] = [shared]
    numbers = range(len(shared.parts))
    workers = shared.asked.workers or os.cpu_count() or 1
    if workers == 1 or not hasattr(os, "fork"):
        yield from map(_part, numbers)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        yield from pool.map(_part, numbers)


def _part(number: int) -> Totals:
    """Replay the members of one part."""
    (shared,) = _SHARED
    if shared.player is None:
        shared.player = Player(shared.past, shared.asked.programme, shared.asked.redeem)
    totals = Totals()
    known = number < len(shared.parts) - 1
    for places in shared.parts[number]:
        if places:
            shared.player.play(places, totals, known=known)
    return totals


def _chunks(items: list[list[int]], size: int) -> Iterator[list[list[int]]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
