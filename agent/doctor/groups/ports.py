"""The devices' ports: there, ours to use, heard by us and by nobody else."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final, TypeVar

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, counted, fail, not_applicable, ok
from agent.doctor.ground import Ground
from agent.doctor.users import group_name, groups_of, user_name
from agent.settings.config import Device
from drivers.kinds.keyboard import KeyboardWedge
from drivers.ports.discover import find_port
from drivers.ports.holders import Process, readers
from drivers.ports.port import PortSettings, Waker, open_port
from drivers.ports.port_fault import PortFault

_NO_DEVICES: Final = "No [[devices]] are named."
_NO_PORTS: Final = "No device is on a port of this machine just now."
_HINTS: Final = {
    "port.absent": "lsusb && ls -l /dev/serial/by-id   # plug it in, or mend `port`",
    "port.ambiguous": "ls -l /dev/serial/by-id   # name the one by its serial number",
    "port.settings": "ls -l /dev/serial/by-id   # mend `port` in till.toml",
}
_READ_WRITE: Final = 0o6
_WORSE: Final = ("not_applicable", "ok", "warn", "fail")

Port = tuple[Device, Path]
Subject = TypeVar("Subject")


def _present(ground: Ground) -> Finding:
    return _worst(ground.settings.devices, _is_there, otherwise=_NO_DEVICES)


def _is_there(device: Device) -> Finding:
    if "://" in device.port:
        return ok(f"{device.name} is on the network at {device.port}.")
    try:
        path = find_port(device.port)
    except PortFault as fault:
        mend = _HINTS.get(fault.hint, _HINTS["port.absent"])
        return fail(f"{device.name}: {fault}.", mend=mend)
    if not Path(path).exists():
        return fail(f"{device.name}: {path} is not there.", mend=_HINTS["port.absent"])
    if not stat.S_ISCHR(Path(path).stat().st_mode):
        return fail(f"{device.name}: {path} is no port.", mend=_HINTS["port.settings"])
    return ok(f"{device.name} is there.")


def _permission(ground: Ground) -> Finding:
    def allowed(port: Port) -> Finding:
        return _is_allowed(*port, user=ground.user)

    return _worst(_ports(ground), allowed, otherwise=_NO_PORTS)


def _is_allowed(device: Device, path: Path, *, user: int) -> Finding:
    there = path.stat()
    name, group = user_name(user), group_name(there.st_gid)
    if user == 0 or _bits(there, user) & _READ_WRITE == _READ_WRITE:
        return ok(f"{name} may use {path}.")
    if there.st_mode >> 3 & _READ_WRITE == _READ_WRITE:
        return fail(
            f"{device.name}: {name} is not in group {group}, which {path} belongs to.",
            mend=f"sudo usermod -aG {group} {name} && sudo systemctl restart vafa",
        )
    return fail(
        f"{device.name}: only {user_name(there.st_uid)} may use {path}.",
        mend=f"sudo chgrp dialout {path} && sudo chmod 660 {path}   # a udev rule lasts",
    )


def _bits(there: os.stat_result, user: int) -> int:
    """Return what a user may do with a file, as the kernel will decide it."""
    if there.st_uid == user:
        return there.st_mode >> 6 & 0o7
    return (there.st_mode >> 3 if there.st_gid in groups_of(user) else there.st_mode) & 0o7


def _busy(ground: Ground) -> Finding:
    # Another program that has the port before the till keeps the till out.
    if ground.holder or ground.health:
        return not_applicable("The till is running: see ports.open and ports.readers.")

    def free(port: Port) -> Finding:
        device, path = port
        if device.driver == KeyboardWedge.kind:
            return _is_grabbed(device, path)
        others = _others(ground, readers(ground.machine.proc, path))
        if others:
            return fail(
                f"{device.name}: {others[0]} has {path} open.",
                mend=f"sudo kill {others[0].pid}   # or stop its service for good",
            )
        return ok(f"Nobody else that can be seen has {path} open.")

    return _worst(_ports(ground), free, otherwise=_NO_PORTS)


def _readers(ground: Ground) -> Finding:
    # Two readers of one line each get half of a code.
    def alone(port: Port) -> Finding:
        device, path = port
        if device.driver == KeyboardWedge.kind:
            return ok(f"{path} is a keyboard, and the till's alone while it is open.")
        all_of_them = readers(ground.machine.proc, path)
        others = _others(ground, all_of_them)
        if len(all_of_them) > 1 and others:
            return fail(
                f"{device.name}: {len(all_of_them)} programs read {path}, {others[0]} too: "
                "each gets a part of a code.",
                mend=f"sudo kill {others[0].pid}   # or stop its service for good",
            )
        return ok(f"{path} has at most one reader.")

    return _worst(_ports(ground), alone, otherwise=_NO_PORTS)


def _is_grabbed(device: Device, path: Path) -> Finding:
    """Take the keyboard for a moment: many may have it open, one may hold it alone."""
    try:
        with closing(Waker()) as waker:
            open_port(PortSettings(port=str(path)), waker).close()
    except PortFault as fault:
        if fault.hint == "port.busy":
            return fail(
                f"{device.name}: another program holds {path} alone.",
                mend=f"sudo fuser -v {path}   # and stop the one that is to leave it",
            )
        return fail(
            f"{device.name}: {path} is no keyboard of ours: {fault}.",
            mend="vafa devices   # name one of its `input:` ports",
        )
    return ok(f"Nobody else holds {path} alone.")


def _passed(ground: Ground) -> Finding:
    passed = [each for each in ground.settings.devices if each.pass_to is not None]
    if not passed:
        return not_applicable("No device has `pass_to`: none belongs to a POS.")
    if not (ground.holder or ground.health):
        return fail(
            f"{passed[0].name}: the till is not running, so the POS reads nothing.",
            mend="sudo systemctl start vafa",
        )
    for device in passed:
        path = device.pass_to or Path()
        if not path.exists():
            return fail(
                f"{device.name}: {path} is not there, so the POS reads nothing.",
                mend="sudo systemctl restart vafa",
            )
    there = (passed[0].pass_to or Path()).stat()
    return ok(
        f"The POS may read {passed[0].pass_to}, if its user is in group "
        f"{group_name(there.st_gid)}."
    )


def _open(ground: Ground) -> Finding:
    told = ground.health.get("devices")
    if not isinstance(told, list) or not told:
        return not_applicable("The till is not running, or has no devices.")
    for device in told:
        if isinstance(device, dict) and not device.get("open"):
            fault = device.get("fault") or "it is not open yet"
            return fail(
                f"{device.get('device')}: the till does not hear it: {fault}.",
                mend="sudo "
                + ground.command("doctor ports.present ports.permission ports.readers"),
            )
    return ok(f"The till hears {counted(len(told), 'device')}, which is all of them.")


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
    "Ports",
    (
        Check(name="ports.present", look=_present),
        Check(name="ports.permission", look=_permission),
        Check(name="ports.busy", look=_busy),
        Check(name="ports.readers", look=_readers),
        Check(name="ports.open", look=_open),
        Check(name="ports.passed", look=_passed),
    ),
)
