"""The devices' ports: there, ours to use, heard by us and by nobody else."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final, TypeVar

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, fail, not_applicable, ok
from agent.doctor.ground import Ground
from agent.doctor.processes import called
from agent.doctor.users import group_name, groups_of, user_name
from agent.settings.config import Device
from drivers.kinds.keyboard import KeyboardWedge
from drivers.ports.discover import find_port
from drivers.ports.holders import Process, readers
from drivers.ports.port import PortSettings, Waker, open_port
from drivers.ports.port_fault import PortFault
from rules.ground.sentence import Counted, Sentence

_NO_DEVICES: Final = Sentence("No [[devices]] are named.")
_NO_PORTS: Final = Sentence("No device is on a port of this machine just now.")
_LIST: Final = "lsusb && ls -l /dev/serial/by-id"
_HINTS: Final = {
    "port.absent": Sentence("plug it in, or mend `port`"),
    "port.ambiguous": Sentence("name the one by its serial number"),
    "port.settings": Sentence("mend `port` in till.toml"),
}
_READ_WRITE: Final = 0o6
_WORSE: Final = ("not_applicable", "ok", "warn", "fail")

Port = tuple[Device, Path]
Subject = TypeVar("Subject")


def _present(ground: Ground) -> Finding:
    return _worst(ground.settings.devices, _is_there, otherwise=_NO_DEVICES)


def _is_there(device: Device) -> Finding:
    if "://" in device.port:
        return ok(
            Sentence(
                "{name} is on the network at {port}.", name=device.name, port=device.port
            )
        )
    try:
        path = find_port(device.port)
    except PortFault as fault:
        remark = _HINTS.get(fault.hint, _HINTS["port.absent"])
        return fail(
            Sentence("{name}: {fault}.", name=device.name, fault=str(fault)),
            mend=_LIST,
            remark=remark,
        )
    if not Path(path).exists():
        return fail(
            Sentence("{name}: {path} is not there.", name=device.name, path=path),
            mend=_LIST,
            remark=_HINTS["port.absent"],
        )
    if not stat.S_ISCHR(Path(path).stat().st_mode):
        return fail(
            Sentence("{name}: {path} is no port.", name=device.name, path=path),
            mend=_LIST,
            remark=_HINTS["port.settings"],
        )
    return ok(Sentence("{name} is there.", name=device.name))


def _permission(ground: Ground) -> Finding:
    def allowed(port: Port) -> Finding:
        return _is_allowed(*port, user=ground.user)

    return _worst(_ports(ground), allowed, otherwise=_NO_PORTS)


def _is_allowed(device: Device, path: Path, *, user: int) -> Finding:
    there = path.stat()
    name, group = user_name(user), group_name(there.st_gid)
    if user == 0 or _bits(there, user) & _READ_WRITE == _READ_WRITE:
        return ok(Sentence("{user} may use {path}.", user=name, path=str(path)))
    if there.st_mode >> 3 & _READ_WRITE == _READ_WRITE:
        return fail(
            Sentence(
                "{name}: {user} is not in group {group}, which {path} belongs to.",
                name=device.name,
                user=name,
                group=group,
                path=str(path),
            ),
            mend=f"sudo usermod -aG {group} {name} && sudo systemctl restart vafa",
        )
    return fail(
        Sentence(
            "{name}: only {owner} may use {path}.",
            name=device.name,
            owner=user_name(there.st_uid),
            path=str(path),
        ),
        mend=f"sudo chgrp dialout {path} && sudo chmod 660 {path}",
        remark=Sentence("a udev rule lasts"),
    )


def _bits(there: os.stat_result, user: int) -> int:
    """Return what a user may do with a file, as the kernel will decide it."""
    if there.st_uid == user:
        return there.st_mode >> 6 & 0o7
    return (there.st_mode >> 3 if there.st_gid in groups_of(user) else there.st_mode) & 0o7


def _busy(ground: Ground) -> Finding:
    # Another program that has the port before the till keeps the till out.
    if ground.holder or ground.health:
        return not_applicable(
            Sentence("The till is running: see ports.open and ports.readers.")
        )

    def free(port: Port) -> Finding:
        device, path = port
        if device.driver == KeyboardWedge.kind:
            return _is_grabbed(device, path)
        others = _others(ground, readers(ground.machine.proc, path))
        if others:
            return fail(
                Sentence(
                    "{name}: {program} has {path} open.",
                    name=device.name,
                    program=called(others[0]),
                    path=str(path),
                ),
                mend=f"sudo kill {others[0].pid}",
                remark=Sentence("or stop its service for good"),
            )
        return ok(Sentence("Nobody else that can be seen has {path} open.", path=str(path)))

    return _worst(_ports(ground), free, otherwise=_NO_PORTS)


def _readers(ground: Ground) -> Finding:
    # Two readers of one line each get half of a code.
    def alone(port: Port) -> Finding:
        device, path = port
        if device.driver == KeyboardWedge.kind:
            return ok(
                Sentence(
                    "{path} is a keyboard, and the till's alone while it is open.",
                    path=str(path),
                )
            )
        all_of_them = readers(ground.machine.proc, path)
        others = _others(ground, all_of_them)
        if len(all_of_them) > 1 and others:
            return fail(
                Sentence(
                    "{name}: {count} programs read {path}, {program} too: each gets a part "
                    "of a code.",
                    name=device.name,
                    count=len(all_of_them),
                    path=str(path),
                    program=called(others[0]),
                ),
                mend=f"sudo kill {others[0].pid}",
                remark=Sentence("or stop its service for good"),
            )
        return ok(Sentence("{path} has at most one reader.", path=str(path)))

    return _worst(_ports(ground), alone, otherwise=_NO_PORTS)


def _is_grabbed(device: Device, path: Path) -> Finding:
    """Take the keyboard for a moment: many may have it open, one may hold it alone."""
    try:
        with closing(Waker()) as waker:
            open_port(PortSettings(port=str(path)), waker).close()
    except PortFault as fault:
        if fault.hint == "port.busy":
            return fail(
                Sentence(
                    "{name}: another program holds {path} alone.",
                    name=device.name,
                    path=str(path),
                ),
                mend=f"sudo fuser -v {path}",
                remark=Sentence("and stop the one that is to leave it"),
            )
        return fail(
            Sentence(
                "{name}: {path} is no keyboard of ours: {fault}.",
                name=device.name,
                path=str(path),
                fault=str(fault),
            ),
            mend="vafa devices",
            remark=Sentence("name one of its `input:` ports"),
        )
    return ok(Sentence("Nobody else holds {path} alone.", path=str(path)))


def _passed(ground: Ground) -> Finding:
    passed = [each for each in ground.settings.devices if each.pass_to is not None]
    if not passed:
        return not_applicable(Sentence("No device has `pass_to`: none belongs to a POS."))
    if not (ground.holder or ground.health):
        return fail(
            Sentence(
                "{name}: the till is not running, so the POS reads nothing.",
                name=passed[0].name,
            ),
            mend="sudo systemctl start vafa",
        )
    for device in passed:
        path = device.pass_to or Path()
        if not path.exists():
            return fail(
                Sentence(
                    "{name}: {path} is not there, so the POS reads nothing.",
                    name=device.name,
                    path=str(path),
                ),
                mend="sudo systemctl restart vafa",
            )
    there = (passed[0].pass_to or Path()).stat()
    return ok(
        Sentence(
            "The POS may read {path}, if its user is in group {group}.",
            path=str(passed[0].pass_to),
            group=group_name(there.st_gid),
        )
    )


def _open(ground: Ground) -> Finding:
    told = ground.health.get("devices")
    if not isinstance(told, list) or not told:
        return not_applicable(Sentence("The till is not running, or has no devices."))
    for device in told:
        if isinstance(device, dict) and not device.get("open"):
            fault = device.get("fault") or Sentence("it is not open yet")
            return fail(
                Sentence(
                    "{name}: the till does not hear it: {fault}.",
                    name=str(device.get("device")),
                    fault=fault,
                ),
                mend="sudo "
                + ground.command("doctor ports.present ports.permission ports.readers"),
            )
    return ok(
        Sentence(
            "The till hears {devices}, which is all of them.",
            devices=Counted("{count} device", "{count} devices", count=len(told)),
        )
    )


def _worst(
    subjects: tuple[Subject, ...],
    look: Callable[[Subject], Finding],
    *,
    otherwise: str,
) -> Finding:
    found = [look(subject) for subject in subjects]
    worst = max(found, key=lambda each: _WORSE.index(each.outcome), default=None)
    return worst or not_applicable(otherwise)


def ports_of(ground: Ground) -> Iterator[Port]:
    """Yield each device whose port is on this machine and there just now."""
    for device in ground.settings.devices:
        if "://" in device.port:
            continue
        try:
            path = Path(find_port(device.port))
        except PortFault:
            continue
        if path.exists():
            yield device, path


def _ports(ground: Ground) -> tuple[Port, ...]:
    return tuple(ports_of(ground))


def _others(ground: Ground, found: Iterable[Process]) -> tuple[Process, ...]:
    ours = {os.getpid(), ground.holder.pid if ground.holder else 0}
    return tuple(each for each in found if each.pid not in ours)


GROUP: Final = Group(
    Sentence("Ports"),
    (
        Check(name="ports.present", look=_present),
        Check(name="ports.permission", look=_permission),
        Check(name="ports.busy", look=_busy),
        Check(name="ports.readers", look=_readers),
        Check(name="ports.open", look=_open),
        Check(name="ports.passed", look=_passed),
    ),
)
