"""P14: a file of past sales replayed under a programme, with the till's own law."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time_ns
from typing import Final
from zoneinfo import ZoneInfo

from agent.programmes.simulating.columns import Reading
from agent.programmes.simulating.past import PastSales
from agent.programmes.simulating.replay import Asked, replay
from agent.programmes.simulating.sales_files import read_sales
from rules.programme import Programme
from tests.bench.measuring import Duel, as_a_daemon, duel
from tests.bench.rows import Row, write_count, write_millions
from tests.bench.size import Size
from tests.bench.vocabulary import ARTICLES, STORE, shelf, sku, vocabulary

NAME: Final = "P14"
SUMMARY: Final = "a file of past sales replayed, the till's own code, lines a second a core"
LINES_A_SECOND_MIN: Final = 300_000
RULES: Final = (10, 1_000)

_RECEIPTS: Final = 24
_LINES: Final = 10
_DAY_MINUTES: Final = 24 * 60
_BEGINS: Final = datetime(2026, 2, 1, tzinfo=UTC)
_SECOND_NS: Final = 1_000_000_000


def run(size: Size) -> Sequence[Row]:
    """Read and replay the same year by turns with the floor: one walk over its lines."""
    with TemporaryDirectory(prefix="vafa-bench-") as name, as_a_daemon():
        path = Path(name) / "sales.csv"
        a_year(path, members=max(2, min(100, size.members // 100)))
        return [_row(rules, _read(path, vocabulary(rules)), path, size) for rules in RULES]


def a_year(path: Path, *, members: int) -> None:
    """Write the receipts of some members, two a month, ten lines each."""
    chance = Random("past")
    with path.open("w", encoding="utf-8") as file:
        file.write("sale,at,store,member,sku,category,quantity,amount\n")
        for number in range(members * _RECEIPTS):
            minutes = chance.randrange(_DAY_MINUTES)
            day = number // members * 365 // _RECEIPTS
            at = _BEGINS + timedelta(days=day, minutes=minutes)
            head = f"{number},{at.isoformat()},{STORE},{number % members}"
            for _ in range(_LINES):
                article = chance.randrange(ARTICLES)
                count = chance.choice((1, 1, 1, 2, 3))
                cents = count * (120 + article * 7 % 4_000)
                what = f"{sku(article)},{shelf(article)},{count}"
                file.write(f"{head},{what},{cents // 100}.{cents % 100:02}\n")


def _read(path: Path, programme: Programme) -> PastSales:
    zone = ZoneInfo(programme.zone)
    reading = Reading(currency=programme.currency, zone=zone, columns={})
    return read_sales(path, reading, lambda _: None).past


def _measured(past: PastSales, rules: int, path: Path, size: Size) -> Duel:
    programme = vocabulary(rules)

    def floor(turns: int) -> list[int]:
        return [_walk(past) for _ in range(turns)]

    def ours(turns: int) -> list[int]:
        return [_replay(path, programme) for _ in range(turns)]

    return duel(floor, ours, blocks=max(1, size.blocks // 3), runs=1)


def _walk(past: PastSales) -> int:
    began = process_time_ns()
    for place in range(len(past)):
        sums: dict[str, int] = {}
        for _, category, _, amount, _ in past.rows(place):
            sums[category] = sums.get(category, 0) + amount
    return process_time_ns() - began


def _replay(path: Path, programme: Programme) -> int:
    began = process_time_ns()
    replay(_read(path, programme), Asked(programme=programme, workers=1), lambda *_: None)
    return process_time_ns() - began


def _row(rules: int, past: PastSales, path: Path, size: Size) -> Row:
    found = _measured(past, rules, path, size)
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
                " time of one process from the file (CSV) to the sums, the programme's"
                " indices included; every member's points, tier and counters are lived"
                " again, receipt by receipt."
            ),
        ),
    )
