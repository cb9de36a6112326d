"""Where bytes go out: a serial port, a network printer, a device file or a plain file."""

import errno
import os
import select
import socket
import stat
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

from drivers.ports.port import PortSettings, Waker, open_port
from drivers.ports.port_fault import PortFault, PortHint

TCP: Final = "tcp://"
"""``tcp://host[:9100]``: a printer that takes jobs over the network."""

FILE: Final = "file:"
"""``file:/dev/usb/lp0``, or a file that every job is added to."""

TCP_PORT: Final = 9100
CONNECT_S: Final = 2
WRITE_S: Final = 5
"""How long a device may go without taking a single byte."""

PIECE_BYTES: Final = 256
"""Written at once: a tenth of a second at 19,200 baud."""

_ABSENT: Final = frozenset({errno.ENOENT, errno.ENODEV, errno.ENXIO})
_DENIED: Final = frozenset({errno.EACCES, errno.EPERM})


class Outlet(Protocol):
    """Somewhere to write to, and to hear an answer from. A serial port is one."""

    def write(self, data: bytes) -> None:
        """Send a piece; PortFault when it is not taken in time."""
        ...

    def read(self, timeout_ms: int | None) -> bytearray:
        """Take what it answered; nothing when time is up or somebody called."""
        ...

    def close(self) -> None:
        """Close it. Never raises."""
        ...


class DescriptorOutlet:
    """A socket or a file, written without ever waiting longer than :data:`WRITE_S`."""

    def __init__(self, descriptor: int, waker: Waker) -> None:
        self._fd = descriptor
        self._waker = waker

    def write(self, data: bytes) -> None:
        """See :class:`Outlet`."""
        rest = memoryview(data)
        while rest:
            if not self._ready(select.POLLOUT, WRITE_S * 1000):
                raise PortFault("it takes nothing", hint="port.unusable")
            try:
                rest = rest[os.write(self._fd, rest) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise _fault("it is lost", error) from error

    def read(self, timeout_ms: int | None) -> bytearray:
        """See :class:`Outlet`."""
        if not self._ready(select.POLLIN, timeout_ms):
            return bytearray()
        try:
            return bytearray(os.read(self._fd, PIECE_BYTES))
        except OSError:
            # What cannot be read from has nothing to say; writing tells if it is lost.
            return bytearray()

    def close(self) -> None:
        """See :class:`Outlet`."""
        try:
            os.close(self._fd)
        except OSError:
            return

    def _ready(self, what: int, timeout_ms: int | None) -> bool:
        poll = select.poll()
        poll.register(self._fd, what)
        poll.register(self._waker.fd, select.POLLIN)
        return self._fd in dict(poll.poll(timeout_ms)) and not self._waker.is_woken


def open_outlet(settings: PortSettings, waker: Waker) -> Outlet:
    """Open what ``settings.port`` names. Raises PortFault with a hint."""
    if settings.port.startswith(TCP):
        return _open_network(settings, waker)
    if settings.port.startswith(FILE):
        return DescriptorOutlet(_open_file(settings.port.removeprefix(FILE)), waker)
    return open_port(settings, waker)


def stays_open(address: str) -> bool:
    """Say whether an outlet is kept open: a network printer serves others in between."""
    return not address.startswith(TCP)


def split_network(address: str) -> tuple[str, int]:
    """Return host and port of ``tcp://host[:port]``; ValueError when it is none."""
    parts = urlsplit(address)
    if not parts.hostname or parts.path or parts.query or parts.username:
        raise ValueError("write it as tcp://192.0.2.7:9100")
    return parts.hostname, parts.port or TCP_PORT


def _open_network(settings: PortSettings, waker: Waker) -> Outlet:
    try:
        host, number = split_network(settings.port)
        if not hasattr(select, "poll"):
            return open_port(replace(settings, port=f"socket://{host}:{number}"), waker)
        line = socket.create_connection((host, number), timeout=CONNECT_S)
    except ValueError as error:
        raise PortFault(f"{settings.port}: {error}", hint="port.settings") from error
    except TimeoutError as error:
        raise PortFault(f"{settings.port} does not answer", hint="port.absent") from error
    except OSError as error:
        what = f"{settings.port} cannot be reached: {error.strerror or 'no such host'}"
        raise PortFault(what, hint="port.absent") from error
    line.settimeout(0)
    return DescriptorOutlet(line.detach(), waker)


def _open_file(path: str) -> int:
    """Open a device to write and hear, or any other file to add to."""
    flags = os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
    try:
        if stat.S_ISCHR(Path(path).stat().st_mode):
            return _open_device(path, flags)
        return os.open(path, os.O_WRONLY | os.O_APPEND | flags)
    except OSError as error:
        raise _fault(f"{path} cannot be opened", error) from error


def _open_device(path: str, flags: int) -> int:
    try:
        return os.open(path, os.O_RDWR | flags)
    except PermissionError:
        return os.open(path, os.O_WRONLY | flags)


def _fault(what: str, error: OSError) -> PortFault:
    hint: PortHint = "port.unplugged"
    if error.errno in _ABSENT:
        hint = "port.absent"
    elif error.errno in _DENIED:
        hint = "port.denied"
    return PortFault(f"{what}: {error.strerror}", hint=hint)
