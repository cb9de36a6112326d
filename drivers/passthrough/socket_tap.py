"""A tap on a network printer: listens where the POS prints, passes on to the printer."""

import random
import select
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from drivers.passthrough.relay import Delays, Way
from drivers.passthrough.tap_ear import TapEar
from drivers.passthrough.tap_state import TapState, delays_of
from drivers.ports.backoff import Backoff
from drivers.ports.port import Waker
from drivers.ports.port_fault import PortFault

CONNECTIONS_MAX: Final = 8
"""More at once wait, as they would at the printer."""

STOP_S: Final = 0.5
_BACKLOG: Final = 16
_CONNECT_S: Final = 3.0
_RESET: Final = struct.pack("ii", 1, 0)
_HEARD: Final = select.POLLIN | select.POLLHUP | select.POLLERR

Address = tuple[str, int]


class SocketEnd:
    """One connection, giving and taking at once what it can."""

    def __init__(self, line: socket.socket) -> None:
        line.settimeout(0)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.line = line
        self.fd = line.fileno()
        self.is_at_end = False

    def receive(self, count: int) -> bytes:
        """Take what is there; at its end nothing, and ``is_at_end``."""
        try:
            data = self.line.recv(count)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise PortFault("connection is lost", hint="port.unplugged") from error
        self.is_at_end = not data
        return data

    def send(self, data: memoryview) -> int:
        """Give what goes without waiting."""
        try:
            return self.line.send(data)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise PortFault("connection is lost", hint="port.unplugged") from error

    def say_end(self) -> None:
        """Say that nothing more is sent."""
        with suppress(OSError):
            self.line.shutdown(socket.SHUT_WR)

    def close(self, *, reset: bool = False) -> None:
        """Close; a reset tells the other side that something went wrong."""
        with suppress(OSError):
            if reset:
                self.line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self.line.close()


class _Passing:
    """One connection of the POS, and the one to the printer that was made for it."""

    def __init__(self, pos: SocketEnd, printer: SocketEnd, ear: TapEar) -> None:
        self.pos, self.printer, self._ear = pos, printer, ear
        self.down, self.up = Way(), Way()
        self._is_pos_gone = False

    def run(self, waker: Waker) -> bool:
        """Pass bytes on until both sides are at their end; say whether it came to that.

        PortFault: the printer hung up in the middle. A POS that hangs up has said all it
        had to say, and what waits still goes to the printer.
        """
        is_over = False
        while not is_over and not waker.is_woken:
            ready = dict(self._wait(waker))
            if ready.get(self.printer.fd, 0) & select.POLLOUT:
                self.down.give(self.printer)
            if self.pos.fd in ready:
                self._hear_pos(ready[self.pos.fd])
            if self.printer.fd in ready and not self._is_pos_gone:
                self._hear_printer(ready[self.printer.fd])
            is_over = self._is_over()
        return is_over

    def _hear_pos(self, events: int) -> None:
        try:
            if events & select.POLLOUT:
                self.up.give(self.pos)
            if events & _HEARD and not self.pos.is_at_end:
                data = self.down.read(self.pos)
            else:
                data = b""
        except PortFault:
            self._is_pos_gone = self.pos.is_at_end = True
            return
        if data:
            self.down.give(self.printer)
            self._ear.hear(data)

    def _hear_printer(self, events: int) -> None:
        if not events & _HEARD or self.printer.is_at_end:
            return
        self.up.read(self.printer)
        try:
            self.up.give(self.pos)
        except PortFault:
            self._is_pos_gone = self.pos.is_at_end = True

    def _is_over(self) -> bool:
        """Tell each side when the other has said all; say whether both have."""
        is_down_over = self.pos.is_at_end and not self.down.waiting
        is_up_over = self.printer.is_at_end and not self.up.waiting
        if is_down_over:
            self.printer.say_end()
        if is_up_over:
            self.pos.say_end()
        return is_down_over and (is_up_over or self._is_pos_gone)

    def _wait(self, waker: Waker) -> list[tuple[int, int]]:
        poll = select.poll()
        poll.register(waker.fd, select.POLLIN)
        ends = [(self.printer, self.up, self.down)]
        if not self._is_pos_gone:
            ends.append((self.pos, self.down, self.up))
        for end, out, into in ends:
            wanted = select.POLLIN if out.room and not end.is_at_end else 0
            wanted |= select.POLLOUT if into.waiting else 0
            if wanted:
                poll.register(end.fd, wanted)
        return poll.poll()


class SocketTap:
    """Passes what a POS prints over the network on to its printer, and its answers back."""

    def __init__(
        self,
        listen: Address,
        printer: Address,
        *,
        device: str,
        new_ear: Callable[[], TapEar],
    ) -> None:
        """Name where the POS prints and the printer; each connection has its own ear."""
        self._listen, self._printer = listen, printer
        self._device = device
        self._new_ear = new_ear
        self._backoff = Backoff(random.Random(device))  # noqa: S311  # only spreads tries
        self._waker = Waker()
        self._places = threading.Semaphore(CONNECTIONS_MAX)
        self._lock = threading.Lock()
        self._passings: list[_Passing] = []
        self._ears: list[TapEar] = []
        self._threads: list[threading.Thread] = []
        self._past = [0, 0, 0, 0]
        self._delays = Delays()
        self._fault: PortFault | None = None
        self._is_open = self._is_over = False
        self.port = 0
        self._thread = threading.Thread(target=self._run, name=f"tap {device}", daemon=True)

    def start(self) -> None:
        """Begin to listen; an address that is taken is tried again."""
        self._thread.start()

    def stop(self) -> bool:
        """End within half a second; False when a thread was still held then."""
        self._waker.wake()
        until_s = time.monotonic() + STOP_S
        with self._lock:
            ears, threads = list(self._ears), [self._thread, *self._threads]
        for ear in ears:
            ear.stop(0)
        for thread in threads:
            if thread.is_alive():
                thread.join(max(0.0, until_s - time.monotonic()))
        is_stopped = not any(thread.is_alive() for thread in threads)
        if is_stopped and not self._is_over:
            self._is_over = True
            self._waker.close()
        return is_stopped

    @property
    def state(self) -> TapState:
        """How it is just now; may be asked from any thread."""
        with self._lock:
            passings, ears, past = list(self._passings), list(self._ears), list(self._past)
        fault = self._fault
        usual_us, most_us = delays_of(
            [self._delays, *(each.down.delays for each in passings)]
        )
        return TapState(
            device=self._device,
            is_running=self._thread.is_alive(),
            is_passing=self._is_open and fault is None,
            is_listening=all(ear.is_alive for ear in ears),
            to_printer=past[0] + sum(each.down.carried for each in passings),
            to_pos=past[1] + sum(each.up.carried for each in passings),
            waiting=sum(len(each.down.waiting) for each in passings),
            receipts=past[2] + sum(ear.receipts for ear in ears),
            unheard=past[3] + sum(ear.unheard for ear in ears),
            usual_us=usual_us,
            most_us=most_us,
            fault=str(fault) if fault else None,
            hint=fault.hint if fault else None,
        )

    def _run(self) -> None:
        while not self._waker.is_woken:
            try:
                door = _opened(self._listen)
            except PortFault as fault:
                self._fault = fault
                self._waker.pause(self._backoff.next_ms() / 1000)
                continue
            with door:
                self._fault = None
                self.port = door.getsockname()[1]
                self._is_open = True
                self._accept(door)
            self._is_open = False

    def _accept(self, door: socket.socket) -> None:
        poll = select.poll()
        poll.register(door.fileno(), select.POLLIN)
        poll.register(self._waker.fd, select.POLLIN)
        while self._waker.fd not in dict(poll.poll()):
            # Where all places are taken, whoever knocks waits as he would at the printer.
            if self._places.acquire(timeout=STOP_S / 2):
                self._begin(door)

    def _begin(self, door: socket.socket) -> None:
        try:
            line, _ = door.accept()
        except OSError:
            # Whoever knocked is gone again.
            self._places.release()
            return
        thread = threading.Thread(
            target=self._serve, args=(line,), name=f"tap {self._device}", daemon=True
        )
        with self._lock:
            self._threads = [each for each in self._threads if each.is_alive()] + [thread]
        thread.start()

    def _serve(self, line: socket.socket) -> None:
        pos = SocketEnd(line)
        is_well = False
        try:
            printer = SocketEnd(_connected(self._printer))
            self._fault = None
            is_well = self._pass(pos, printer)
        except PortFault as fault:
            self._fault = fault
        finally:
            pos.close(reset=not is_well)
            self._places.release()

    def _pass(self, pos: SocketEnd, printer: SocketEnd) -> bool:
        ear = self._new_ear()
        passing = _Passing(pos, printer, ear)
        with self._lock:
            self._passings.append(passing)
            self._ears.append(ear)
        ear.start()
        is_well = False
        try:
            is_well = passing.run(self._waker)
        finally:
            printer.close(reset=not is_well)
            ear.end()
            with self._lock:
                self._passings.remove(passing)
                self._past[0] += passing.down.carried
                self._past[1] += passing.up.carried
                for delay in passing.down.delays.newest:
                    self._delays.add(delay)
            # What is still listened to is counted when it is over.
            ear.join()
            with self._lock:
                self._ears.remove(ear)
                self._past[2] += ear.receipts
                self._past[3] += ear.unheard
        return is_well


def _opened(address: Address) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        return socket.create_server(address, family=family, backlog=_BACKLOG)
    except OSError as error:
        raise PortFault(
            f"{address[0]}:{address[1]} cannot be listened at: {error.strerror}",
            hint="port.busy",
        ) from error


def _connected(address: Address) -> socket.socket:
    try:
        return socket.create_connection(address, timeout=_CONNECT_S)
    except OSError as error:
        raise PortFault(
            f"the printer at {address[0]}:{address[1]} does not answer: {error}",
            hint="port.absent",
        ) from error
