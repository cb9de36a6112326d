"""One case: which check, how the scene is set, and what the check must say then."""

from collections.abc import Callable
from dataclasses import dataclass

from agent.doctor.finding import Outcome
from agent.doctor.ground import Ground
from agent.doctor.machine import Limits
from tests.agent.doctor.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """``says`` stands in the cause, ``mends`` in what mends it."""

    check: str
    arrange: Callable[[Scene], Ground]
    outcome: Outcome
    says: str
    mends: str = ""

    def __str__(self) -> str:
        """Name it in the test's report."""
        return f"{self.check} {self.outcome}: {self.says}"


def as_it_is(scene: Scene) -> Ground:
    """Look at an enrolled till at which nothing is wrong."""
    return scene.ground()


def limited(limits: Limits) -> Callable[[Scene], Ground]:
    """Look at the same with other limits."""
    return lambda scene: scene.ground(limits=limits)
