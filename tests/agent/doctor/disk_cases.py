"""The disk: measured for real, and mounts as the kernel tells of them."""

from collections.abc import Callable

from agent.doctor.ground import Ground
from agent.doctor.machine import Limits
from agent.settings.premises import Premises
from sync.till.journal.reserve import RESERVE_FILE, Reserve
from tests.agent.doctor.case import Case, as_it_is, limited
from tests.agent.doctor.scene import Scene

LARGE = 1 << 60
OLD_BOOT = "0b6d9f5e-0000-4000-8000-000000000001"
THIS_BOOT = "0b6d9f5e-0000-4000-8000-000000000002"
ON_DISK = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
IN_MEMORY = ON_DISK + "23 22 0:31 / {folder} rw - tmpfs tmpfs rw\n"
OVERLAID = (
    "21 1 0:30 / /media/root-rw rw - tmpfs tmpfs-root rw\n"
    "22 1 0:32 / / rw,relatime - overlay overlayroot"
    " rw,lowerdir=/media/root-ro,upperdir=/media/root-rw/overlay,workdir=/media/w\n"
)


def _no_folder(scene: Scene) -> Ground:
    for path in sorted(scene.data.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    scene.data.rmdir()
    return scene.ground()


def _started(happened: Callable[[Reserve], bool]) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        scene.stack.callback(Premises(scene.data).close)
        happened(Reserve(scene.data / RESERVE_FILE))
        return scene.ground()

    return arrange


def _mounted(mounts: str, *, mark: str) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        if mark:
            (scene.data / "canary").write_text(mark + "\n", encoding="utf-8")
        machine = scene.told(
            self__mountinfo=mounts.format(folder=scene.data),
            sys__kernel__random__boot_id=THIS_BOOT + "\n",
        )
        return scene.ground(machine=machine)

    return arrange


CASES = (
    Case(
        check="disk.space",
        arrange=limited(Limits(free_bytes_warn=0, free_bytes_fail=0)),
        outcome="ok",
        says="MB are free",
    ),
    Case(
        check="disk.space",
        arrange=limited(Limits(free_bytes_warn=LARGE)),
        outcome="warn",
        says="does not last long",
        mends="df -h",
    ),
    Case(
        check="disk.space",
        arrange=limited(Limits(free_bytes_fail=LARGE)),
        outcome="fail",
        says="soon no sale can be booked",
        mends="df -h",
    ),
    Case(
        check="disk.flush",
        arrange=limited(Limits(flush_us_warn=LARGE, flush_us_fail=LARGE)),
        outcome="ok",
        says="A flush takes",
    ),
    Case(
        check="disk.flush",
        arrange=limited(Limits(flush_us_warn=0, flush_us_fail=LARGE)),
        outcome="warn",
        says="each sale waits for one",
        mends="lsblk",
    ),
    Case(
        check="disk.flush",
        arrange=limited(Limits(flush_us_fail=0)),
        outcome="fail",
        says="each sale waits for one",
        mends="lsblk",
    ),
    Case(
        check="disk.flush",
        arrange=_no_folder,
        outcome="not_applicable",
        says="no data folder yet",
    ),
    Case(
        check="disk.reserve",
        arrange=_started(Reserve.keep),
        outcome="ok",
        says="16 MB are set aside",
    ),
    Case(
        check="disk.reserve",
        arrange=_started(Reserve.give_up),
        outcome="fail",
        says="is in use",
        mends="df -h",
    ),
    Case(
        check="disk.reserve",
        arrange=as_it_is,
        outcome="not_applicable",
        says="is not running",
    ),
    Case(
        check="disk.kept",
        arrange=_mounted(ON_DISK, mark=""),
        outcome="not_applicable",
        says="A first mark was left",
    ),
    Case(
        check="disk.kept",
        arrange=_mounted(ON_DISK, mark=THIS_BOOT),
        outcome="not_applicable",
        says="Not restarted since",
    ),
    Case(
        check="disk.kept",
        arrange=_mounted(ON_DISK, mark=OLD_BOOT),
        outcome="ok",
        says="before the last restart is still there",
    ),
    Case(
        check="disk.kept",
        arrange=_mounted(IN_MEMORY, mark=OLD_BOOT),
        outcome="fail",
        says="tmpfs, in memory",
        mends="overlayroot-chroot",
    ),
    Case(
        check="disk.kept",
        arrange=_mounted(OVERLAID, mark=OLD_BOOT),
        outcome="fail",
        says="an overlay whose upper half is in memory",
        mends="overlayroot-chroot",
    ),
)
