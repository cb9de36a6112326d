"""Play a script in a fresh world and say how it ended."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from tests.simulation.line import Traffic
from tests.simulation.quiet import check_rest, come_to_rest, drain
from tests.simulation.script import Script
from tests.simulation.spoilers import HONEST, Spoiler
from tests.simulation.steps import play_step
from tests.simulation.union import BrokenInvariantError
from tests.simulation.world import World

# A RAM disk, where every world gets a folder of its own.
_MEMORY: Final = Path("/dev/shm")  # noqa: S108


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a world ended. ``broken`` names the invariant that did not hold, if any."""

    broken: str = ""
    detail: str = ""
    trace: tuple[str, ...] = ()
    records: int = 0
    digest: str = ""
    traffic: Traffic = field(default_factory=Traffic)

    @property
    def held(self) -> bool:
        """Whether every invariant held."""
        return not self.broken


def play(script: Script, *, spoiler: Spoiler = HONEST) -> Ending:
    """Play a script to its end, rest and drain; whatever is raised is an ending too."""
    home = Path(tempfile.mkdtemp(prefix="vafa-world-", dir=_memory()))
    trace: Sequence[str] = ()
    try:
        with World(script, home, spoiler) as world:
            trace = world.trace
            _play_through(world)
            return Ending(
                trace=tuple(trace),
                records=len(world.auditor.union.records),
                digest=_digest(world),
                traffic=world.traffic,
            )
    except BrokenInvariantError as broken:
        return Ending(broken=broken.invariant, detail=str(broken), trace=tuple(trace))
    except Exception as error:  # noqa: BLE001  # whatever it is, its seed is what matters
        found = _where(error)
        return Ending(broken=type(error).__name__, detail=found, trace=tuple(trace))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _play_through(world: World) -> None:
    for step in world.script.steps:
        play_step(world, step)
    world.trace.append("-- the lines are mended")
    come_to_rest(world)
    check_rest(world)
    world.trace.append("-- everything is drained")
    drain(world)
    check_rest(world)


def _digest(world: World) -> str:
    """Digest every journal's head: two worlds with the same digest are the same world."""
    heads = [till.book.journal.head for till in world.tills]
    return sha256(b"".join(heads)).hexdigest()


def _where(error: BaseException) -> str:
    """Say what was raised and where, innermost frames last."""
    places = []
    frame = error.__traceback__
    while frame is not None:
        code = frame.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{frame.tb_lineno} {code.co_name}")
        frame = frame.tb_next
    return f"{type(error).__name__}: {error} [{' > '.join(places[-6:])}]"


def _memory() -> Path | None:
    return _MEMORY if _MEMORY.is_dir() else None
