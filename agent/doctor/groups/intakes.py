"""What a POS hands over otherwise than by calls: its mapping files, templates and taps."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, counted, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from agent.pos.intakes.plans import PlanFault
from agent.pos.intakes.register import FORMATS
from agent.settings.config import Tap
from drivers.ports.discover import find_port
from drivers.ports.port_fault import PortFault

_NO_TAPS: Final = "No [[taps]] are named."
_EDIT: Final = "sudo nano {file}   # see agent/pos/intakes/README.md"


def _plans(ground: Ground) -> Finding:
    plans = [(each.format, each.plan) for each in ground.settings.intakes if each.plan]
    plans += [("tap", tap.template) for tap in ground.settings.taps]
    for form, plan in plans:
        try:
            FORMATS[form](plan)
        except PlanFault as fault:
            return fail(f"{fault}".rstrip(".") + ".", mend=_EDIT.format(file=plan))
    if not plans:
        return not_applicable("No intake needs a mapping file or a template.")
    return ok("Every mapping file and template can be read.")


def _ports(ground: Ground) -> Finding:
    taps = [tap for tap in ground.settings.taps if tap.pos]
    for tap, port in _both(taps):
        try:
            path = Path(find_port(port))
        except PortFault as fault:
            return fail(f"Tap {tap.name}: {fault}.", mend=_LOOK)
        if not path.exists():
            return fail(f"Tap {tap.name}: {path} is not there.", mend=_LOOK)
        if tap.pos == tap.printer:
            return fail(f"Tap {tap.name}: `pos` and `printer` are one port.", mend=_LOOK)
    if not taps:
        return not_applicable("No [[taps]] are on ports of this machine.")
    return ok(f"Both ports of {counted(len(taps), 'tap')} are there.")


def _both(taps: list[Tap]) -> Iterator[tuple[Tap, str]]:
    for tap in taps:
        yield tap, tap.pos
        yield tap, tap.printer


def _passing(ground: Ground) -> Finding:
    if not ground.settings.taps:
        return not_applicable(_NO_TAPS)
    told = ground.health.get("intakes")
    if not isinstance(told, list):
        return not_applicable("The till is not running.")
    found = ok(f"{counted(len(ground.settings.taps), 'tap')}: what is printed passes on.")
    for intake in told:
        tap = intake.get("tap") if isinstance(intake, dict) else None
        if not isinstance(tap, dict):
            continue
        name, problem = tap.get("name"), intake.get("problem") or "one side is away"
        if not tap.get("passing"):
            mend = "sudo " + ground.command("doctor taps.ports")
            return fail(f"Tap {name} does not pass on: {problem}", mend=mend)
        rejected = intake.get("files", {}).get("rejected", 0)
        if rejected or tap.get("unheard"):
            found = warn(
                f"Tap {name}: {counted(rejected, 'receipt')} could not be read, "
                f"{tap.get('unheard')} could not be listened to whole.",
                mend=f"ls {intake.get('path')}/rejected   # mend the template",
            )
    return found


_LOOK: Final = "ls -l /dev/serial/by-id   # plug it in, or mend [[taps]]"

GROUP: Final = Group(
    "Intakes",
    (
        Check(name="intakes.plans", look=_plans),
        Check(name="taps.ports", look=_ports),
        Check(name="taps.passing", look=_passing),
    ),
)
