"""One round of listening: wait, feed the driver, hand its events on, then its replies."""

from collections.abc import Callable, Iterable
from typing import Protocol

from drivers.events import DeviceEvent, Heard, Reply
from drivers.framing.lines import wipe
from drivers.register import Driver

Sink = Callable[[DeviceEvent], bool]
"""Takes an event; may wait, must not raise. False when it could not be kept."""


class Line(Protocol):
    """What a conversation needs of an open port."""

    def read(self, timeout_ms: int | None) -> bytearray:
        """Take what is there; nothing when time is up or woken. PortFault when lost."""
        ...

    def write(self, data: bytes) -> None:
        """Send; PortFault when the device does not take it."""
        ...


class Clock(Protocol):
    """Counts the milliseconds of silence that were listened to."""

    now_ms: int

    def advance(self, *, until_ms: int | None) -> int:
        """Go on by the time that passed, but not past ``until_ms``."""
        ...


class Conversation:
    """A driver, its clock and where its events go; the line comes with each round."""

    def __init__(self, driver: Driver, *, clock: Clock, sink: Sink) -> None:
        """Join them; nothing is read yet."""
        self._driver = driver
        self._clock = clock
        self._sink = sink
        self.bytes_read = 0
        self.events = 0
        self.is_blind = False

    def hear(self, line: Line) -> int:
        """Wait for bytes or for silence to mean something; give how many bytes came."""
        due_ms = self._driver.due_ms()
        timeout_ms = None if due_ms is None else max(due_ms - self._clock.now_ms, 0)
        data = line.read(timeout_ms)
        if not data:
            self._hand_on(self._driver.idle(self._clock.advance(until_ms=None)), line)
            return 0
        count = len(data)
        self.bytes_read += count
        until_ms = None if due_ms is None else due_ms - 1
        at_ms = self._clock.advance(until_ms=until_ms)
        self._hand_on(self._driver.feed(data, at_ms), line)
        wipe(data)
        return count

    def end(self) -> None:
        """Hand on what was read whole, and what became of the rest: the line is gone."""
        self._hand_on(self._driver.close(), None)

    def _hand_on(self, heard: Iterable[Heard], line: Line | None) -> None:
        is_kept = True
        for one in heard:
            if not isinstance(one, Reply):
                self.events += 1
                is_kept = self._sink(one) and is_kept
            elif line is not None and is_kept:
                # Only what was kept is acknowledged; the device keeps and repeats the rest.
                line.write(one.data)
