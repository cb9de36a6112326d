"""A till's ear for the tests: a worker on a real port, and events as they come."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from drivers.events import DeviceEvent
from drivers.ports.backoff import Backoff
from drivers.ports.port import PortSettings
from drivers.register import build_driver
from drivers.shape import Shape, as_expected
from drivers.worker import PortState, PortWorker
from tests.drivers.hearing import PROGRAMME

PATIENCE_S = 30.0
"""How long a test waits for what must come; a slow machine is no failure."""


def until(holds: Callable[[], bool]) -> None:
    """Wait for something to become so; fails with TimeoutError when it never does."""
    end_s = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > end_s:
            raise TimeoutError("it never came to be so")
        pause(0.0005)


def pause(seconds: float) -> None:
    """Let time pass where silence itself is what is tested."""
    threading.Event().wait(seconds)


class Ear:
    """A worker and what it said."""

    def __init__(
        self, port: str, kind: str, profile: str, *, backoff: Backoff | None = None
    ) -> None:
        """Build the worker; it is not started."""
        self._said: queue.SimpleQueue[DeviceEvent] = queue.SimpleQueue()
        self.worker = PortWorker(
            build_driver(kind, device="d", profile=profile, recognition=lambda: PROGRAMME),
            PortSettings(port=port),
            device="d",
            sink=self._take,
            backoff=backoff,
        )

    @property
    def state(self) -> PortState:
        """How the port is just now."""
        return self.worker.state

    def _take(self, event: DeviceEvent) -> bool:
        self._said.put(event)
        return True

    def until_open(self, times: int = 1) -> None:
        """Wait until the port was opened so many times and is open."""
        until(lambda: self.state.is_open and self.state.opens >= times)

    def until_shut(self) -> None:
        """Wait until the loss of the port was noticed."""
        until(lambda: not self.state.is_open)

    def next(self) -> Shape:
        """Wait for the next event."""
        return as_expected(self._said.get(timeout=PATIENCE_S))

    def rest(self) -> list[Shape]:
        """Give what else was said and not yet asked for."""
        shapes = []
        while not self._said.empty():
            shapes.append(as_expected(self._said.get()))
        return shapes


@contextmanager
def listening(
    port: str,
    kind: str = "line_scanner",
    profile: str = "",
    *,
    backoff: Backoff | None = None,
) -> Iterator[Ear]:
    """Listen to a port until the test is over; the worker must then stop in time."""
    ear = Ear(port, kind, profile, backoff=backoff)
    ear.worker.start()
    try:
        yield ear
    finally:
        is_stopped = ear.worker.stop()
    assert is_stopped
