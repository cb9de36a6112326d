"""A process that opens a till, serves customers and ends: to be counted from outside."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.bench.size import SMALLEST, Size
from tests.bench.till import Selling, open_book

ROOT: Final = Path(__file__).parents[2]
CUSTOMERS: Final = 400
"""How many sales a process makes at most."""

_MEMBERS_MAX: Final = 20_000


def few_members(size: Size) -> Size:
    """Return the same with few members: counts do not grow with those who stay away."""
    return replace(size, members=min(size.members, _MEMBERS_MAX))


def selling_command(directory: Path, size: Size, sales: int) -> list[str]:
    """Return the command of the process, to be started in :data:`ROOT`."""
    small = few_members(size)
    figures = (sales, small.members, small.rules, small.lines)
    return [
        sys.executable,
        "-m",
        "tests.bench.selling",
        str(directory),
        *map(str, figures),
    ]


def main(directory: str, *figures: str) -> None:
    """Serve."""
    sales, members, rules, lines = map(int, figures)
    size = replace(SMALLEST, members=members, rules=rules, lines=lines)
    with open_book(Path(directory), size) as book:
        selling = Selling(book, size)
        # As many come whoever is served: what making them up costs is no part of a sale.
        for visit in selling.customers(CUSTOMERS)[:sales]:
            selling.serve(visit)


if __name__ == "__main__":
    main(*sys.argv[1:])
