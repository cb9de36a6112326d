"""Who has a file or an address open, as the kernel tells it in /proc."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LOCK = re.compile(
    r"\d+: FLOCK +ADVISORY +WRITE +(?P<pid>\d+) (?P<major>[0-9a-f]+):(?P<minor>[0-9a-f]+)"
    r":(?P<inode>\d+) "
)
_LISTENS: Final = "0A"
_TABLES: Final = ("net/tcp", "net/tcp6")


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
            yield _process(proc, int(folder.name))


def named(proc: Path, name: str) -> Process | None:
    """Find a process by its program's name."""
    return next((each for each in processes(proc) if each.name == name), None)


def holders(proc: Path, path: Path) -> tuple[Process, ...]:
    """Return who has a file or device open, of those whose files we may see."""
    return _with_link(proc, os.path.realpath(path))


def listener(proc: Path, port: int) -> Process | None:
    """Return who listens on a TCP port, if we may see."""
    for table in _TABLES:
        for line in _lines(proc / table)[1:]:
            words = line.split()
            local, state, inode = words[1], words[3], words[9]
            if state == _LISTENS and int(local.rpartition(":")[2], 16) == port:
                return next(iter(_with_link(proc, f"socket:[{inode}]")), None)
    return None


def lock_holder(proc: Path, path: Path) -> Process | None:
    """Return who holds a lock file, without touching the lock."""
    try:
        there = path.stat()
    except OSError:
        return None
    wanted = (os.major(there.st_dev), os.minor(there.st_dev), there.st_ino)
    for line in _lines(proc / "locks"):
        found = _LOCK.match(line)
        if found is None:
            continue
        place = (int(found["major"], 16), int(found["minor"], 16), int(found["inode"]))
        if place == wanted:
            return _process(proc, int(found["pid"]))
    return None


def _with_link(proc: Path, wanted: str) -> tuple[Process, ...]:
    return tuple(
        sorted(each for each in processes(proc) if wanted in _links(proc, each.pid))
    )


def _links(proc: Path, pid: int) -> Iterator[str]:
    for descriptor in _listed(proc / str(pid) / "fd"):
        try:
            yield str(descriptor.readlink())
        except OSError:
            continue


def _process(proc: Path, pid: int) -> Process:
    lines = _lines(proc / str(pid) / "comm")
    return Process(pid, lines[0] if lines else "a program")


def _listed(folder: Path) -> tuple[Path, ...]:
    """List a folder; nothing when it is gone or not ours to see."""
    try:
        return tuple(folder.iterdir())
    except OSError:
        return ()


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
