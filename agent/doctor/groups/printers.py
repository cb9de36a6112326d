"""Receipt printers and customer displays: set so that they can print, and ready to."""

from collections.abc import Iterator, Mapping
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
from rules.ground.sentence import Sentence

PICTURE_BAUD: Final = 38_400
"""A drawn slip is twenty thousand bytes and more: at 9600 baud that is half a minute."""
_NONE: Final = Sentence("No [[printers]] or [[displays]] are named.")
_DRAWN: Final = frozenset({"fa", "am"})
_LIST: Final = "ls -l /dev/serial/by-id /dev/usb"
_PLUG: Final = Sentence("plug it in, or mend `port`")
_CONDITIONS: Final = {
    "paper_out": (
        Sentence("it has no paper"),
        Sentence("put paper in; slips that wait are printed then"),
    ),
    "cover_open": (
        Sentence("its cover is open"),
        Sentence("close it; slips that wait are printed then"),
    ),
    "trouble": (
        Sentence("it does not answer as it did"),
        Sentence("switch it on and look at its cable"),
    ),
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
                Sentence("{name}: {kind} is not known.", name=each.name, kind=name),
                mend=Sentence(
                    "in {file}, use one of: {names}",
                    file=str(ground.file),
                    names=tuple(known),
                ),
            )
    return ok(Sentence("Every printer and display named is of a kind that we know."))


def _present(ground: Ground) -> Finding:
    told = tuple(_told(ground.settings))
    if not told:
        return not_applicable(_NONE)
    for each in told:
        missing = _missing(each)
        if missing:
            return fail(
                Sentence("{name}: {missing}.", name=each.name, missing=missing),
                mend=_LIST,
                remark=_PLUG,
            )
    return ok(Sentence("Every printer and display on a port of this machine is there."))


def _missing(each: Printer | Display) -> str:
    if each.port.startswith(TCP) or "://" in each.port:
        return ""
    try:
        path = Path(find_port(each.port.removeprefix(FILE)))
    except PortFault as fault:
        return str(fault)
    return "" if path.exists() else Sentence("{path} is not there", path=str(path))


def _speed(ground: Ground) -> Finding:
    config = ground.settings
    serial = [each for each in config.printers if each.is_serial]
    if not serial:
        return not_applicable(Sentence("No printer is on a serial port."))
    for each in serial:
        drawn = (each.language or config.language) in _DRAWN
        if drawn and each.baud < PICTURE_BAUD:
            return warn(
                Sentence(
                    "{name}: its slips are drawn, and {baud} baud is slow for that.",
                    name=each.name,
                    baud=each.baud,
                ),
                mend=Sentence(
                    "set the printer and its `baud` to {baud} or more",
                    baud=str(PICTURE_BAUD),
                ),
            )
    return ok(Sentence("Serial printers are fast enough for their language."))


def _ready(ground: Ground) -> Finding:
    told = [
        each for kind in ("printers", "displays") for each in _rows(ground.health.get(kind))
    ]
    if not told:
        return not_applicable(
            Sentence("The till is not running, or has no printer or display.")
        )
    for each in told:
        if each.get("fault"):
            return fail(
                Sentence("{device}: {why}.", device=_name(each), why=str(each["fault"])),
                mend=_LIST,
                remark=_PLUG,
            )
        if not each.get("well"):
            what, mend = _CONDITIONS.get(str(each.get("condition")), _CONDITIONS["trouble"])
            return fail(
                Sentence("{device}: {why}.", device=_name(each), why=what), mend=mend
            )
    for each in told:
        if each.get("condition") == "paper_low":
            return warn(
                Sentence("{device}: its paper is nearly out.", device=_name(each)),
                mend=Sentence("new paper"),
            )
        if each.get("dropped"):
            return warn(
                Sentence(
                    "{device}: {count} slips were not printed in time.",
                    device=_name(each),
                    count=str(each["dropped"]),
                ),
                mend=ground.command(f"print {each.get('last_dropped')}"),
            )
    return ok(Sentence("Every printer and display can be told what to say."))


def _told(config: TillConfig) -> Iterator[Printer | Display]:
    yield from config.printers
    yield from config.displays


def _name(row: Mapping[str, object]) -> str:
    return str(row.get("device"))


def _rows(value: object) -> Iterator[dict[str, object]]:
    for row in value if isinstance(value, list) else ():
        if isinstance(row, dict):
            yield row


GROUP: Final = Group(
    Sentence("Printers and displays"),
    (
        Check(name="printers.settings", look=_settings),
        Check(name="printers.present", look=_present),
        Check(name="printers.speed", look=_speed),
        Check(name="printers.ready", look=_ready),
    ),
)
