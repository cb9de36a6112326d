"""One thread a port: opens it, feeds its driver, opens it again when it comes back."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

from drivers.backoff import MOST_MS, Backoff
from drivers.events import DeviceEvent
from drivers.framing import wipe
from drivers.port import Port, PortSettings, Waker, open_port
from drivers.port_fault import PortFault
from drivers.register import Driver

STOP_S = 0.5
"""A worker stops within this time."""

Sink = Callable[[DeviceEvent], None]
"""Takes an event, in the worker's thread. May wait; must not raise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortState:
    """How a port is, for health pages and ``vafa devices``. Counts are since the start."""

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
        self, driver: Driver, settings: PortSettings, *, device: str, sink: Sink
    ) -> None:
        """Say which driver hears which port; events go to ``sink`` one by one."""
        self._driver = driver
        self._settings = settings
        self._device = device
        self._sink = sink
        self._waker = Waker()
        self._clock = SilenceClock()
        # Seeded by name, so that several ports of one till do not try in step.
        self._backoff = Backoff(random.Random(device))  # noqa: S311  # only spreads tries
        self._thread = threading.Thread(
            target=self._run, name=f"port {device}", daemon=True
        )
        self._fault: PortFault | None = None
        self._is_open = self._is_over = False
        self._opens = self._wakes = self._bytes_read = self._events = 0

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
            bytes_read=self._bytes_read,
            events=self._events,
            fault=None if fault is None else str(fault),
            hint=None if fault is None else fault.hint,
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
        self._is_open, self._fault = True, None
        try:
            while not self._waker.is_woken:
                self._hear(port)
        finally:
            self._is_open = False
            self._hand_on(self._driver.close())

    def _hear(self, port: Port) -> None:
        due_ms = self._driver.due_ms()
        timeout_ms = None if due_ms is None else max(due_ms - self._clock.now_ms, 0)
        data = port.read(timeout_ms)
        self._wakes += 1
        if not data:
            self._hand_on(self._driver.idle(self._clock.advance(until_ms=None)))
            return
        self._bytes_read += len(data)
        self._backoff.reset()
        until_ms = None if due_ms is None else due_ms - 1
        self._hand_on(self._driver.feed(data, self._clock.advance(until_ms=until_ms)))
        wipe(data)

    def _hand_on(self, events: Iterator[DeviceEvent]) -> None:
        for event in events:
            self._events += 1
            self._sink(event)


def _monotonic_ms() -> int:
    return time.monotonic_ns() // 1_000_000
