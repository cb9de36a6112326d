"""A pretended scanner for demonstrations and tests, on a real pty or a socket."""

import os
import select
import socket
import threading
import tty
from pathlib import Path

TILL_WAIT_S = 5.0
"""How long a scanner on a socket waits for its till before it gives up a scan."""

HEARD_BYTES = 4096
"""Most bytes of the till's taken at once."""


class PtyScanner:
    """A scanner on a pseudo terminal, behind a path that stays when it is replugged."""

    def __init__(self, path: Path) -> None:
        """Plug it in at ``path``, which must not exist yet."""
        self._path = path
        self._master_fd = self._slave_fd = -1
        self.replug()

    @property
    def port(self) -> str:
        """What the till's configuration names."""
        return str(self._path)

    @property
    def is_plugged(self) -> bool:
        """Whether the device is there."""
        return self._master_fd >= 0

    def scan(self, text: bytes, end: bytes = b"\r") -> None:
        """Send a code as a scanner does, with its suffix."""
        self.send(text + end)

    def send(self, data: bytes) -> None:
        """Send bytes as they are; waits while the till does not read."""
        while data:
            data = data[os.write(self._master_fd, data) :]

    def heard(self) -> bytes:
        """Take what the till has sent; empty when it sent nothing."""
        ready, _, _ = select.select([self._master_fd], [], [], 0)
        return os.read(self._master_fd, HEARD_BYTES) if ready else b""

    def unplug(self) -> None:
        """Pull the plug; what the till has not read is lost, as on a real line."""
        if self.is_plugged:
            self._path.unlink()
            os.close(self._master_fd)
            os.close(self._slave_fd)
            self._master_fd = self._slave_fd = -1

    def replug(self) -> None:
        """Plug it in again: another terminal, the same path."""
        if self.is_plugged:
            return
        ends = list(os.openpty())
        try:
            # Raw, without echo: else the kernel would type every scan back to the scanner.
            tty.setraw(ends[1])
            terminal = os.ttyname(ends[1])
            # Kept open while no till has it, but not to read: the codes are the till's.
            ends.append(os.open(terminal, os.O_WRONLY | os.O_NOCTTY))
            self._path.symlink_to(terminal)
        except OSError:
            for end in ends:
                os.close(end)
            raise
        os.close(ends.pop(1))
        self._master_fd, self._slave_fd = ends

    def close(self) -> None:
        """Put it away."""
        self.unplug()


class SocketScanner:
    """A scanner behind a listening socket of this machine (``socket://127.0.0.1:…``)."""

    def __init__(self) -> None:
        """Listen on a free port of the loopback."""
        self._number = 0
        self._listener: socket.socket | None = None
        self._line: socket.socket | None = None
        self._changed = threading.Condition()
        self.replug()

    @property
    def port(self) -> str:
        """What the till's configuration names."""
        return f"socket://127.0.0.1:{self._number}"

    @property
    def is_plugged(self) -> bool:
        """Whether the device is there."""
        return self._listener is not None

    def scan(self, text: bytes, end: bytes = b"\r") -> None:
        """Send a code as a scanner does, with its suffix."""
        self.send(text + end)

    def send(self, data: bytes) -> None:
        """Send bytes to the till; ConnectionError if none is connected within 5 s."""
        with self._changed:
            self._changed.wait_for(lambda: self._line is not None, TILL_WAIT_S)
            if self._line is None:
                raise ConnectionError("no till is connected to this scanner")
            self._line.sendall(data)

    def heard(self) -> bytes:
        """Take what the till has sent; empty when it sent nothing."""
        with self._changed:
            ready = [] if self._line is None else select.select([self._line], [], [], 0)[0]
            return ready[0].recv(HEARD_BYTES) if ready else b""

    def unplug(self) -> None:
        """Pull the plug: the till's connection ends, and nobody listens."""
        with self._changed:
            for end in (self._line, self._listener):
                if end is not None:
                    _shut(end)
            self._line = self._listener = None

    def replug(self) -> None:
        """Plug it in again at the same address."""
        if self._listener is not None:
            return
        listener = socket.create_server(("127.0.0.1", self._number))
        self._number = int(listener.getsockname()[1])
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def close(self) -> None:
        """Put it away."""
        self.unplug()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                # The plug was pulled; this thread was only for that listener.
                return
            with self._changed:
                if self._line is not None:
                    _shut(self._line)
                self._line = line
                self._changed.notify_all()


Scanner = PtyScanner | SocketScanner
"""A pretended scanner."""


def pretend_scanner(path: Path) -> Scanner:
    """Plug in a scanner: at ``path`` where there are pseudo terminals, else on a socket."""
    try:
        return PtyScanner(path)
    except (AttributeError, OSError):
        # No pseudo terminals on this system, or none in this container.
        return SocketScanner()


def _shut(end: socket.socket) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        # Shut from the other side already.
        pass
    finally:
        end.close()
