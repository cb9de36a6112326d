"""Name steps of a script on a command line, so that a shrunk failure is played again."""

from typing import Final

from tests.simulation.script import Script, Step

CALM: Final = "~"
NONE: Final = "-"


def named(script: Script) -> str:
    """Return the steps' numbers; ``~`` marks one that nothing goes wrong in (any more)."""
    return ",".join(f"{step.number}{CALM * step.calm}" for step in script.steps) or NONE


def chosen(script: Script, names: str) -> Script:
    """Return the script with only the named steps, in its own order."""
    if names == NONE:
        return script.with_steps(())
    calm = {name.removesuffix(CALM): name.endswith(CALM) for name in names.split(",")}
    return script.with_steps(
        [
            _as_named(step, calm=calm[str(step.number)])
            for step in script.steps
            if str(step.number) in calm
        ]
    )


def _as_named(step: Step, *, calm: bool) -> Step:
    return step.calmed() if calm else step
