"""Where a file is: dropped, claimed by this till, done, or rejected with its reason.

Every move is one rename on the same disk or share, so that a file is in one place whatever
happens; it is never written over another.
"""

import errno
import os
import shutil
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

WORKING: Final = "working"
DONE: Final = "done"
REJECTED: Final = "rejected"
WHY: Final = ".why.txt"
FILES_MAX: Final = 1_000
"""How many files are looked at in one go; the oldest first, the others wait."""

NAME_CHARACTERS_MAX: Final = 60
"""Of a longer name only the end is kept: the reason's file has to fit beside it."""

Before = Callable[[str], None]

_UNFINISHED: Final = (
    *(".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".download"),
    *(".writing", ".lock", ".swp", ".bak", "~", WHY),
)
_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK}
    | {errno.ENOSYS, errno.EINVAL, errno.EXDEV}
)


class Seen(NamedTuple):
    """A file as it looked: whoever still writes changes one of these."""

    size: int
    written_ns: int


@dataclass(frozen=True, slots=True)
class Places:
    """A watched folder; ``owner`` names this till among those that share it."""

    folder: Path
    owner: str

    @property
    def working(self) -> Path:
        """Where this till's claimed files stand."""
        return self.folder / WORKING / self.owner

    def prepare(self) -> None:
        """Make the folders inside; the watched one itself must be there."""
        # A share that is not mounted must not be replaced by a folder of ours.
        self.folder.joinpath(".").stat()
        for place in (self.working, self.folder / DONE, self.folder / REJECTED):
            place.mkdir(parents=True, exist_ok=True)

    def dropped(self) -> dict[str, Seen]:
        """Return the finished-looking files in the folder, oldest first."""
        return _files(self.folder)

    def claimed(self) -> dict[str, Seen]:
        """Return this till's claimed files: those it was at when it last stopped."""
        return _files(self.working)

    def claim(self, name: str) -> bool:
        """Take a dropped file; False when it is gone, still held open or taken already."""
        target = self.working / name[-NAME_CHARACTERS_MAX:]
        if target.exists():
            return False
        try:
            (self.folder / name).rename(target)
        except (FileNotFoundError, PermissionError):
            return False
        return True

    def open(self, name: str) -> BinaryIO:
        """Open a claimed file to read; what is no plain file is not followed."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(self.working / name, flags), "rb")

    def look(self, name: str) -> Seen:
        """Return how a claimed file looks now."""
        return _seen((self.working / name).lstat())

    def finish(self, name: str) -> str:
        """Move a claimed file to those that are done; return its name there."""
        return _move(self.working / name, self.folder / DONE, before=lambda _: None)

    def forget(self, name: str) -> str:
        """Delete a claimed file that is done; return its name."""
        (self.working / name).unlink()
        return name

    def trim(self, rejected_max: int) -> None:
        """Delete the oldest of the rejected files, and their reasons, beyond a number."""
        rejected = self.folder / REJECTED
        files = sorted(
            (path for path in rejected.iterdir() if is_finished(path.name)),
            key=lambda path: path.stat().st_mtime_ns,
        )
        for path in files[: max(0, len(files) - rejected_max)]:
            path.with_name(f"{path.name}{WHY}").unlink(missing_ok=True)
            path.unlink(missing_ok=True)

    def reject(self, name: str, why: str) -> str:
        """Move a claimed file to the rejected ones, its reason beside it."""
        rejected = self.folder / REJECTED

        def tell(named: str) -> None:
            part = rejected / f".{named}.part"
            part.write_text(why, encoding="utf-8")
            part.replace(rejected / f"{named}{WHY}")

        return _move(self.working / name, rejected, before=tell)


def is_finished(name: str) -> bool:
    """Say whether a name is one that programs give a file that is whole."""
    return not name.startswith((".", "~")) and not name.lower().endswith(_UNFINISHED)


def _files(folder: Path) -> dict[str, Seen]:
    found: list[tuple[int, str, Seen]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not is_finished(entry.name):
                continue
            with suppress(FileNotFoundError):
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode):
                    found.append((status.st_mtime_ns, entry.name, _seen(status)))
    found.sort()
    return {name: seen for _, name, seen in found[:FILES_MAX]}


def _seen(status: os.stat_result) -> Seen:
    return Seen(status.st_size, status.st_mtime_ns)


def _move(file: Path, folder: Path, *, before: Before) -> str:
    """Move a file under its name, or the next free one; return which.

    ``before`` is called with that name while the file is still here: cut off in between,
    all of it is done again.
    """
    for number in count(1):
        name = file.name if number == 1 else f"{file.stem}.{number}{file.suffix}"
        if _moved(file, folder / name, before):
            return name
    raise AssertionError


def _moved(file: Path, target: Path, before: Before) -> bool:
    """Move unless something else has the name; a move that was cut off is completed."""
    try:
        os.link(file, target)
    except FileExistsError:
        if not target.samefile(file):
            return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return _moved_without_link(file, target, before)
    before(target.name)
    file.unlink()
    return True


def _moved_without_link(file: Path, target: Path, before: Before) -> bool:
    if target.exists():
        return False
    before(target.name)
    try:
        file.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # Another disk is mounted there: copied whole under a name nobody takes, then named.
        part = target.with_name(f".{target.name}.part")
        shutil.copyfile(file, part)
        part.replace(target)
        file.unlink()
    return True
