"""Programs known for taking serial devices that are not theirs."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from agent.doctor.groups.ports import ports_of
from agent.doctor.processes import called, named
from agent.settings.config import Device
from drivers.ports.holders import holders
from rules.ground.sentence import Sentence

MODEM_MANAGER: Final = "ModemManager"
BRAILLE: Final = "brltty"
_IGNORED: Final = re.compile(r'^[^#\n]*ENV\{ID_MM_DEVICE_IGNORE\}="1"', re.MULTILINE)
_TAKEN_BY_BRLTTY: Final = ("usb:1a86:7523", "usb:10c4:ea60")
"""The CH340 and CP210x converters, which are also in braille displays."""

_RULE: Final = 'SUBSYSTEM=="tty", ENV{ID_MM_DEVICE_IGNORE}="1"'
_LEAVE_ALONE: Final = (
    f"echo '{_RULE}' | sudo tee /etc/udev/rules.d/70-vafa.rules"
    " && sudo udevadm control --reload && sudo udevadm trigger"
    " && sudo systemctl restart ModemManager"
)
_NO_BRAILLE: Final = "sudo systemctl disable --now brltty"


def _modem_manager(ground: Ground) -> Finding:
    # It writes AT commands to every new port: the scanner's first codes are lost.
    if not _has_ports(ground):
        return not_applicable(Sentence("No device is on a port of this machine."))
    running = named(ground.machine.proc, MODEM_MANAGER)
    if running is None:
        return ok(Sentence("ModemManager does not run."))
    held = _held_by(ground, MODEM_MANAGER)
    if held is not None:
        return fail(
            Sentence("{program} has {path} open.", program=called(running), path=str(held)),
            mend=_LEAVE_ALONE,
        )
    if any(_IGNORED.search(text) for text in _rules(ground)):
        return ok(Sentence("ModemManager runs, and is told to leave serial devices alone."))
    return warn(
        Sentence(
            "{program} talks to every serial device that is plugged in.",
            program=called(running),
        ),
        mend=_LEAVE_ALONE,
    )


def _brltty(ground: Ground) -> Finding:
    if not _has_ports(ground):
        return not_applicable(Sentence("No device is on a port of this machine."))
    running = named(ground.machine.proc, BRAILLE)
    if running is None:
        return ok(Sentence("brltty does not run."))
    held = _held_by(ground, BRAILLE)
    if held is not None:
        return fail(
            Sentence("{program} has {path} open.", program=called(running), path=str(held)),
            mend=_NO_BRAILLE,
        )
    if any(device.port.lower().startswith(_TAKEN_BY_BRLTTY) for device in _local(ground)):
        return fail(
            Sentence(
                "{program} takes converters like this scanner's for braille displays.",
                program=called(running),
            ),
            mend=_NO_BRAILLE,
        )
    return warn(
        Sentence(
            "{program} may take a scanner for a braille display.", program=called(running)
        ),
        mend=_NO_BRAILLE,
    )


def _local(ground: Ground) -> tuple[Device, ...]:
    return tuple(each for each in ground.settings.devices if "://" not in each.port)


def _has_ports(ground: Ground) -> bool:
    return bool(_local(ground))


def _held_by(ground: Ground, name: str) -> Path | None:
    for _, path in ports_of(ground):
        if any(each.name == name for each in holders(ground.machine.proc, path)):
            return path
    return None


def _rules(ground: Ground) -> Iterator[str]:
    for folder in ground.machine.device_rules:
        for path in sorted(folder.glob("*.rules")):
            yield path.read_text(encoding="utf-8", errors="replace")


GROUP: Final = Group(
    Sentence("Programs that take ports"),
    (
        Check(name="ports.modemmanager", look=_modem_manager),
        Check(name="ports.brltty", look=_brltty),
    ),
)
