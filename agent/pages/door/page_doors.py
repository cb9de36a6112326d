"""What the pages are handed: the till's doors, their visitors, and how the line is."""

from collections.abc import Callable
from dataclasses import dataclass

from agent.loop.doors import Doors
from agent.pages.door.visitors import Visitors
from drivers.mouth.speaker import SpeakerState
from sync.kit.clock import Clock


@dataclass(frozen=True, slots=True)
class LineState:
    """How the line to head office is; ``waiting`` records it still lacks."""

    is_online: bool
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDoors:
    """Everything the pages reach.

    ``line`` returns None before the first contact, or where there is no head office.
    ``printers`` is how each is, which a cashier is told. ``sandbox`` marks every page as
    one to play with.
    """

    doors: Doors
    visitors: Visitors
    line: Callable[[], LineState | None]
    clock: Clock
    language: str
    workstation: str
    sandbox: bool = False
    printers: Callable[[], tuple[SpeakerState, ...]] = tuple
