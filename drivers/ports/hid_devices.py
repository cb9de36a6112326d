"""Finds keyboards and HID devices of this machine, as the kernel lists them in /sys."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from drivers.ports.port_fault import PortFault

SYS: Final = Path("/sys")

_ADDRESS = re.compile(
    r"(?P<kind>input|hidraw):(?P<vid>[0-9a-f]{4}):(?P<pid>[0-9a-f]{4})"
    r"(?::(?P<serial>[^@]+))?(?:@(?P<at>.+))?",
    re.IGNORECASE,
)
_HID_ID = re.compile(r"HID_ID=[0-9A-F]+:0*([0-9A-F]{1,4}):0*([0-9A-F]{1,4})")
_KEYS_OF_A_SCANNER: Final = (2, 28)
"""A keyboard that types codes has the key of 1, and Enter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundHid:
    """A device that is no serial port. ``at`` is where it is plugged in."""

    kind: Literal["input", "hidraw"]
    path: str
    vid: int
    pid: int
    serial: str = ""
    at: str = ""
    name: str = ""

    @property
    def address(self) -> str:
        """Write it as a configuration does."""
        identity = f"{self.kind}:{self.vid:04x}:{self.pid:04x}"
        if self.serial:
            return f"{identity}:{self.serial}"
        return f"{identity}@{self.at}" if self.at else identity


def is_hid(address: str) -> bool:
    """Say whether an address names such a device, by identity or by path."""
    return address.lower().startswith(("input:", "hidraw:", "/dev/input/", "/dev/hidraw"))


def found_hids(sys: Path = SYS) -> tuple[FoundHid, ...]:
    """List the keyboards and raw HID devices; nothing where the kernel has no /sys."""
    return (*_keyboards(sys), *_raws(sys))


def find_hid(address: str, sys: Path = SYS) -> str:
    """Give the path of an address; a path is given back. PortFault when none fits."""
    if address.lower().startswith("/dev/"):
        return address
    wanted = _ADDRESS.fullmatch(address)
    if wanted is None:
        raise PortFault(f"{address} is not input:VID:PID", hint="port.settings")
    fitting = [each for each in found_hids(sys) if _fits(each, wanted)]
    if not fitting:
        raise PortFault(f"{address} is not plugged in", hint="port.absent")
    if len(fitting) > 1:
        places = ", ".join(f"{each.path} (@{each.at})" for each in fitting)
        raise PortFault(f"{address} may be any of {places}", hint="port.ambiguous")
    return fitting[0].path


def _fits(found: FoundHid, wanted: re.Match[str]) -> bool:
    return (
        found.kind == wanted["kind"].lower()
        and (found.vid, found.pid) == (int(wanted["vid"], 16), int(wanted["pid"], 16))
        and wanted["serial"] in {None, found.serial}
        and wanted["at"] in {None, found.at}
    )


def _keyboards(sys: Path) -> Iterator[FoundHid]:
    for event in sorted((sys / "class/input").glob("event*")):
        device = event / "device"
        if not _types(_said(device / "capabilities/key")):
            continue
        vid, pid = _said(device / "id/vendor"), _said(device / "id/product")
        if not (vid and pid):
            continue
        yield FoundHid(
            kind="input",
            path=f"/dev/input/{event.name}",
            vid=int(vid, 16),
            pid=int(pid, 16),
            serial=_said(device / "uniq"),
            at=_said(device / "phys"),
            name=_said(device / "name"),
        )


def _raws(sys: Path) -> Iterator[FoundHid]:
    for raw in sorted((sys / "class/hidraw").glob("hidraw*")):
        told = _said(raw / "device/uevent")
        found = _HID_ID.search(told)
        if found is None:
            continue
        words = dict(line.partition("=")[::2] for line in told.splitlines())
        yield FoundHid(
            kind="hidraw",
            path=f"/dev/{raw.name}",
            vid=int(found[1], 16),
            pid=int(found[2], 16),
            serial=words.get("HID_UNIQ", ""),
            at=words.get("HID_PHYS", ""),
            name=words.get("HID_NAME", ""),
        )


def _types(capabilities: str) -> bool:
    """Read the kernel's bitmap of keys: words of a machine's width, the highest first."""
    words = capabilities.split()
    lowest = int(words[-1], 16) if words else 0
    return all(lowest >> key & 1 for key in _KEYS_OF_A_SCANNER)


def _said(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
