"""What happens to machines in a world: contacts, lines, power, clocks, nights."""

from collections.abc import Mapping
from typing import Final

from sync.till.contact.night import reconcile
from sync.till.contact.receiving import give_back
from sync.till.contact.transport import LinkFault
from tests.simulation.script import Step, StepKind
from tests.simulation.times import WAITS, jumped
from tests.simulation.union import BrokenInvariantError
from tests.simulation.world import Play, World

_NAMED: Final = frozenset({"head", "records", "rights"})
"""What two books that are in step may never differ in, whatever the line does."""


def _contact(world: World, step: Step) -> str:
    report = world.tills[step.till].contact.run()
    return report.problem or f"pushed {report.pushed}, {report.received.grants} grants"


def _late_letter(world: World, step: Step) -> str:
    try:
        came = world.tills[step.till].line.deliver_late(step.draw[0])
    except LinkFault as fault:
        return str(fault)
    return "arrived" if came else "none on the way"


def _cut(world: World, step: Step) -> str:
    world.tills[step.till].line.cut = True
    return "cut"


def _mend(world: World, step: Step) -> str:
    world.tills[step.till].line.cut = False
    return "mended"


def _restart(world: World, step: Step) -> str:
    world.tills[step.till].restart()
    return "restarted"


def _forget_members(world: World, step: Step) -> str:
    world.tills[step.till].restart(losing_members=True)
    return "restarted without statements"


def _office_restart(world: World, step: Step) -> str:
    del step
    world.office.restart()
    return "restarted"


def _office_backup(world: World, step: Step) -> str:
    del step
    world.office.back_up()
    return "backed up"


def _office_restore(world: World, step: Step) -> str:
    del step
    if not world.script.setting.restores:
        return "not in this world"
    generation = world.office.restore()
    world.auditor.begin_again(world.office.look())
    return f"restored, generation {generation}"


def _office_duties(world: World, step: Step) -> str:
    del step
    return world.office.run_due()


def _wait(world: World, step: Step) -> str:
    by = WAITS[step.draw[0] % len(WAITS)]
    world.time.advance(by)
    return f"{by} later"


def _jump(world: World, step: Step) -> str:
    return jumped(world.tills[step.till].machine.clock, step.draw)


def _give_back(world: World, step: Step) -> str:
    till = world.tills[step.till]
    return f"gave back {give_back(till.book)}"


def _night(world: World, step: Step) -> str:
    till = world.tills[step.till]
    till.counter.close_day()
    report = reconcile(
        till.book, till.contact, till.link, in_loop=till.in_loop, entropy=till.entropy
    )
    for named in report.differs:
        if named in _NAMED or named.startswith("bucket"):
            raise BrokenInvariantError("no comparison finds a difference", str(report))
    return "agrees" if report.agrees else f"differs: {report.differs}"


AT_MACHINES: Final[Mapping[StepKind, Play]] = {
    "contact": _contact,
    "late_letter": _late_letter,
    "cut": _cut,
    "mend": _mend,
    "restart": _restart,
    "forget_members": _forget_members,
    "office_restart": _office_restart,
    "office_backup": _office_backup,
    "office_restore": _office_restore,
    "office_duties": _office_duties,
    "wait": _wait,
    "jump": _jump,
    "give_back": _give_back,
    "night": _night,
}
