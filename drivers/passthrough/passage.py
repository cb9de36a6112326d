"""A virtual port for a POS: what is passed on to it comes out as from the device itself."""

import os
import struct
import sys
import time
from contextlib import suppress
from pathlib import Path

from drivers.ports.port_fault import PortFault

if sys.platform != "win32":
    # A till on Windows must start all the same.
    import fcntl
    import termios
    import tty

WAITING_BYTES_MAX = 64 * 1024
"""Most bytes kept for a POS that is slow to read; more are lost, and counted."""

STALE_S = 2.0
"""A POS that has not read for this long is not there: what waited for it is let go."""

_READ_BYTES = 4096
_MODE = 0o660


class Passage:
    """A pseudo terminal behind a path that stays for as long as the till runs.

    The POS opens it as it would the scanner's port. What it writes goes to the device.
    """

    def __init__(self, path: Path) -> None:
        """Open it; PortFault where there are no pseudo terminals, or the path is taken."""
        if sys.platform == "win32":
            raise PortFault("Windows has no virtual ports", hint="passage.none")
        self._path = path
        self._waiting = bytearray()
        self._passed_s = 0.0
        self.lost = 0
        self._lock_fd = self._locked()
        try:
            self._master_fd, self._slave_fd = os.openpty()
        except (AttributeError, OSError) as error:
            os.close(self._lock_fd)
            raise PortFault(
                "there are no virtual ports on this system", hint="passage.none"
            ) from error
        try:
            # Raw, without echo, until the POS says otherwise. Our own end stays open, so
            # that a POS that closes the port ends nothing.
            tty.setraw(self._slave_fd)
            os.set_blocking(self._master_fd, False)
            self._link()
        except OSError as error:
            self._close_ends()
            raise PortFault(
                f"{path} cannot be made: {error}", hint="passage.path"
            ) from error

    @property
    def fd(self) -> int:
        """What can be read when the POS has written."""
        return self._master_fd

    def pass_on(self, data: bytes | bytearray) -> None:
        """Hand bytes to the POS, in order. Never waits and never raises."""
        now_s = time.monotonic()
        if now_s - self._passed_s > STALE_S:
            # A real line loses what nobody reads; a POS must not open to an old code.
            self._forget()
        self._passed_s = now_s
        room = max(WAITING_BYTES_MAX - len(self._waiting), 0)
        self.lost += max(len(data) - room, 0)
        self._waiting += data[:room]
        self.flush()

    def flush(self) -> bool:
        """Write what waits, as far as the POS has room for; say whether none is left."""
        while self._waiting:
            try:
                count = os.write(self._master_fd, self._waiting)
            except BlockingIOError:
                return False
            self._waiting[:count] = bytes(count)
            del self._waiting[:count]
        return True

    def take_back(self) -> bytes:
        """Take what the POS wrote for the device; empty when it wrote nothing."""
        try:
            return os.read(self._master_fd, _READ_BYTES)
        except BlockingIOError:
            return b""

    def close(self) -> None:
        """Take the port away."""
        if self._path.is_symlink() and self._path.readlink() == self._target:
            self._path.unlink()
        self._close_ends()

    def _locked(self) -> int:
        """Take the path for ourselves; the lock falls away with its process."""
        try:
            lock_fd = os.open(
                self._path.with_name(f".{self._path.name}.lock"), os.O_CREAT | os.O_RDWR
            )
            fcntl.flock(lock_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise PortFault(
                f"{self._path} cannot be made: {error.strerror}", hint="passage.path"
            ) from error
        return lock_fd

    def _link(self) -> None:
        self._target = Path(os.ttyname(self._slave_fd))
        # For the POS's user: the port belongs to the group that the folder belongs to.
        with suppress(PermissionError):
            os.chown(self._target, -1, self._path.parent.stat().st_gid)
        self._target.chmod(_MODE)
        if self._path.is_symlink():
            # Left behind by a till that was killed.
            self._path.unlink()
        self._path.symlink_to(self._target)

    def _forget(self) -> None:
        unread = struct.pack("i", 0)
        unread = fcntl.ioctl(self._slave_fd, termios.FIONREAD, unread)
        self.lost += int(struct.unpack("i", unread)[0]) + len(self._waiting)
        self._waiting[:] = bytes(len(self._waiting))
        self._waiting.clear()
        termios.tcflush(self._slave_fd, termios.TCIFLUSH)

    def _close_ends(self) -> None:
        for end in (self._master_fd, self._slave_fd, self._lock_fd):
            os.close(end)
