"""Carries bytes between two ends, both ways, unchanged and in order, with bounded buffers.

Knows nothing of what the bytes mean. Whoever listens is told after they went on.
"""

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Final, Protocol

WAY_BYTES_MAX: Final = 64 << 10
"""What waits for an end that does not take it; the other end is then not read, as a cable
would not take more."""

READ_BYTES_MAX: Final = 4096
_DELAYS_KEPT: Final = 512


class End(Protocol):
    """One side: a port or a connection."""

    @property
    def fd(self) -> int:
        """What poll watches."""
        ...

    def receive(self, count: int) -> bytes:
        """Take what is there, at most ``count``; PortFault when the end is lost."""
        ...

    def send(self, data: memoryview) -> int:
        """Give what goes without waiting; PortFault when the end is lost."""
        ...


@dataclass(slots=True)
class Delays:
    """How long bytes that could go on at once were in our hands, in microseconds."""

    newest: deque[int] = field(default_factory=lambda: deque(maxlen=_DELAYS_KEPT))
    most_us: int = 0

    def add(self, delay_us: int) -> None:
        """Note one."""
        self.newest.append(delay_us)
        self.most_us = max(self.most_us, delay_us)

    @property
    def usual_us(self) -> int:
        """The median of the newest; nought before there is any."""
        # A copy: another thread may add while it is sorted.
        known = sorted(self.newest.copy())
        return known[len(known) // 2] if known else 0


@dataclass(slots=True)
class Way:
    """One direction: what was read and has not gone on yet."""

    delays: Delays = field(default_factory=Delays)
    waiting: bytearray = field(default_factory=bytearray)
    carried: int = 0
    came_ns: int = 0
    """When the oldest of what waits came, while it may still go on at once."""

    @property
    def room(self) -> int:
        """How many bytes may be read now."""
        return min(READ_BYTES_MAX, max(0, WAY_BYTES_MAX - len(self.waiting)))

    def read(self, source: End) -> bytes:
        """Read what is there; it waits for :meth:`give`. PortFault: the source is lost."""
        # An end that hung up is read though there is no room: it says so.
        data = source.receive(self.room or 1)
        if data and not self.waiting:
            self.came_ns = time.monotonic_ns()
        self.waiting += data
        self.carried += len(data)
        return data

    def give(self, sink: End) -> None:
        """Give on what waits, as much as goes. PortFault: the sink is lost."""
        while self.waiting:
            with memoryview(self.waiting) as view:
                count = sink.send(view)
            if not count:
                # Whoever does not take it is slow, not we.
                self.came_ns = 0
                return
            self.waiting[:count] = bytes(count)
            del self.waiting[:count]
        if self.came_ns:
            self.delays.add((time.monotonic_ns() - self.came_ns) // 1000)
            self.came_ns = 0
