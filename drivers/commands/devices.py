"""``vafa devices``: what is plugged in, and the profiles there are; writes to no port."""

import argparse
import json

from drivers.discover import FoundPort, found_ports
from drivers.profiles import PACKET_PROFILES, SCANNER_PROFILES, STRIPE_PROFILES

SUMMARY = "list the serial ports of this machine, and the profiles there are"

_DRIVERS = {
    "line_scanner": SCANNER_PROFILES,
    "stripe_reader": STRIPE_PROFILES,
    "packet_device": PACKET_PROFILES,
}


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help="print it for programs")


def run(arguments: argparse.Namespace) -> int:
    """Ask the system and print."""
    ports = found_ports()
    if arguments.json:
        print(json.dumps({"ports": [row(port) for port in ports]}))
        return 0
    print("\n".join(told(ports)))
    return 0


def row(port: FoundPort) -> dict[str, str]:
    """Give a port for programs: what the configuration names, and what the system says."""
    return {
        "port": port.usb or port.path,
        "path": port.path,
        "description": port.description,
    }


def told(ports: tuple[FoundPort, ...]) -> list[str]:
    """Give the ports and profiles for people."""
    lines = ["Ports (what to write as `port` in the till's file):"]
    for port in ports:
        lines.append(f"  {port.usb or port.path}")
        lines.append(f"      {port.path}  {port.description}".rstrip())
    if not ports:
        lines.append("  none found: plug the device in, or check its cable and its driver")
    lines.append("")
    lines.append("Profiles (`driver` and `profile`):")
    lines += [f"  {name}: {', '.join(profiles)}" for name, profiles in _DRIVERS.items()]
    return lines
