"""Every benchmark runs at its smallest size and says a ratio. No time is asserted here."""

import pytest

from tests.bench.measuring import noise
from tests.bench.register import BENCHES, Bench
from tests.bench.rows import judged, table, write_ratio
from tests.bench.size import SMALLEST


@pytest.mark.parametrize("bench", BENCHES, ids=[bench.NAME for bench in BENCHES])
def test_a_benchmark_runs_and_says_how_many_times_its_floor(bench: Bench) -> None:
    rows = bench.run(SMALLEST)

    assert {row.row for row in rows} == {bench.NAME}
    assert all(row.ratio.middle > 0 for row in rows)
    printed = table(rows, noise(2))
    assert all(
        row.work in printed and row.ratio.text(write_ratio) in printed for row in rows
    )


def test_every_benchmark_has_a_name_of_its_own() -> None:
    names = [bench.NAME for bench in BENCHES]

    assert len(set(names)) == len(names)


def test_a_goal_that_the_floor_misses_too_is_not_judged() -> None:
    assert judged(4, 1, most=5) is True
    assert judged(6, 1, most=5) is False
    assert judged(60, 6, most=5) is None
