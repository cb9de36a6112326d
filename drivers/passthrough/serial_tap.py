"""A tap on a serial line: one port towards the POS, one towards its printer, one thread."""

import random
import select
import threading
import time
from dataclasses import dataclass, field

from drivers.passthrough.relay import Way
from drivers.passthrough.tap_ear import TapEar
from drivers.passthrough.tap_state import TapState, delays_of
from drivers.ports.backoff import Backoff
from drivers.ports.port import PortSettings, SerialEnd, Waker, open_end
from drivers.ports.port_fault import PortFault

STOP_S = 0.5
_LOST = select.POLLHUP | select.POLLERR | select.POLLNVAL


@dataclass(slots=True)
class _Side:
    """One port: open, or tried again later."""

    settings: PortSettings
    backoff: Backoff
    end: SerialEnd | None = None
    retry_s: float = 0.0
    fault: PortFault | None = field(default=None)

    def try_open(self) -> None:
        """Open the port if it is time to; what is wrong is kept."""
        if self.end is not None or time.monotonic() < self.retry_s:
            return
        try:
            self.end = open_end(self.settings)
        except PortFault as fault:
            self.lost(fault)
        else:
            self.fault = None

    def lost(self, fault: PortFault) -> None:
        """Close what is lost and say when to try again."""
        self.close()
        self.fault = fault
        self.retry_s = time.monotonic() + self.backoff.next_ms() / 1000

    def close(self) -> None:
        """Close the port."""
        end, self.end = self.end, None
        if end is not None:
            end.close()


class SerialTap:
    """Passes a POS's bytes on to its printer and back, whoever listens or does not.

    Bytes for a side that is away wait, at most 64 KiB; then the other side is not read, as
    on a cable whose printer is busy.
    """

    def __init__(
        self, pos: PortSettings, printer: PortSettings, *, device: str, ear: TapEar
    ) -> None:
        """Name both ports; ``ear`` is told of what went to the printer."""
        self._device = device
        self._ear = ear
        chance = random.Random(device)  # noqa: S311  # only spreads tries
        self._pos = _Side(pos, Backoff(chance))
        self._printer = _Side(printer, Backoff(chance))
        self._down = Way()
        self._up = Way()
        self._waker = Waker()
        self._is_over = False
        self._thread = threading.Thread(target=self._run, name=f"tap {device}", daemon=True)

    def start(self) -> None:
        """Begin to pass on; a port that is not there yet is waited for."""
        self._ear.start()
        self._thread.start()

    def stop(self) -> bool:
        """End within half a second; False when a thread was still held then."""
        self._waker.wake()
        if self._thread.is_alive():
            self._thread.join(STOP_S)
        is_stopped = not self._thread.is_alive() and self._ear.stop(STOP_S)
        if is_stopped and not self._is_over:
            self._is_over = True
            self._waker.close()
        return is_stopped

    @property
    def state(self) -> TapState:
        """How it is just now; may be asked from any thread."""
        faults = [side.fault for side in (self._pos, self._printer) if side.fault]
        usual_us, most_us = delays_of([self._down.delays])
        return TapState(
            device=self._device,
            is_running=self._thread.is_alive(),
            is_passing=self._pos.end is not None and self._printer.end is not None,
            is_listening=self._ear.is_alive,
            to_printer=self._down.carried,
            to_pos=self._up.carried,
            waiting=len(self._down.waiting),
            receipts=self._ear.receipts,
            unheard=self._ear.unheard,
            usual_us=usual_us,
            most_us=most_us,
            fault=str(faults[0]) if faults else None,
            hint=faults[0].hint if faults else None,
        )

    def _run(self) -> None:
        try:
            while not self._waker.is_woken:
                self._pos.try_open()
                self._printer.try_open()
                self._round()
        finally:
            self._pos.close()
            self._printer.close()
            self._ear.end()

    def _round(self) -> None:
        """Wait until something can be done, and do it."""
        poll = select.poll()
        poll.register(self._waker.fd, select.POLLIN)
        sides = (
            (self._pos, self._down, self._up),
            (self._printer, self._up, self._down),
        )
        for side, out, into in sides:
            if side.end is not None:
                poll.register(side.end.fd, _wanted(out, into))
        ready = dict(poll.poll(self._patience_ms()))
        self._serve(self._pos, ready, out=self._down, into=self._up)
        self._serve(self._printer, ready, out=self._up, into=self._down)

    def _serve(self, side: _Side, ready: dict[int, int], *, out: Way, into: Way) -> None:
        """Take what a side says and give it what waits for it."""
        end = side.end
        if end is None or end.fd not in ready:
            return
        events = ready[end.fd]
        try:
            if events & select.POLLOUT:
                into.give(end)
            # A port that hung up says why when it is read.
            if events & (select.POLLIN | _LOST):
                data = out.read(end)
                self._pass_on(out, self._printer if side is self._pos else self._pos)
                if out is self._down and data:
                    self._ear.hear(data)
            side.backoff.reset()
        except PortFault as fault:
            side.lost(fault)

    def _pass_on(self, way: Way, side: _Side) -> None:
        """Give at once what was just read; for a side that is away it waits."""
        if side.end is None:
            return
        try:
            way.give(side.end)
        except PortFault as fault:
            side.lost(fault)

    def _patience_ms(self) -> int | None:
        """Return how long to wait: until a lost port is tried again, else for ever."""
        tries = [each.retry_s for each in (self._pos, self._printer) if each.end is None]
        if not tries:
            return None
        return max(0, round((min(tries) - time.monotonic()) * 1000)) + 1


def _wanted(out: Way, into: Way) -> int:
    wanted = select.POLLIN if out.room else 0
    return wanted | (select.POLLOUT if into.waiting else 0)
