"""P15: a member's statistics, event by event, and all members parted into fifths."""

from collections.abc import Sequence
from random import Random
from time import perf_counter_ns
from typing import Final

from rules.segments.rfm import RfmTerms, cuts_of, measures, scores
from rules.segments.statistics import NOTHING, Purchase, Statistics, added
from tests.bench.measuring import as_a_daemon, duel
from tests.bench.rows import Row, judged, ratios, write_time
from tests.bench.size import Size

NAME: Final = "P15"
SUMMARY: Final = "statistics of members: one more purchase; all members in fifths"
EVENT_NS_MAX: Final = 5_000
VISITS: Final = 20
"""How many purchases a member has made: 20 million of a million members."""

_WANTED: Final = frozenset({"coffee", "beans"})
_DAYS: Final = 365
_MEMBERS_MAX: Final = 20_000


def run(size: Size) -> Sequence[Row]:
    """Measure both, one member after another."""
    members = min(size.members, _MEMBERS_MAX)
    with as_a_daemon():
        return [_event(size, members), _fifths(size, members)]


def _event(size: Size, members: int) -> Row:
    """Add one more purchase to members who have some."""
    known = _members(members)
    events = _purchases(Random("event"), members, day=_DAYS)
    sums: list[dict[int, list[int]]] = [
        {day: [orders, minor] for day, orders, minor in one.days} for one in known
    ]

    def floor(turns: int) -> list[int]:
        return [_floor_of(sums, events) for _ in range(turns)]

    def ours(turns: int) -> list[int]:
        return [_ours_of(known, events) for _ in range(turns)]

    found = duel(floor, ours, blocks=size.blocks, runs=size.runs // 10 + 1)
    least, own = found.floor_spread.middle, found.ours_spread.middle
    return Row(
        row=NAME,
        work="one purchase more",
        floor=f"{least / 1_000:.2f} µs",
        ours=f"{own / 1_000:.2f} µs",
        ratio=found.ratio,
        goal="5 µs",
        met=judged(own, least, most=EVENT_NS_MAX),
        notes=(f"floor: sums by day in a dict, changed in place; {VISITS} visits before.",),
    )


def _floor_of(sums: list[dict[int, list[int]]], events: Sequence[Purchase]) -> int:
    began = perf_counter_ns()
    for one, (day, orders, minor, _) in zip(sums, events, strict=True):
        if day in one:
            one[day][0] += orders
            one[day][1] += minor
        else:
            one[day] = [orders, minor]
    return (perf_counter_ns() - began) // len(events)


def _ours_of(known: Sequence[Statistics], events: Sequence[Purchase]) -> int:
    began = perf_counter_ns()
    for one, event in zip(known, events, strict=True):
        added(one, event, _WANTED)
    return (perf_counter_ns() - began) // len(events)


def _fifths(size: Size, members: int) -> Row:
    """Part all members into fifths by what is kept of them."""
    known = _members(members)
    own, least = [], []
    for _ in range(size.blocks):
        began = perf_counter_ns()
        for one in known:
            sum(minor for _, _, minor in one.days)
        least.append(perf_counter_ns() - began)
        began = perf_counter_ns()
        measured = [measures(one, _DAYS, _DAYS) for one in known]
        cuts = cuts_of(RfmTerms(), list(filter(None, measured)))
        for figures in measured:
            scores(figures, cuts)
        own.append(perf_counter_ns() - began)
    found = ratios(own, least)
    each = min(own) / members
    return Row(
        row=NAME,
        work=f"fifths of {members:,} members",
        floor=write_time(min(least)),
        ours=write_time(min(own)),
        ratio=found,
        goal="8 s a million, from scratch",
        met=None,
        notes=(
            "floor: one sum over what is kept of each member.",
            f"a million members at this pace: {write_time(each * 1_000_000)}.",
        ),
    )


def _members(count: int) -> list[Statistics]:
    chance = Random("members")
    known = [NOTHING] * count
    for number in range(VISITS):
        day = number * _DAYS // VISITS
        events = _purchases(chance, count, day=day)
        known = [
            added(one, event, _WANTED) for one, event in zip(known, events, strict=True)
        ]
    return known


def _purchases(chance: Random, count: int, *, day: int) -> list[Purchase]:
    return [
        Purchase(
            day + chance.randrange(9),
            1,
            chance.randrange(100, 9_000),
            (("coffee", 1, 300), ("tea", 1, 200), ("soap", 1, 900)),
        )
        for _ in range(count)
    ]
