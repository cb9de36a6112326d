"""P8: how soon a till hears a scanner, how soon it serves, how much memory it takes."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench.rows import Row, ratios, spread, write_megabytes, write_time
from tests.bench.running import Running, enrol, running
from tests.bench.size import Size

NAME: Final = "P8"
SUMMARY: Final = "start of the till, and its memory"
HEARING_NS_MAX: Final = 500_000_000
HEALTH_NS_MAX: Final = 1_500_000_000
FIVE_NS: Final = 600_000_000
"""What the five packages took where the goals were set: only the ratio carries over."""

WEB_NS: Final = 1_000_000_000
"""The same with FastAPI and uvicorn."""

RESIDENT_BYTES_MAX: Final = 120_000_000
FIVE: Final = "sqlalchemy, serial, httpx, pydantic, apscheduler"
_ALSO: Final = "fastapi, uvicorn"
_TELL: Final = (
    "print(next(line.split()[1] for line in open('/proc/self/status')"
    " if line.startswith('VmRSS')), flush=True)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """A Python that only imports: when it had, and its memory."""

    ready_ns: int
    resident_bytes: int


def run(size: Size) -> Sequence[Row]:
    """Start by turns: a Python with five packages, one with the web's too, the till."""
    few: list[Bare] = []
    many: list[Bare] = []
    tills: list[tuple[Running, int]] = []
    with tempfile.TemporaryDirectory(prefix="vafa-bench-") as name:
        directory = Path(name)
        port = enrol(directory, size)
        with running(directory, port):
            pass
        for _ in range(size.starts):
            few.append(_bare(FIVE))
            with running(directory, port) as till:
                tills.append((till, till.resident_bytes()))
            many.append(_bare(f"{FIVE}, {_ALSO}"))
    return [
        _time_row(
            "start to ready for a scan",
            ours=[till.hearing_ns for till, _ in tills],
            floor=("five packages", [bare.ready_ns for bare in few]),
            most_ns=(HEARING_NS_MAX, FIVE_NS),
        ),
        _time_row(
            "start to health over HTTP",
            ours=[till.health_ns for till, _ in tills],
            floor=("with FastAPI, uvicorn", [bare.ready_ns for bare in many]),
            most_ns=(HEALTH_NS_MAX, WEB_NS),
        ),
        _memory_row([resident for _, resident in tills], many, size),
    ]


def _time_row(
    work: str, *, ours: list[int], floor: tuple[str, list[int]], most_ns: tuple[int, int]
) -> Row:
    called, floors = floor
    absolute, there = most_ns
    ratio = ratios(ours, floors)
    return Row(
        row=NAME,
        work=work,
        floor=f"{called}: {spread(floors).text(write_time)}",
        ours=spread(ours).text(write_time),
        ratio=ratio,
        goal=f"≤ {write_time(absolute)} or {absolute / there:.2f}x",
        met=spread(ours).middle <= absolute or ratio.middle <= absolute / there,
        notes=(
            f"the floors are a Python that does nothing but import {FIVE}; {_ALSO}.",
            "when it hears is told by its own log; counted from its process's start.",
        ),
    )


def _memory_row(ours: list[int], bare: list[Bare], size: Size) -> Row:
    floors = [each.resident_bytes for each in bare]
    return Row(
        row=NAME,
        work=f"resident memory, {size.members:,} members",
        floor=f"with FastAPI, uvicorn: {spread(floors).text(write_megabytes)}",
        ours=spread(ours).text(write_megabytes),
        ratio=ratios(ours, floors),
        goal=f"≤ {write_megabytes(RESIDENT_BYTES_MAX)}",
        met=spread(ours).middle <= RESIDENT_BYTES_MAX,
    )


def _bare(packages: str) -> Bare:
    began = time.perf_counter_ns()
    with subprocess.Popen(
        [sys.executable, "-c", f"import {packages}\n{_TELL}"],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        told = process.stdout.readline() if process.stdout else ""
        ready_ns = time.perf_counter_ns() - began
    return Bare(ready_ns=ready_ns, resident_bytes=int(told) * 1024)
