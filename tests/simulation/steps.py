"""Steps played: what each does is registered here, what goes wrong in it is set up."""

from typing import Final

from sync.kit.faults import Fault
from tests.simulation.counter_steps import AT_COUNTERS
from tests.simulation.machine_steps import AT_MACHINES
from tests.simulation.power import PowerCutFault
from tests.simulation.script import Step
from tests.simulation.world import World

_PLAYS: Final = {**AT_COUNTERS, **AT_MACHINES}


def play_step(world: World, step: Step) -> None:
    """Play one step, then hold everything committed against the invariants."""
    till = world.tills[step.till]
    till.line.expect(step.mishaps)
    till.fuse.set_for(step.crash)
    world.office.fuse.set_for(step.office_crash)
    try:
        outcome = _PLAYS[step.kind](world, step)
    except Fault as fault:
        outcome = f"fault: {fault}"
    except PowerCutFault:
        till.restart(losing_members=step.draw[3] % 4 == 0)
        outcome = "lost power"
    till.fuse.set_for(0)
    world.office.fuse.set_for(0)
    world.trace.append(f"{step}: {outcome}")
    world.audit()
