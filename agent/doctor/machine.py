"""The machine that is looked at, and the limits it is held to."""

import sys
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.metadata import requires
from pathlib import Path

from sync.till.inspection.inspecting import SQLITE_VERSION


def _requirements() -> tuple[str, ...]:
    return tuple(requires("vafa") or ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where this machine says how it is. ``requirements`` are our package's own."""

    proc: Path = Path("/proc")
    device_rules: tuple[Path, ...] = (
        Path("/etc/udev/rules.d"),
        Path("/run/udev/rules.d"),
    )
    zone_file: Path = Path("/etc/localtime")
    sqlite: tuple[int, int, int] = SQLITE_VERSION
    python: tuple[int, int] = sys.version_info[:2]
    requirements: tuple[str, ...] = field(default_factory=_requirements)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From where on somebody should look (``warn``), and where it fails."""

    free_bytes_warn: int = 500 << 20
    free_bytes_fail: int = 50 << 20
    flush_us_warn: int = 50_000
    flush_us_fail: int = 500_000
    memory_bytes_warn: int = 100 << 20
    descriptors_warn: int = 1024
    waiting_warn: timedelta = timedelta(days=1)
    waiting_fail: timedelta = timedelta(days=7)
    clock_warn: timedelta = timedelta(seconds=30)
    clock_fail: timedelta = timedelta(minutes=5)
    certificate_warn: timedelta = timedelta(days=30)
    book_s: int = 4
    office_s: int = 3
