"""A check, and a group of them: what the register lists."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from agent.doctor.finding import Finding
from agent.doctor.ground import Ground
from rules.ground.sentence import Sentence

LIMIT_S: Final = 4
"""How long a check may take unless it says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing to look at.

    ``look`` may raise a Fault, whose sentence and hint then are the finding, or OSError.
    ``repair`` mends what is safe to mend without asking and says in one sentence what it
    did, or nothing when it could not.
    """

    name: str
    look: Callable[[Ground], Finding]
    repair: Callable[[Ground], str] | None = None
    limit_s: int = LIMIT_S


@dataclass(frozen=True, slots=True)
class Group:
    """Checks that are asked one after another; the groups are asked at once."""

    title: Sentence
    checks: tuple[Check, ...]
