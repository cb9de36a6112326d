"""P3: how often a sale waits for the disk, and how many bytes it adds to the log."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.bench.floor import floor_of
from tests.bench.rows import Row, Spread, ratios, spread, write_bytes, write_count
from tests.bench.sale_in_process import record_bytes
from tests.bench.selling import CUSTOMERS, ROOT, few_members, selling_command
from tests.bench.size import Size
from tests.bench.till import Selling, open_book

NAME: Final = "P3"
SUMMARY: Final = "flushes and log bytes per sale"
FLUSHES: Final = 1.0
LOG_BYTES_MAX: Final = 18_000
_CALLS: Final = "fsync,fdatasync,sync_file_range,msync"
_COUNTED: Final = re.compile(
    r"^\s*[0-9.]+\s+[0-9.]+\s+[0-9]+\s+([0-9]+)\s.*\btotal$", re.MULTILINE
)
_SEGMENTS: Final = 4
_WARM: Final = 20


def run(size: Size) -> Sequence[Row]:
    """Count in a process of its own, then look at the log beside the floor's."""
    sales = min(CUSTOMERS, size.runs * size.blocks)
    log_bytes = _log_bytes(size, sales)
    return [_flushes(size, sales), log_bytes]


def _flushes(size: Size, sales: int) -> Row:
    counted = _flushes_each(size, sales)
    return Row(
        row=NAME,
        work="flushes per sale",
        floor=write_count(FLUSHES),
        ours="not counted" if counted is None else write_count(counted),
        ratio=spread([0.0 if counted is None else counted / FLUSHES]),
        goal="exactly 1",
        met=None if counted is None else round(counted, 2) == FLUSHES,
        notes=("flushes could not be counted: strace is missing or may not trace here.",)
        if counted is None
        else (
            (
                f"flushes are system calls counted by strace: those of {sales} sales in a"
                " process, less those of a process that only opens and closes."
            ),
        ),
    )


def _flushes_each(size: Size, sales: int) -> float | None:
    if not _strace():
        return None
    idle, busy = (_counted(size, count) for count in (0, sales))
    return None if idle is None or busy is None else (busy - idle) / sales


def _strace() -> bool:
    if shutil.which("strace") is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("bench: installing strace to count flushes", file=sys.stderr)
        subprocess.run(
            ["apt-get", "install", "-y", "--no-install-recommends", "strace"],
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
    return shutil.which("strace") is not None


def _counted(size: Size, sales: int) -> int | None:
    """Return the flushes of a process of so many sales; None where none may trace."""
    with tempfile.TemporaryDirectory(prefix="vafa-bench-") as name:
        summary = Path(name) / "strace"
        told = selling_command(Path(name), size, sales)
        done = subprocess.run(
            ["strace", "-f", "-c", "-e", f"trace={_CALLS}", "-o", summary, *told],
            check=False,
            capture_output=True,
            cwd=ROOT,
        )
        if done.returncode:
            return None
        found = _COUNTED.search(summary.read_text(encoding="utf-8"))
        return int(found[1]) if found else 0


def _log_bytes(size: Size, sales: int) -> Row:
    """Compare how much both logs grow; SQLite begins them anew only after 4,000 pages."""
    small = few_members(size)
    each = max(1, sales // _SEGMENTS)
    own: list[float] = []
    floors: list[float] = []
    with tempfile.TemporaryDirectory(prefix="vafa-bench-") as name:
        directory = Path(name)
        with open_book(directory, small) as book:
            selling = Selling(book, small)
            selling(_WARM)
            body_bytes, answer_bytes = record_bytes(book)
            with floor_of(
                directory, small, body_bytes=body_bytes, answer_bytes=answer_bytes
            ) as (called, floor):
                floor(_WARM)
                for _ in range(_SEGMENTS):
                    for block, log, grown in (
                        (selling, directory / "journal.db-wal", own),
                        (floor, directory / "floor.db-wal", floors),
                    ):
                        before = log.stat().st_size
                        block(each)
                        grown.append((log.stat().st_size - before) / each)
    return _log_row(
        size, called, own=spread(own), floor=spread(floors), ratio=ratios(own, floors)
    )


def _log_row(size: Size, called: str, *, own: Spread, floor: Spread, ratio: Spread) -> Row:
    return Row(
        row=NAME,
        work=f"log bytes per sale of {size.lines} lines",
        floor=f"{called}: {floor.text(write_bytes)}",
        ours=own.text(write_bytes),
        ratio=ratio,
        goal=f"≤ {write_bytes(LOG_BYTES_MAX)}",
        met=own.middle <= LOG_BYTES_MAX,
        notes=("log bytes are what journal.db-wal grows by: whole pages of 4,096 bytes.",),
    )
