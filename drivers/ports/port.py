"""The only door to serial lines: opens one, waits for bytes without polling, closes it."""

import errno
import os
import select
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol

import serial

from drivers.ports.discover import find_port
from drivers.ports.hid_devices import is_hid
from drivers.ports.port_fault import PortFault, PortHint

READ_BYTES_MAX = 4096
"""Most bytes taken from a port at once."""

_BLOCKED_S = 0.1
"""How long a port that cannot be woken is asked to wait; it then looks who called."""

_WRITE_S = 0.3
"""How long a device may take to read an answer of a few bytes."""

_HINTS: Final[Mapping[int, PortHint]] = {
    errno.ENOENT: "port.absent",
    errno.ENODEV: "port.absent",
    errno.ENXIO: "port.absent",
    errno.EACCES: "port.denied",
    errno.EPERM: "port.denied",
    errno.EBUSY: "port.busy",
    errno.EAGAIN: "port.busy",
    errno.EIO: "port.unplugged",
    errno.ENOTTY: "port.settings",
    errno.EINVAL: "port.settings",
    errno.ECONNREFUSED: "port.absent",
    errno.EHOSTUNREACH: "port.absent",
    errno.ETIMEDOUT: "port.absent",
}


Flow = Literal["none", "rts_cts", "dsr_dtr", "xon_xoff"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortSettings:
    """Which port, and how its line is set. ``port`` is an address ``find_port`` knows."""

    port: str
    baud: int = 9600
    data_bits: Literal[5, 6, 7, 8] = 8
    parity: Literal["N", "E", "O", "M", "S"] = "N"
    stop_bits: Literal[1, 2] = 1
    flow: Flow = "none"
    """How a device that is told much says that it needs a pause: a printer, say."""
    write_s: int = 0
    """How long it may go without taking anything; 0 is a third of a second."""


class Waker:
    """Ends a wait from another thread, once and for good."""

    def __init__(self) -> None:
        """Take a pipe, which every kind of wait can watch."""
        self._event = threading.Event()
        self.fd, self._write_fd = os.pipe()

    @property
    def is_woken(self) -> bool:
        """Whether the wait is over."""
        return self._event.is_set()

    def wake(self) -> None:
        """End this wait and every later one."""
        if not self._event.is_set():
            self._event.set()
            os.write(self._write_fd, b"\0")

    def pause(self, seconds: float) -> None:
        """Wait, unless woken."""
        self._event.wait(max(seconds, 0.0))

    def close(self) -> None:
        """Give the pipe back; nobody may be waiting any more."""
        os.close(self.fd)
        os.close(self._write_fd)


class Handle(Protocol):
    """What is open: a serial line, or a device file."""

    def fileno(self) -> int:
        """Give its descriptor."""
        ...

    def write(self, data: bytes, /) -> int | None:
        """Send; OSError when it does not take it."""
        ...

    def close(self) -> None:
        """Close it."""
        ...


class PolledPort:
    """A port with a file descriptor: sleeps in the kernel until bytes or the waker come."""

    def __init__(self, line: Handle, waker: Waker) -> None:
        self._line = line
        self._fd = line.fileno()
        self._buffer = bytearray(READ_BYTES_MAX)
        self._poll = select.poll()
        self._poll.register(self._fd, select.POLLIN)
        self._poll.register(waker.fd, select.POLLIN)

    def read(self, timeout_ms: int | None) -> bytearray:
        """Take what is there; nothing when time is up or woken. PortFault when lost."""
        ready = dict(self._poll.poll(timeout_ms))
        if self._fd not in ready:
            return bytearray()
        try:
            count = os.readv(self._fd, [self._buffer])
        except BlockingIOError:
            # Somebody else reads this port too and was faster.
            return bytearray()
        except OSError as error:
            raise _fault("port is lost", error) from error
        if count == 0:
            raise PortFault("port is at its end", hint="port.unplugged")
        taken = self._buffer[:count]
        self._buffer[:count] = bytes(count)
        return taken

    def watch(self, fd: int) -> None:
        """End a wait when this descriptor can be read, too."""
        self._poll.register(fd, select.POLLIN)

    def write(self, data: bytes) -> None:
        """Send; PortFault when the device does not take it within a third of a second."""
        _write(self._line, data)

    def close(self) -> None:
        """Close the port. Never raises: what is gone is closed."""
        _close(self._line)


class BlockingPort:
    """A port without one (Windows, ``loop://``): wakes ten times a second to look round."""

    def __init__(self, line: serial.Serial, waker: Waker) -> None:
        self._line = line
        self._waker = waker

    def read(self, timeout_ms: int | None) -> bytearray:
        """Take what is there. Empty when time is up; PortFault when the port is lost."""
        wait_s = _BLOCKED_S if timeout_ms is None else min(timeout_ms / 1000, _BLOCKED_S)
        started_s = time.monotonic()
        try:
            data = bytearray(self._line.read(min(self._waiting() or 1, READ_BYTES_MAX)))
        except OSError as error:
            raise _fault("port is lost", error) from error
        if not data:
            # A port that says "nothing" at once, for ever, must not keep a core busy.
            self._waker.pause(started_s + wait_s - time.monotonic())
        return data

    def watch(self, fd: int) -> None:
        """Look round ten times a second all the same: a descriptor cannot wake this."""

    def write(self, data: bytes) -> None:
        """Send; PortFault when the device does not take it within a third of a second."""
        _write(self._line, data)

    def close(self) -> None:
        """Close the port. Never raises: what is gone is closed."""
        _close(self._line)

    def _waiting(self) -> int:
        return self._line.in_waiting


Port = PolledPort | BlockingPort
"""An open port."""


class _KeptSerial(serial.Serial):
    """A port that is opened without dropping what came before: a tap owes that too."""

    def _reset_input_buffer(self) -> None:
        """Do nothing: pyserial would drop what waits, each time a port is opened."""


class SerialEnd:
    """A port that gives and takes at once what it can: one end of a tap."""

    def __init__(self, line: serial.Serial) -> None:
        self._line = line
        self.fd = line.fileno()

    def receive(self, count: int) -> bytes:
        """Take at most ``count`` bytes that are there; PortFault when the port is lost."""
        try:
            data = os.read(self.fd, count)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise _fault("port is lost", error) from error
        if not data:
            raise PortFault("port is at its end", hint="port.unplugged")
        return data

    def send(self, data: bytes | bytearray | memoryview) -> int:
        """Give what goes without waiting; return how much did. PortFault when lost."""
        try:
            return os.write(self.fd, data)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise _fault("port is lost", error) from error

    def close(self) -> None:
        """Close the port. Never raises: what is gone is closed."""
        _close(self._line)


def open_end(settings: PortSettings) -> SerialEnd:
    """Open a port of this machine for a tap. Raises PortFault with a hint."""
    path = find_port(settings.port)
    try:
        line = _KeptSerial(
            path,
            baudrate=settings.baud,
            bytesize=settings.data_bits,
            parity=settings.parity,
            stopbits=settings.stop_bits,
            rtscts=settings.flow == "rts_cts",
            timeout=0,
            exclusive=True,
        )
    except OSError as error:
        raise _fault(f"{path} cannot be opened", error) from error
    except ValueError as error:
        raise PortFault(
            f"{path} cannot be set up: {error}", hint="port.settings"
        ) from error
    return SerialEnd(line)


def open_port(settings: PortSettings, waker: Waker) -> Port:
    """Open the port, for us alone where the system can. Raises PortFault with a hint."""
    path = find_port(settings.port)
    if is_hid(path):
        return _open_hid(path, waker)
    is_native = "://" not in path
    try:
        line = serial.serial_for_url(
            path,
            baudrate=settings.baud,
            bytesize=settings.data_bits,
            parity=settings.parity,
            stopbits=settings.stop_bits,
            timeout=_BLOCKED_S,
            write_timeout=settings.write_s or _WRITE_S,
            rtscts=settings.flow == "rts_cts",
            dsrdtr=settings.flow == "dsr_dtr",
            xonxoff=settings.flow == "xon_xoff",
            exclusive=True if is_native else None,
        )
    except OSError as error:
        raise _fault(f"{path} cannot be opened", error) from error
    except ValueError as error:
        raise PortFault(
            f"{path} cannot be set up: {error}", hint="port.settings"
        ) from error
    if os.name == "posix" and (is_native or path.startswith("socket://")):
        return PolledPort(line, waker)
    return BlockingPort(line, waker)


def listen_in(settings: PortSettings, waker: Waker) -> Port:
    """Open a keyboard or HID device without taking it from anybody. PortFault as above."""
    return _open_hid(find_port(settings.port), waker, is_shared=True)


def _open_hid(path: str, waker: Waker, *, is_shared: bool = False) -> Port:
    if sys.platform != "linux":
        raise PortFault(f"{path} is only on Linux", hint="port.settings")
    from drivers.ports import hid_port  # noqa: PLC0415  # not on Windows

    alone = hid_port.grab if path.startswith("/dev/input/") else hid_port.lock
    if is_shared:
        alone = hid_port.share
    try:
        return PolledPort(hid_port.HidHandle(path, alone=alone), waker)
    except OSError as error:
        raise _fault(f"{path} cannot be opened", error) from error


def _fault(what: str, error: OSError) -> PortFault:
    return PortFault(f"{what}: {error}", hint=_HINTS.get(_number(error), "port.unusable"))


def _number(error: BaseException) -> int:
    """Return what the system said; pyserial raises anew and leaves the number out."""
    number = getattr(error, "errno", None) or next(iter(error.args), None)
    if isinstance(number, int):
        return number
    return _number(error.__context__) if error.__context__ else 0


def _write(line: Handle, data: bytes) -> None:
    try:
        line.write(data)
    except OSError as error:
        raise _fault("port takes no answer", error) from error


def _close(line: Handle) -> None:
    try:
        line.close()
    except OSError:
        # The device went first; its descriptor is given back all the same.
        return
