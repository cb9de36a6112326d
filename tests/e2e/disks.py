"""Disks that refuse: a limit on the size of files for anyone, a small tmpfs for root."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

BLOCK: Final = 4096


@contextmanager
def no_file_longer_than(size: int, *, process: int) -> Iterator[None]:
    """Have the system refuse each of a running process's writes beyond ``size``: EFBIG."""
    unlimited = resource.RLIM_INFINITY
    resource.prlimit(process, resource.RLIMIT_FSIZE, (size, unlimited))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (unlimited, unlimited))


def can_mount() -> bool:
    """Say whether this user may mount a disk of its own: root, where nothing forbids it."""
    return os.geteuid() == 0 and _mounts("/mnt")


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Mount a disk of a few megabytes at ``folder``: when it is full, it is ENOSPC."""
    folder.mkdir()
    size = f"size={megabytes}m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder: Path) -> Path:
    """Write a file until not one block is free; return it."""
    path = folder / "somebody-elses"
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        while os.statvfs(folder).f_bavail:
            os.write(file, bytes(BLOCK))
    finally:
        os.close(file)
    return path


def _mounts(folder: str) -> bool:
    tried = subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", folder],
        capture_output=True,
        check=False,
    )
    return tried.returncode == 0
