"""Who has an address or a lock, as the kernel tells it in /proc."""

import os
import re
from pathlib import Path
from typing import Final

from drivers.ports.holders import Process, lines_of, process, processes, with_link
from rules.ground.sentence import Sentence

_LOCK = re.compile(
    r"\d+: FLOCK +ADVISORY +WRITE +(?P<pid>\d+) (?P<major>[0-9a-f]+):(?P<minor>[0-9a-f]+)"
    r":(?P<inode>\d+) "
)
_LISTENS: Final = "0A"
_TABLES: Final = ("net/tcp", "net/tcp6")


def named(proc: Path, name: str) -> Process | None:
    """Find a process by its program's name."""
    return next((each for each in processes(proc) if each.name == name), None)


def called(process: Process) -> Sentence:
    """Say who a process is, as a person looks for it."""
    return Sentence("{name} (process {pid})", name=process.name, pid=str(process.pid))


def listener(proc: Path, port: int) -> Process | None:
    """Return who listens on a TCP port, if we may see."""
    for table in _TABLES:
        for line in lines_of(proc / table)[1:]:
            words = line.split()
            local, state, inode = words[1], words[3], words[9]
            if state == _LISTENS and int(local.rpartition(":")[2], 16) == port:
                return next(iter(with_link(proc, f"socket:[{inode}]")), None)
    return None


def lock_holder(proc: Path, path: Path) -> Process | None:
    """Return who holds a lock file, without touching the lock."""
    try:
        there = path.stat()
    except OSError:
        return None
    wanted = (os.major(there.st_dev), os.minor(there.st_dev), there.st_ino)
    for line in lines_of(proc / "locks"):
        found = _LOCK.match(line)
        if found is None:
            continue
        place = (int(found["major"], 16), int(found["minor"], 16), int(found["inode"]))
        if place == wanted:
            return process(proc, int(found["pid"]))
    return None
