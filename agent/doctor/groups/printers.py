"""Receipt printers and customer displays: set so that they can print, and ready to."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from agent.settings.config import TillConfig
from agent.settings.config_mouths import Display, Printer
from drivers.mouth.displays.register import DISPLAYS
from drivers.mouth.outlets import FILE, TCP
from drivers.mouth.printers.profiles import PRINTERS
from drivers.ports.discover import find_port
from drivers.ports.port_fault import PortFault

PICTURE_BAUD: Final = 38_400
"""A drawn slip is twenty thousand bytes and more: at 9600 baud that is half a minute."""

_NONE: Final = "No [[printers]] or [[displays]] are named."
_DRAWN: Final = frozenset({"fa", "am"})
_LIST: Final = "ls -l /dev/serial/by-id /dev/usb   # plug it in, or mend `port`"
_CONDITIONS: Final = {
    "paper_out": ("it has no paper", "put paper in; slips that wait are printed then"),
    "cover_open": ("its cover is open", "close it; slips that wait are printed then"),
    "trouble": ("it does not answer as it did", "switch it on and look at its cable"),
}


def _settings(ground: Ground) -> Finding:
    told = tuple(_told(ground.settings))
    if not told:
        return not_applicable(_NONE)
    for each in told:
        known = PRINTERS if isinstance(each, Printer) else DISPLAYS
        name = each.profile if isinstance(each, Printer) else each.driver
        if name not in known:
            return fail(
                f"{each.name}: {name} is not known.",
                mend=f"in {ground.file}, use one of: {', '.join(known)}",
            )
    return ok("Every printer and display named is of a kind that we know.")


def _present(ground: Ground) -> Finding:
    told = tuple(_told(ground.settings))
    if not told:
        return not_applicable(_NONE)
    for each in told:
        missing = _missing(each)
        if missing:
            return fail(f"{each.name}: {missing}.", mend=_LIST)
    return ok("Every printer and display on a port of this machine is there.")


def _missing(each: Printer | Display) -> str:
    if each.port.startswith(TCP) or "://" in each.port:
        return ""
    try:
        path = Path(find_port(each.port.removeprefix(FILE)))
    except PortFault as fault:
        return str(fault)
    return "" if path.exists() else f"{path} is not there"


def _speed(ground: Ground) -> Finding:
    config = ground.settings
    serial = [each for each in config.printers if each.is_serial]
    if not serial:
        return not_applicable("No printer is on a serial port.")
    for each in serial:
        drawn = (each.language or config.language) in _DRAWN
        if drawn and each.baud < PICTURE_BAUD:
            return warn(
                f"{each.name}: its slips are drawn, and {each.baud} baud is slow for that.",
                mend=f"set the printer and its `baud` to {PICTURE_BAUD} or more",
            )
    return ok("Serial printers are fast enough for their language.")


def _ready(ground: Ground) -> Finding:
    told = [
        each for kind in ("printers", "displays") for each in _rows(ground.health.get(kind))
    ]
    if not told:
        return not_applicable("The till is not running, or has no printer or display.")
    for each in told:
        if each.get("fault"):
            return fail(f"{each.get('device')}: {each['fault']}.", mend=_LIST)
        if not each.get("well"):
            what, mend = _CONDITIONS.get(str(each.get("condition")), _CONDITIONS["trouble"])
            return fail(f"{each.get('device')}: {what}.", mend=mend)
    for each in told:
        if each.get("condition") == "paper_low":
            return warn(f"{each.get('device')}: its paper is nearly out.", mend="new paper")
        if each.get("dropped"):
            return warn(
                f"{each.get('device')}: {each['dropped']} slips were not printed in time.",
                mend=ground.command(f"print {each.get('last_dropped')}"),
            )
    return ok("Every printer and display can be told what to say.")


def _told(config: TillConfig) -> Iterator[Printer | Display]:
    yield from config.printers
    yield from config.displays


def _rows(value: object) -> Iterator[dict[str, object]]:
    for row in value if isinstance(value, list) else ():
        if isinstance(row, dict):
            yield row


GROUP: Final = Group(
    "Printers and displays",
    (
        Check(name="printers.settings", look=_settings),
        Check(name="printers.present", look=_present),
        Check(name="printers.speed", look=_speed),
        Check(name="printers.ready", look=_ready),
    ),
)
