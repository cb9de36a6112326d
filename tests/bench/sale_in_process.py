"""P1: from the scan of a card to a durable sale decision, in one process."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sync.till.book.book import TillBook
from tests.bench.floor import IN_PYTHON, floor_of
from tests.bench.instructions import counted_each
from tests.bench.measuring import Duel, as_a_daemon, duel
from tests.bench.rows import Row, judged, spread, write_millions, write_time
from tests.bench.size import Size
from tests.bench.till import Selling, open_book

NAME: Final = "P1"
SUMMARY: Final = "scan to durable sale decision, in process"
RATIO_MAX: Final = 1.5
MIDDLE_NS_MAX: Final = 400_000
MEMORY_DISK: Final = Path("/dev/shm")  # noqa: S108  # the disk in memory, on purpose
_MEMORY_BYTES_MIN: Final = 2_000_000_000


def run(size: Size) -> Sequence[Row]:
    """Serve customers by turns with the floor: on the disk, in memory, in instructions."""
    row, sizes = _on(None, size)
    rows = [row]
    if _has_memory_disk():
        rows.append(_on(MEMORY_DISK, size)[0])
    return [*rows, *_instructions(size, sizes)]


def record_bytes(book: TillBook) -> tuple[int, int]:
    """Return the mean sizes of the records and of the answers kept with them."""
    body, answer = book.journal.connection.execute(
        "SELECT avg(length(body)), avg(length(answer)) FROM record"
    ).fetchone()
    return round(body), round(answer)


def _on(disk: Path | None, size: Size) -> tuple[Row, tuple[int, int]]:
    with tempfile.TemporaryDirectory(prefix="vafa-bench-", dir=disk) as name:
        directory = Path(name)
        with open_book(directory, size) as book:
            selling = Selling(book, size)
            selling(size.runs)
            body, answer = record_bytes(book)
            with (
                floor_of(directory, size, body_bytes=body, answer_bytes=answer) as (
                    called,
                    floor,
                ),
                as_a_daemon(),
            ):
                found = duel(floor, selling, blocks=size.blocks, runs=size.runs)
    if disk is not None:
        return _row_in_memory(called, found), (body, answer)
    return _row(size, called, found, sizes=(body, answer)), (body, answer)


def _row(size: Size, called: str, found: Duel, *, sizes: tuple[int, int]) -> Row:
    own = found.ours_spread
    met = found.ratio.middle <= RATIO_MAX
    slow = judged(own.middle, found.floor_spread.middle, most=MIDDLE_NS_MAX) is False
    return Row(
        row=NAME,
        work=f"scan to durable sale, {size.members:,} members, {size.rules} rules",
        floor=f"{called}: {found.floor_spread.text(write_time)}",
        ours=f"{own.text(write_time)}, p99 {write_time(found.ours_at(0.99))}",
        ratio=found.ratio,
        goal=f"≤ {RATIO_MAX}x, p50 ≤ {write_time(MIDDLE_NS_MAX)}",
        met=None if called == IN_PYTHON else met and not slow,
        notes=(
            (
                f"{size.lines} lines; the floor makes the same reads, rows and flush with"
                f" records of {sizes[0]} and answers of {sizes[1]} bytes and decides"
                " nothing: no rule, no JSON, no token, no name, no hash, no signature."
            ),
        ),
    )


def _row_in_memory(called: str, found: Duel) -> Row:
    own = found.ours_spread
    return Row(
        row=NAME,
        work="the same on a disk in memory",
        floor=f"{called}: {found.floor_spread.text(write_time)}",
        ours=f"{own.text(write_time)}, p99 {write_time(found.ours_at(0.99))}",
        ratio=found.ratio,
        goal="-",
        met=None,
        notes=(
            "on a disk in memory a flush costs nothing: what is left is the processor.",
        ),
    )


def _instructions(size: Size, sizes: tuple[int, int]) -> list[Row]:
    counted = counted_each(size, body_bytes=sizes[0], answer_bytes=sizes[1])
    if counted is None:
        return []
    own, floor = counted
    return [
        Row(
            row=NAME,
            work="the same in instructions",
            floor=write_millions(floor),
            ours=write_millions(own),
            ratio=spread([own / floor]),
            goal="-",
            met=None,
            notes=(
                (
                    "instructions are those outside the kernel, counted by perf; they"
                    " hardly change however busy the machine is."
                ),
            ),
        )
    ]


def _has_memory_disk() -> bool:
    if not MEMORY_DISK.is_dir() or not os.access(MEMORY_DISK, os.W_OK):
        return False
    room = os.statvfs(MEMORY_DISK)
    return room.f_bavail * room.f_frsize > _MEMORY_BYTES_MIN
