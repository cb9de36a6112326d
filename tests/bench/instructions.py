"""Counting instructions with perf, where the machine lets us: noise hardly moves them."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.bench.floor import JOURNAL, floor_command, new_journal
from tests.bench.selling import ROOT, few_members, selling_command
from tests.bench.size import Size
from tests.bench.till import open_book

_FEW: Final = 5
_MORE_MAX: Final = 200


def counted_each(
    size: Size, *, body_bytes: int, answer_bytes: int
) -> tuple[float, float] | None:
    """Return (ours, floor) instructions a scan and sale; None where they cannot be counted.

    A process that makes more sales less one that makes few: what a start costs falls out.
    """
    if shutil.which("perf") is None:
        return None
    more = min(_MORE_MAX, size.runs)
    small = few_members(size)
    with tempfile.TemporaryDirectory(prefix="vafa-bench-") as name:
        directory = Path(name)
        with open_book(directory, small):
            command = floor_command(
                directory, small, body_bytes=body_bytes, answer_bytes=answer_bytes
            )
        if command is None:
            return None
        floors = [_floor(command, directory, sales) for sales in (_FEW, _FEW + more)]
        own = [_own(directory, small, sales) for sales in (_FEW, _FEW + more)]
    if 0 in (*floors, *own):
        return None
    return (own[1] - own[0]) / more, (floors[1] - floors[0]) / more


def _floor(command: Sequence[str], directory: Path, sales: int) -> int:
    new_journal(directory / JOURNAL)
    return _perf(command, told=f"{sales}\n")


def _own(directory: Path, size: Size, sales: int) -> int:
    shutil.rmtree(directory / "own", ignore_errors=True)
    return _perf(selling_command(directory / "own", size, sales))


def _perf(command: Sequence[str], *, told: str = "") -> int:
    """Return a process's instructions outside the kernel; 0 where they are not told."""
    done = subprocess.run(
        ["perf", "stat", "-x", ",", "-e", "instructions:u", *command],
        check=False,
        capture_output=True,
        text=True,
        input=told,
        cwd=ROOT,
    )
    lines = [line for line in done.stderr.splitlines() if "instructions:u" in line]
    count = lines[-1].split(",")[0] if lines and not done.returncode else ""
    return int(count) if count.isdigit() else 0
