"""Which programs have a port open, as the kernel tells it in /proc."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROC: Final = Path("/proc")


@dataclass(frozen=True, slots=True, order=True)
class Process:
    """A process by its number and its program's short name; never its arguments."""

    pid: int
    name: str

    def __str__(self) -> str:
        """Write it as a person looks for it."""
        return f"{self.name} (process {self.pid})"


def processes(proc: Path) -> Iterator[Process]:
    """Yield every process that is told of; none where there is no /proc."""
    for folder in _listed(proc):
        if folder.name.isdecimal():
            yield process(proc, int(folder.name))


def process(proc: Path, pid: int) -> Process:
    """Name a process; "a program" when it is gone or does not say."""
    lines = lines_of(proc / str(pid) / "comm")
    return Process(pid, lines[0] if lines else "a program")


def holders(proc: Path, path: Path) -> tuple[Process, ...]:
    """Return who has a file or device open, of those whose files we may see."""
    return with_link(proc, os.path.realpath(path))


def readers(proc: Path, path: Path) -> tuple[Process, ...]:
    """Return who has a port open to read: each of them gets a part of what comes in."""
    wanted = os.path.realpath(path)
    return tuple(sorted(each for each in processes(proc) if _reads(proc, each, wanted)))


def other_readers(path: str, proc: Path = PROC) -> tuple[Process, ...]:
    """Return who else than this process reads a port."""
    return tuple(each for each in readers(proc, Path(path)) if each.pid != os.getpid())


def with_link(proc: Path, wanted: str) -> tuple[Process, ...]:
    """Return who has open what /proc calls so."""
    return tuple(
        sorted(each for each in processes(proc) if wanted in _links(proc, each.pid))
    )


def lines_of(path: Path) -> list[str]:
    """Read a file of /proc; nothing when it is gone or not ours to see."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _links(proc: Path, pid: int) -> Iterator[str]:
    return (link for link, _ in _opened(proc, pid))


def _reads(proc: Path, each: Process, wanted: str) -> bool:
    return any(link == wanted and reads for link, reads in _opened(proc, each.pid))


def _opened(proc: Path, pid: int) -> Iterator[tuple[str, bool]]:
    """Yield what a process has open, and whether it may read it: the link's own mode."""
    for descriptor in _listed(proc / str(pid) / "fd"):
        try:
            reads = bool(descriptor.lstat().st_mode & stat.S_IRUSR)
            yield str(descriptor.readlink()), reads
        except OSError:
            continue


def _listed(folder: Path) -> tuple[Path, ...]:
    """List a folder; nothing when it is gone or not ours to see."""
    try:
        return tuple(folder.iterdir())
    except OSError:
        return ()
