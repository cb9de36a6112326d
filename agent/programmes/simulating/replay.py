"""Replay past sales under a programme: the till's own law, on all cores."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Final

from agent.programmes.simulating.collecting import uncollected
from agent.programmes.simulating.past import NOBODY, PastSales
from agent.programmes.simulating.player import Player, Redeem
from agent.programmes.simulating.totals import Totals
from rules.programme import Programme

Progress = Callable[[int, int], None]
"""Hears how many receipts of how many are done."""

_PART: Final = 2_000
"""How many receipts are played at one go, or somewhat more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is replayed, and how."""

    programme: Programme
    redeem: Redeem = "never"
    workers: int = 0


@uncollected()
def replay(past: PastSales, asked: Asked, progress: Progress) -> Totals:
    """Replay all sales; the order of members or the number of workers changes nothing."""
    if any(campaign.budgets for campaign in asked.programme.campaigns):
        return _in_turn(past, asked, progress)
    totals = Totals()
    for part in _mapped(_Shared(past, asked, _parts(past))):
        totals.add(part)
        progress(totals.sales, len(past))
    return totals


def _in_turn(past: PastSales, asked: Asked, progress: Progress) -> Totals:
    """Replay all sales as they came, on one core: what a budget leaves is everybody's."""
    player = Player(past, asked.programme, asked.redeem)
    totals, places = Totals(), past.in_turn()
    for begin in range(0, len(places), _PART):
        player.play(places[begin : begin + _PART], totals)
        progress(totals.sales, len(places))
    player.settle(totals)
    return totals


def _parts(past: PastSales) -> list[list[Sequence[int]]]:
    """Part the receipts into what is played at one go, all of a member's together."""
    by_member = past.by_member()
    nobody = by_member.pop(NOBODY, [])
    parts: list[list[Sequence[int]]] = [
        [nobody[begin : begin + _PART]] for begin in range(0, len(nobody), _PART)
    ]
    room = 0
    for places in by_member.values():
        if room <= 0:
            parts.append([])
            room = _PART
        parts[-1].append(places)
        room -= len(places)
    return parts


@dataclass(slots=True)
class _Shared:
    """What forked workers inherit: the sales and the parts, unpickled and uncopied."""

    past: PastSales
    asked: Asked
    parts: Sequence[Sequence[Sequence[int]]]
    player: Player | None = None


_SHARED: list[_Shared] = []


def _mapped(shared: _Shared) -> Iterator[Totals]:
    """Play all parts."""
    _SHARED[:] = [shared]
    numbers = range(len(shared.parts))
    workers = shared.asked.workers or os.cpu_count() or 1
    if workers == 1 or not hasattr(os, "fork"):
        yield from map(_part, numbers)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        yield from pool.map(_part, numbers)


def _part(number: int) -> Totals:
    """Replay the receipts of one part."""
    (shared,) = _SHARED
    if shared.player is None:
        shared.player = Player(shared.past, shared.asked.programme, shared.asked.redeem)
    totals = Totals()
    for places in shared.parts[number]:
        shared.player.play(places, totals)
        shared.player.settle(totals)
    return totals
