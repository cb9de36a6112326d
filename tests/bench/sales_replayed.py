"""P14: past sales replayed under a programme, with the till's own law and postings."""

from collections.abc import Sequence
from random import Random
from time import process_time_ns
from typing import Final

from agent.programmes.simulating.past import PastLines, PastSales
from agent.programmes.simulating.replay import Asked, replay
from tests.bench.measuring import Duel, as_a_daemon, duel
from tests.bench.rows import Row, write_count, write_millions
from tests.bench.size import Size
from tests.bench.vocabulary import ARTICLES, shelf, sku, vocabulary

NAME: Final = "P14"
SUMMARY: Final = "replay of past sales, the till's own code, lines a second on one core"
LINES_A_SECOND_MIN: Final = 300_000
RULES: Final = (10, 1_000)

_RECEIPTS: Final = 24
_LINES: Final = 10
_DAY_MS: Final = 86_400_000
_BEGINS_MS: Final = 1_770_000_000_000
_SECOND_NS: Final = 1_000_000_000


def run(size: Size) -> Sequence[Row]:
    """Replay the same year by turns with the floor: one walk over all its lines."""
    past = a_year(members=max(2, min(100, size.members // 100)))
    with as_a_daemon():
        return [_row(rules, past, _measured(past, rules, size)) for rules in RULES]


def a_year(*, members: int) -> PastSales:
    """Return the receipts of some members, two a month, ten lines each."""
    chance = Random("past")
    past = PastSales()
    for number in range(members * _RECEIPTS):
        day = number // members * 365 // _RECEIPTS
        at_ms = _BEGINS_MS + day * _DAY_MS + chance.randrange(_DAY_MS)
        articles = [chance.randrange(ARTICLES) for _ in range(_LINES)]
        counts = [chance.choice((1, 1, 1, 2, 3)) for _ in range(_LINES)]
        prices = [120 + article * 7 % 4_000 for article in articles]
        past.add(
            PastLines(
                numbers=[str(number)] * _LINES,
                stores=["S01"] * _LINES,
                at_ms=[at_ms] * _LINES,
                members=[str(number % members)] * _LINES,
                skus=[sku(article) for article in articles],
                categories=[shelf(article) for article in articles],
                quantities_milli=[count * 1000 for count in counts],
                amounts_minor=[
                    count * price for count, price in zip(counts, prices, strict=True)
                ],
                discounts_minor=[0] * _LINES,
            )
        )
    return past


def _measured(past: PastSales, rules: int, size: Size) -> Duel:
    asked = Asked(programme=vocabulary(rules), workers=1)

    def floor(turns: int) -> list[int]:
        return [_walk(past) for _ in range(turns)]

    def ours(turns: int) -> list[int]:
        return [_replay(past, asked) for _ in range(turns)]

    return duel(floor, ours, blocks=max(1, size.blocks // 3), runs=1)


def _walk(past: PastSales) -> int:
    began = process_time_ns()
    for place in range(len(past)):
        sums: dict[str, int] = {}
        for _, category, _, amount, _ in past.rows(place):
            sums[category] = sums.get(category, 0) + amount
    return process_time_ns() - began


def _replay(past: PastSales, asked: Asked) -> int:
    began = process_time_ns()
    replay(past, asked, lambda *_: None)
    return process_time_ns() - began


def _row(rules: int, past: PastSales, found: Duel) -> Row:
    own = past.line_count * _SECOND_NS / found.ours_spread.middle
    floor = past.line_count * _SECOND_NS / found.floor_spread.middle
    return Row(
        row=NAME,
        work=f"{past.line_count:,} lines, {rules:,} rules of every kind",
        floor=f"{write_millions(floor)} lines/s",
        ours=f"{write_millions(own)} lines/s/core",
        ratio=found.ratio,
        goal=f"≥ {write_count(LINES_A_SECOND_MIN / 1_000_000)} M/s",
        met=own >= LINES_A_SECOND_MIN,
        notes=(
            (
                "floor: one walk over the same lines that sums money by category. Processor"
                " time of one process, the programme's indices included; every member's"
                " points, tier and counters are lived again, receipt by receipt."
            ),
        ),
    )
