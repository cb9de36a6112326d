"""Takes a code out of a POS's line if the loop deals with it at once; else it goes on."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Final

from agent.loop.inbox import BusyFault, Inbox
from agent.loop.loop import QuarantinedError
from drivers.events import DeviceEvent
from sync.kit.faults import Fault

TAKE_S: Final = 0.15
"""A POS waits this long at most for a code that is passed on after all."""

Hear = Callable[[DeviceEvent], None]
"""Deals with an event, on the loop's thread."""


class Taker:
    """Asks the loop about one device's codes, one after another."""

    def __init__(self, inbox: Inbox, hear: Hear, *, take_s: float = TAKE_S) -> None:
        """Say where the loop is asked, and what it does."""
        self._inbox: Final = inbox
        self._hear: Final = hear
        self._take_s: Final = take_s
        self._asked: Future[None] | None = None

    def take(self, event: DeviceEvent) -> bool:
        """Have an event dealt with; False when the loop is busy, stalled or broke on it."""
        if self._asked is not None and not self._asked.done():
            # Still at the last one: nobody waits for a loop that is known to hang.
            return False
        try:
            asked = self._inbox.ask("device_event", lambda: self._hear(event))
        except BusyFault:
            return False
        self._asked = asked
        try:
            asked.result(self._take_s)
        except TimeoutError:
            # What was not begun is not done later either: the POS has the code now.
            asked.cancel()
            return False
        except (Fault, QuarantinedError):
            return False
        return True

    def tell(self, event: DeviceEvent) -> bool:
        """Let the loop know of an event that went on to the POS, if it has room for it."""
        try:
            self._inbox.ask("device_event", lambda: self._hear(event))
        except BusyFault:
            return False
        return True
