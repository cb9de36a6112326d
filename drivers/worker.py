"""One thread a port: opens it, feeds its driver, opens it again when it comes back."""

import random
import threading
import time
from contextlib import closing
from dataclasses import dataclass

from drivers.conversation import Conversation, Sink
from drivers.events import DeviceEvent
from drivers.passthrough.passage import Passage
from drivers.passthrough.passing import PassedDriver, Passing
from drivers.ports.backoff import MOST_MS, Backoff
from drivers.ports.neighbours import Neighbours
from drivers.ports.port import Port, PortSettings, Waker, open_port
from drivers.ports.port_fault import PortFault
from drivers.register import Driver

STOP_S = 0.5
"""A worker stops within this time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortState:
    """How a port is, for health pages. Counts are since the start."""

    device: str
    port: str
    is_running: bool
    is_open: bool
    opens: int
    wakes: int
    bytes_read: int
    events: int
    fault: str | None = None
    hint: str | None = None
    shared_with: tuple[str, ...] = ()
    """Other programs that read this port: each of them gets a part of every code."""
    bytes_lost: int = 0
    """Of what was passed on to a POS: what it did not read."""
    is_blind: bool = False
    """Whether a driver broke, so that all is passed on and nothing is heard."""


class SilenceClock:
    """Counts the milliseconds during which we listened, so that only heard silence counts.

    A machine that was held up for a second finds the second half of a line waiting. That
    line was not silent: we were deaf.
    """

    def __init__(self) -> None:
        """Start at nought."""
        self._real_ms = _monotonic_ms()
        self.now_ms = 0

    def advance(self, *, until_ms: int | None) -> int:
        """Go on by the time that passed, but not past ``until_ms``."""
        real_ms = _monotonic_ms()
        now_ms = self.now_ms + real_ms - self._real_ms
        self._real_ms = real_ms
        if until_ms is not None:
            now_ms = max(self.now_ms, min(now_ms, until_ms))
        self.now_ms = now_ms
        return now_ms


class PortWorker:
    """Keeps one device heard until stopped. Started once; stopping again does no harm."""

    def __init__(
        self,
        driver: Driver | PassedDriver,
        settings: PortSettings,
        *,
        device: str,
        sink: Sink,
        backoff: Backoff | None = None,
    ) -> None:
        """Say which driver hears which port; events go to ``sink`` one by one.

        ``backoff`` says how long to wait between two tries; usually 50 ms to 2 s.
        """
        self._settings = settings
        self._device = device
        self._sink = sink
        self._waker = Waker()
        self._neighbours = Neighbours(settings.port)
        self._conversation: Conversation | Passing
        self._passage: Passage | None = None
        if isinstance(driver, PassedDriver):
            self._passage = driver.passage
            self._conversation = Passing(driver, clock=SilenceClock(), sink=self._tell)
        else:
            self._conversation = Conversation(driver, clock=SilenceClock(), sink=self._tell)
        # Seeded by name, so that several ports of one till do not try in step.
        chance = random.Random(device)  # noqa: S311  # only spreads tries
        self._backoff = backoff or Backoff(chance)
        self._thread = threading.Thread(
            target=self._run, name=f"port {device}", daemon=True
        )
        self._fault: PortFault | None = None
        self._is_open = self._is_over = False
        self._opens = self._wakes = 0

    @property
    def state(self) -> PortState:
        """How the port is just now; may be asked from any thread."""
        fault = self._fault
        return PortState(
            device=self._device,
            port=self._settings.port,
            is_running=self._thread.is_alive(),
            is_open=self._is_open,
            opens=self._opens,
            wakes=self._wakes,
            bytes_read=self._conversation.bytes_read,
            events=self._conversation.events,
            fault=None if fault is None else str(fault),
            hint=None if fault is None else fault.hint,
            shared_with=tuple(str(each) for each in self._neighbours.found),
            bytes_lost=0 if self._passage is None else self._passage.lost,
            is_blind=self._conversation.is_blind,
        )

    def start(self) -> None:
        """Begin to listen; a device that is not there yet is waited for."""
        self._thread.start()

    def stop(self) -> bool:
        """End within half a second. Gives False if the port still held the thread then."""
        self._waker.wake()
        if self._thread.is_alive():
            self._thread.join(STOP_S)
        is_stopped = not self._thread.is_alive()
        if is_stopped and not self._is_over:
            self._is_over = True
            self._waker.close()
        return is_stopped

    def _run(self) -> None:
        while not self._waker.is_woken:
            opened_ms = _monotonic_ms()
            try:
                with closing(open_port(self._settings, self._waker)) as port:
                    self._listen(port)
            except PortFault as fault:
                self._fault = fault
            if _monotonic_ms() - opened_ms >= MOST_MS:
                self._backoff.reset()
            self._waker.pause(self._backoff.next_ms() / 1000)

    def _listen(self, port: Port) -> None:
        self._opens += 1
        if self._passage is not None:
            port.watch(self._passage.fd)
        self._is_open, self._fault = True, None
        self._neighbours.opened()
        try:
            while not self._waker.is_woken:
                self._hear(port)
        finally:
            self._is_open = False
            self._conversation.end()

    def _hear(self, port: Port) -> None:
        count = self._conversation.hear(port)
        self._wakes += 1
        if count:
            self._backoff.reset()
            self._neighbours.look()

    def _tell(self, event: DeviceEvent) -> bool:
        self._neighbours.tell(event)
        return self._sink(event)


def _monotonic_ms() -> int:
    return time.monotonic_ns() // 1_000_000
