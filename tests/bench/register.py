"""The benchmarks: one file a row of the table, one line here. Add yours to it."""

from collections.abc import Sequence
from typing import Final, Protocol

from tests.bench import (
    flushes,
    habits,
    rules_beside_peers,
    rules_decide,
    sale_in_process,
    sale_over_api,
    sales_replayed,
    scan_heard,
    scan_painted,
    start,
)
from tests.bench.rows import Row
from tests.bench.size import Size


class Bench(Protocol):
    """A benchmark's module. ``run`` measures the floor or peer in the same run."""

    NAME: str
    SUMMARY: str

    def run(self, size: Size) -> Sequence[Row]:
        """Measure, and return the rows."""
        ...


BENCHES: Final[tuple[Bench, ...]] = (
    sale_in_process,
    sale_over_api,
    flushes,
    scan_heard,
    scan_painted,
    start,
    rules_decide,
    rules_beside_peers,
    sales_replayed,
    habits,
)
