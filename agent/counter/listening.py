"""What a till does before anyone can ask it: hear its devices, close a day that is over.

Apart from :class:`agent.counter.counter.Counter`, because a scanner is heard within half a
second: what a till only does when asked is loaded after that.
"""

from typing import Final

from agent.counter.ground.answers import Answer
from agent.counter.ground.deferring import DEFERRED_FROM
from agent.counter.ground.desk import Desk
from agent.counter.people import scans
from drivers.events import DeviceEvent
from drivers.guard.recognition import Recognition


class Listening:
    """The part of a counter that hears; for the loop's thread alone."""

    def __init__(self, desk: Desk) -> None:
        self.desk: Final = desk

    def recognition(self) -> Recognition:
        """Return how the programme in force recognises cards, for the devices."""
        return self.desk.recognition()

    def hear(self, event: DeviceEvent, workstation: str) -> Answer:
        """Tell what a device of a workstation heard, as a scan that was posted."""
        return scans.hear(self.desk, event, workstation=workstation)

    def catch_up(self) -> int:
        """Work out points of sales that were written without; 0 when none may be left."""
        if not self.desk.book.journal.mark(DEFERRED_FROM):
            return 0
        # Loaded here: nearly always there is none, and a scanner waits for nothing else.
        from agent.counter.selling.deferred import catch_up  # noqa: PLC0415  # see above

        return catch_up(self.desk)

    def close_day(self) -> Answer:
        """Let every open hold go and forget who stands where."""
        # Loaded here: a day closes once a night, or where the till was off then.
        from agent.counter.value.holds import release_open  # noqa: PLC0415  # see above

        released = release_open(self.desk)
        self.desk.sessions.clear()
        return {"released": list(released)}
