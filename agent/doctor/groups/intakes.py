"""What a POS hands over otherwise than by calls: its mapping files, templates and taps."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from agent.pos.intakes.plans import PlanFault
from agent.pos.intakes.register import FORMATS
from agent.settings.config import Tap
from drivers.ports.discover import find_port
from drivers.ports.port_fault import PortFault
from rules.ground.sentence import Counted, Sentence

_NO_TAPS: Final = Sentence("No [[taps]] are named.")
_AWAY: Final = Sentence("one side is away")
_READ: Final = Sentence("see {file}", file="agent/pos/intakes/README.md")


def _plans(ground: Ground) -> Finding:
    plans = [(each.format, each.plan) for each in ground.settings.intakes if each.plan]
    plans += [("tap", tap.template) for tap in ground.settings.taps]
    for form, plan in plans:
        try:
            FORMATS[form](plan)
        except PlanFault as fault:
            return fail(fault.what, mend=f"sudo nano {plan}", remark=_READ)
    if not plans:
        return not_applicable(Sentence("No intake needs a mapping file or a template."))
    return ok(Sentence("Every mapping file and template can be read."))


def _ports(ground: Ground) -> Finding:
    taps = [tap for tap in ground.settings.taps if tap.pos]
    for tap, port in _both(taps):
        try:
            path = Path(find_port(port))
        except PortFault as fault:
            return fail(
                Sentence("Tap {name}: {fault}.", name=tap.name, fault=str(fault)),
                mend=_LOOK,
                remark=_PLUG,
            )
        if not path.exists():
            return fail(
                Sentence("Tap {name}: {path} is not there.", name=tap.name, path=str(path)),
                mend=_LOOK,
                remark=_PLUG,
            )
        if tap.pos == tap.printer:
            return fail(
                Sentence("Tap {name}: `pos` and `printer` are one port.", name=tap.name),
                mend=_LOOK,
                remark=_PLUG,
            )
    if not taps:
        return not_applicable(Sentence("No [[taps]] are on ports of this machine."))
    return ok(
        Sentence(
            "Both ports of {taps} are there.",
            taps=Counted("{count} tap", "{count} taps", count=len(taps)),
        )
    )


def _both(taps: list[Tap]) -> Iterator[tuple[Tap, str]]:
    for tap in taps:
        yield tap, tap.pos
        yield tap, tap.printer


def _passing(ground: Ground) -> Finding:
    if not ground.settings.taps:
        return not_applicable(_NO_TAPS)
    told = ground.health.get("intakes")
    if not isinstance(told, list):
        return not_applicable(Sentence("The till is not running."))
    found = ok(
        Sentence(
            "{taps}: what is printed passes on.",
            taps=Counted("{count} tap", "{count} taps", count=len(ground.settings.taps)),
        )
    )
    for intake in told:
        tap = intake.get("tap") if isinstance(intake, dict) else None
        if not isinstance(tap, dict):
            continue
        name, problem = tap.get("name"), intake.get("problem") or _AWAY
        if not tap.get("passing"):
            mend = "sudo " + ground.command("doctor taps.ports")
            return fail(
                Sentence(
                    "Tap {name} does not pass on: {problem}",
                    name=str(name),
                    problem=problem,
                ),
                mend=mend,
            )
        rejected = intake.get("files", {}).get("rejected", 0)
        if rejected or tap.get("unheard"):
            found = warn(
                Sentence(
                    "Tap {name}: {receipts} could not be read, {unheard} could not be "
                    "listened to whole.",
                    name=str(name),
                    receipts=Counted("{count} receipt", "{count} receipts", count=rejected),
                    unheard=str(tap.get("unheard")),
                ),
                mend=f"ls {intake.get('path')}/rejected",
                remark=Sentence("mend the template"),
            )
    return found


_LOOK: Final = "ls -l /dev/serial/by-id"
_PLUG: Final = Sentence("plug it in, or mend [[taps]]")

GROUP: Final = Group(
    Sentence("Intakes"),
    (
        Check(name="intakes.plans", look=_plans),
        Check(name="taps.ports", look=_ports),
        Check(name="taps.passing", look=_passing),
    ),
)
