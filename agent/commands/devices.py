"""``vafa devices``: what is plugged in, and the profiles there are; writes to no port."""

import argparse
import json

from drivers.kinds.profiles import (
    KEYBOARD_PROFILES,
    PACKET_PROFILES,
    SCANNER_PROFILES,
    STRIPE_PROFILES,
)
from drivers.mouth.displays.register import DISPLAYS
from drivers.mouth.printers.profiles import PRINTERS
from drivers.ports.discover import FoundPort, found_ports
from drivers.ports.hid_devices import FoundHid, found_hids
from sync.kit.words import say

SUMMARY = "list the serial ports of this machine, and the profiles there are"

_DRIVERS = {
    "line_scanner": SCANNER_PROFILES,
    "stripe_reader": STRIPE_PROFILES,
    "packet_device": PACKET_PROFILES,
    "keyboard": KEYBOARD_PROFILES,
}


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help="print it for programs")


def run(arguments: argparse.Namespace) -> int:
    """Ask the system and print."""
    ports, hids = found_ports(), found_hids()
    if arguments.json:
        rows = [*map(row, ports), *map(hid_row, hids)]
        print(json.dumps({"ports": rows}))
        return 0
    print("\n".join(told(ports, hids)))
    return 0


def row(port: FoundPort) -> dict[str, str]:
    """Give a port for programs: what the configuration names, and what the system says."""
    return {
        "port": port.usb or port.path,
        "path": port.path,
        "description": port.description,
    }


def hid_row(hid: FoundHid) -> dict[str, str]:
    """Give a keyboard or raw HID device, as a port is given."""
    return {"port": hid.address, "path": hid.path, "description": hid.name}


def told(ports: tuple[FoundPort, ...], hids: tuple[FoundHid, ...] = ()) -> list[str]:
    """Give the ports and profiles for people."""
    lines = [say("Ports (what to write as `port` in the till's file):")]
    for each in (*map(row, ports), *map(hid_row, hids)):
        lines.append(f"  {each['port']}")
        lines.append(f"      {each['path']}  {each['description']}".rstrip())
    if not ports and not hids:
        none = say("none found: plug the device in, or check its cable and its driver")
        lines.append(f"  {none}")
    lines.append("")
    lines.append(say("Profiles (`driver` and `profile`):"))
    lines += [f"  {name}: {', '.join(profiles)}" for name, profiles in _DRIVERS.items()]
    lines.append("")
    lines.append(say("[[printers]], by `profile`, and [[displays]], by `driver`:"))
    lines.append(f"  escpos: {', '.join(PRINTERS)}")
    lines.append(f"  displays: {', '.join(DISPLAYS)}")
    return lines
