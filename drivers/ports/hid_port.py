"""Opens keyboards for us alone, and raw HID devices: no compiled package is needed."""

import fcntl
import os
from collections.abc import Callable
from typing import Final

EVIOCGRAB: Final = 0x40044590
"""``_IOW('E', 0x90, int)``: what a keyboard types reaches nobody else while it is held."""

_GRAB: Final = 1


def grab(fd: int) -> None:
    """Take a keyboard for ourselves; OSError (EBUSY) when another program has."""
    fcntl.ioctl(fd, EVIOCGRAB, _GRAB)


def share(fd: int) -> None:
    """Leave a device to whoever else reads it, too."""
    del fd


def lock(fd: int) -> None:
    """Take a raw device for ourselves, as far as others ask; OSError when one has."""
    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


class HidHandle:
    """An open device file: read by its descriptor, never written to."""

    def __init__(self, path: str, *, alone: Callable[[int], None]) -> None:
        """Open it and take it alone; OSError when either cannot be done."""
        self._fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            alone(self._fd)
        except OSError:
            os.close(self._fd)
            raise

    def fileno(self) -> int:
        """Give the descriptor."""
        return self._fd

    def write(self, data: bytes) -> int:
        """Send nothing: a report that a device does not expect may do anything."""
        return len(data)

    def close(self) -> None:
        """Close it; the kernel lets go of the keyboard by itself."""
        os.close(self._fd)
