"""P1: from the scan of a card to a durable sale decision, in one process."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sync.till.book import TillBook
from tests.bench.floor import IN_PYTHON, floor_of
from tests.bench.measuring import as_a_daemon, duel
from tests.bench.rows import Row, write_time
from tests.bench.size import Size
from tests.bench.till import Selling, open_book

NAME: Final = "P1"
SUMMARY: Final = "scan to durable sale decision, in process"
RATIO_MAX: Final = 1.5
MIDDLE_NS_MAX: Final = 400_000


def run(size: Size) -> Sequence[Row]:
    """Serve customers by turns with the floor."""
    with tempfile.TemporaryDirectory(prefix="vafa-bench-") as name:
        directory = Path(name)
        with open_book(directory, size) as book:
            selling = Selling(book, size)
            selling(size.runs)
            body_bytes, answer_bytes = record_bytes(book)
            with (
                floor_of(
                    directory, size, body_bytes=body_bytes, answer_bytes=answer_bytes
                ) as (called, floor),
                as_a_daemon(),
            ):
                found = duel(floor, selling, blocks=size.blocks, runs=size.runs)
    own = found.ours_spread
    p99 = found.ours_at(0.99)
    plain = called == IN_PYTHON
    return [
        Row(
            row=NAME,
            work=f"{SUMMARY} ({size.members:,} members)",
            floor=f"{called}: {found.floor_spread.text(write_time)}",
            ours=f"{own.text(write_time)}, p99 {write_time(p99)}",
            ratio=found.ratio,
            goal=f"≤ {RATIO_MAX}x, p50 ≤ {write_time(MIDDLE_NS_MAX)}",
            met=None
            if plain
            else found.ratio.middle <= RATIO_MAX and own.middle <= MIDDLE_NS_MAX,
            notes=(
                (
                    "the floor makes the same reads and rows with records of"
                    f" {body_bytes} and answers of {answer_bytes} bytes and decides"
                    " nothing: no rule, no JSON, no token, no name, no hash, no signature."
                ),
            ),
        )
    ]


def record_bytes(book: TillBook) -> tuple[int, int]:
    """Return the mean sizes of the records and of the answers kept with them."""
    body, answer = book.journal.connection.execute(
        "SELECT avg(length(body)), avg(length(answer)) FROM record"
    ).fetchone()
    return round(body), round(answer)
