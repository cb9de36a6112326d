"""Finds ports: what is plugged in, and which of it a configuration means."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from serial.tools import list_ports

from drivers.ports.hid_devices import find_hid, is_hid
from drivers.ports.port_fault import PortFault

_USB = re.compile(
    r"usb:(?P<vid>[0-9a-f]{4}):(?P<pid>[0-9a-f]{4})(?::(?P<serial>[^@]+))?(?:@(?P<at>.+))?",
    re.IGNORECASE,
)

_STABLE_FOLDERS = (Path("/dev/serial/by-id"), Path("/dev/serial/by-path"))
"""Where Linux keeps names that outlive replugging, the better ones first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPort:
    """A port of this machine. ``path`` is stable where the system offers such a name."""

    path: str
    vid: int | None = None
    pid: int | None = None
    serial: str | None = None
    location: str | None = None
    description: str = ""

    @property
    def usb(self) -> str | None:
        """The port's USB identity as a configuration writes it; None when it is not USB."""
        if self.vid is None or self.pid is None:
            return None
        identity = f"usb:{self.vid:04x}:{self.pid:04x}"
        if self.serial:
            return f"{identity}:{self.serial}"
        return f"{identity}@{self.location}" if self.location else identity


def found_ports() -> tuple[FoundPort, ...]:
    """List the ports of this machine; asks the system, writes to no port."""
    return tuple(
        FoundPort(
            path=_stable_path(port.device),
            vid=port.vid,
            pid=port.pid,
            serial=port.serial_number,
            location=port.location,
            description=port.description or "",
        )
        for port in list_ports.comports()
    )


def find_port(address: str, ports: Iterable[FoundPort] | None = None) -> str:
    """Give the path or URL to open for an address of the configuration.

    An address is ``usb:VID:PID[:SERIAL]`` or, for devices without a serial number,
    ``usb:VID:PID@LOCATION``, the same with ``input:`` (a keyboard) or ``hidraw:``; anything
    else is a path or a pyserial URL and is given back as it is. PortFault when no such
    device is there, or several are.
    """
    if is_hid(address):
        return find_hid(address)
    if not address.lower().startswith("usb:"):
        return address
    wanted = _USB.fullmatch(address)
    if wanted is None:
        raise PortFault(f"{address} is not usb:VID:PID", hint="port.settings")
    fitting = [
        port for port in (found_ports() if ports is None else ports) if _fits(port, wanted)
    ]
    if not fitting:
        raise PortFault(f"{address} is not plugged in", hint="port.absent")
    if len(fitting) > 1:
        paths = ", ".join(port.path for port in fitting)
        raise PortFault(f"{address} may be any of {paths}", hint="port.ambiguous")
    return fitting[0].path


def _fits(port: FoundPort, wanted: re.Match[str]) -> bool:
    vid, pid = int(wanted["vid"], 16), int(wanted["pid"], 16)
    return (
        (port.vid, port.pid) == (vid, pid)
        and wanted["serial"] in {None, port.serial}
        and wanted["at"] in {None, port.location}
    )


def _stable_path(device: str) -> str:
    for folder in _STABLE_FOLDERS:
        if not folder.is_dir():
            continue
        for name in sorted(folder.iterdir()):
            if os.path.realpath(name) == os.path.realpath(device):
                return str(name)
    return device
