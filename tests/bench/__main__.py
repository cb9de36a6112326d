"""``./run bench [NAME]``: measure everything, or one row, and print one plain table."""

import argparse
import sys
from collections.abc import Sequence

from tests.bench.measuring import noise
from tests.bench.register import BENCHES, Bench
from tests.bench.rows import Row, table
from tests.bench.size import FULL, SMALLEST


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for; returns 0 whatever was met, 2 for a name nobody has."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("name", nargs="?", metavar="NAME", help="P1, P2, …; without, all")
    parser.add_argument("--list", action="store_true", help="name the benchmarks there are")
    parser.add_argument(
        "--smallest",
        action="store_true",
        help="only show that they run; figures mean nothing",
    )
    asked = parser.parse_args(arguments)
    if asked.list:
        print(_named(BENCHES))
        return 0
    chosen = [bench for bench in BENCHES if asked.name in {None, bench.NAME}]
    if not chosen:
        print(f"bench: there is no {asked.name}. There is:", file=sys.stderr)
        print(_named(BENCHES), file=sys.stderr)
        return 2
    rows: list[Row] = []
    for bench in chosen:
        print(f"bench: {bench.NAME} {bench.SUMMARY} …", file=sys.stderr)
        rows += bench.run(SMALLEST if asked.smallest else FULL)
    print(table(rows, noise()))
    return 0


def _named(benches: Sequence[Bench]) -> str:
    return "\n".join(f"{bench.NAME}  {bench.SUMMARY}" for bench in benches)


if __name__ == "__main__":
    sys.exit(main())
