"""The disk: room, how long a flush takes, and whether it keeps what is written."""

import os
import re
import shlex
import shutil
import statistics
import time
from pathlib import Path
from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from agent.doctor.users import me
from rules.ground.sentence import Sentence
from sync.till.inspection.inspecting import JOURNAL
from sync.till.journal.reserve import RESERVE_BYTES, RESERVE_FILE

CANARY: Final = "canary"
"""Holds the boot in which it was written: a disk that forgets loses it at the next one."""
_FLUSHES: Final = 9
_DISKS: Final = "lsblk -d -o NAME,MODEL,ROTA,TRAN"
_BETTER: Final = Sentence("a real SSD or an industrial card")
_BLOCK: Final = bytes(4096)
_MEGABYTE: Final = 1 << 20
_FORGETFUL: Final = frozenset({"tmpfs", "ramfs"})
_UPPER: Final = re.compile(r"(?:^|,)upperdir=([^,]+)")


def _space(ground: Ground) -> Finding:
    free = shutil.disk_usage(_place(ground)).free
    room = free // _MEGABYTE
    clear = _clear(ground)
    if free < ground.limits.free_bytes_fail:
        return fail(
            Sentence(
                "{room} MB are free where the book is: soon no sale can be booked.",
                room=room,
            ),
            mend=clear,
        )
    if free < ground.limits.free_bytes_warn:
        return warn(
            Sentence(
                "{room} MB are free where the book is: that does not last long.", room=room
            ),
            mend=clear,
        )
    return ok(Sentence("{room} MB are free where the book is.", room=room))


def _flush(ground: Ground) -> Finding:
    if not ground.folder.is_dir():
        return not_applicable(Sentence("There is no data folder yet."))
    microseconds = _median_flush_us(ground.folder)
    length = f"{microseconds // 1000}.{microseconds // 100 % 10}"
    slow = Sentence(
        "A flush takes {length} ms, and each sale waits for one.", length=length
    )
    if microseconds >= ground.limits.flush_us_fail:
        return fail(slow, mend=_DISKS, remark=_BETTER)
    if microseconds >= ground.limits.flush_us_warn:
        return warn(slow, mend=_DISKS, remark=_BETTER)
    return ok(
        Sentence(
            "A flush takes {length} ms (the middle of {flushes}).",
            length=length,
            flushes=_FLUSHES,
        )
    )


def _median_flush_us(folder: Path) -> int:
    path = folder / f"flush-{os.getpid()}"
    taken: list[int] = []
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        for _ in range(_FLUSHES):
            began = time.monotonic_ns()
            os.write(file, _BLOCK)
            os.fsync(file)
            taken.append(time.monotonic_ns() - began)
    finally:
        os.close(file)
        path.unlink()
    return statistics.median_low(taken) // 1000


def _kept(ground: Ground) -> Finding:
    kind = _forgetful(ground)
    if kind:
        return fail(
            Sentence(
                "The data folder is on {kind}: a restart of this machine forgets "
                "every sale.",
                kind=kind,
            ),
            mend="sudo overlayroot-chroot",
            remark=Sentence("or put `data` on a disk that is written to"),
        )
    boot = _boot(ground)
    if not boot or not ground.folder.is_dir():
        return not_applicable(
            Sentence("Nothing here tells one boot of this machine from another.")
        )
    canary = ground.folder / CANARY
    before = canary.read_text(encoding="utf-8").strip() if canary.exists() else ""
    if before == boot:
        return not_applicable(
            Sentence("Not restarted since it was first looked: ask again then.")
        )
    _write(canary, boot, owner=ground.user)
    if not before:
        return not_applicable(
            Sentence("A first mark was left: restart this machine, and ask again.")
        )
    return ok(Sentence("What was written before the last restart is still there."))


def _write(canary: Path, boot: str, *, owner: int) -> None:
    fresh = canary.with_suffix(".mark")
    fresh.write_text(boot + "\n", encoding="utf-8")
    if me() == 0:
        os.chown(fresh, owner, -1)
    fresh.replace(canary)


def _forgetful(ground: Ground) -> str:
    """Name what keeps the folder in memory only, or nothing."""
    mounts = _mounts(ground.machine.proc / "self" / "mountinfo")
    kind, options = _mount_of(ground.folder, mounts)
    if kind in _FORGETFUL:
        return Sentence("{kind}, in memory", kind=kind)
    upper = _UPPER.search(options) if kind == "overlay" else None
    if upper and _mount_of(Path(upper[1]), mounts)[0] in _FORGETFUL:
        return Sentence("an overlay whose upper half is in memory")
    return ""


Mount = tuple[Path, str, str]


def _mounts(table: Path) -> list[Mount]:
    """Read (where, kind, options) of each mount, in the order they were made."""
    if not table.exists():
        return []
    found = []
    for line in table.read_text(encoding="utf-8", errors="replace").splitlines():
        before, _, after = line.partition(" - ")
        kind, _, options = after.split(" ", 2)
        where = before.split(" ")[4].replace("\\040", " ")
        found.append((Path(where), kind, options))
    return found


def _mount_of(path: Path, mounts: list[Mount]) -> tuple[str, str]:
    """Return kind and options of the mount a path lies on: the longest, the newest."""
    best, kind, options = -1, "", ""
    real = Path(os.path.realpath(path))
    for where, found, said in mounts:
        if real.is_relative_to(where) and len(where.parts) >= best:
            best, kind, options = len(where.parts), found, said
    return kind, options


def _boot(ground: Ground) -> str:
    path = ground.machine.proc / "sys" / "kernel" / "random" / "boot_id"
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def _place(ground: Ground) -> str:
    """Return the data folder, quoted, or the first folder above it that is there."""
    place = ground.folder
    while not place.exists():
        place = place.parent
    return shlex.quote(str(place)) if " " in str(place) else str(place)


def _reserve(ground: Ground) -> Finding:
    """Tell whether the room that the till sets aside for a full disk is still there."""
    if ground.holder is None or not (ground.folder / JOURNAL).exists():
        return not_applicable(
            Sentence("The till is not running: it sets the reserve aside then.")
        )
    path = ground.folder / RESERVE_FILE
    if path.exists() and path.stat().st_size == RESERVE_BYTES:
        return ok(
            Sentence(
                "{room} MB are set aside for a full disk.", room=RESERVE_BYTES // _MEGABYTE
            )
        )
    return fail(
        Sentence(
            "The reserve for a full disk is in use: points are not set aside any more."
        ),
        mend=_clear(ground),
    )


def _clear(ground: Ground) -> str:
    return f"sudo journalctl --vacuum-size=100M && df -h {_place(ground)}"


GROUP: Final = Group(
    Sentence("Disk"),
    (
        Check(name="disk.space", look=_space),
        Check(name="disk.reserve", look=_reserve),
        Check(name="disk.flush", look=_flush),
        Check(name="disk.kept", look=_kept),
    ),
)
