"""The anchor: how far the journal had come, written outside the database.

A database restored from an image is behind its anchor, and the till notices by itself. The
anchor is not flushed: one that lags is safe (PROTOCOL §1.3).
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

FOLDER: Final = "anchor"
POSITION: Final = "position"
"""Where a till keeps it, beside its database."""

_BYTES: Final = 16
_BASE: Final = 16


class Anchor:
    """Sixteen hexadecimal digits in a file: the position of the last record."""

    def __init__(self, path: Path) -> None:
        self._file: Final = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def is_ahead_of(self, position: int) -> bool:
        """Say whether more had been written once than the database now holds."""
        return _position(os.pread(self._file, _BYTES, 0)) > position

    @staticmethod
    def read(path: Path) -> int:
        """Return the position in a file that stays as it is; 0 when it holds none."""
        return _position(path.read_bytes())

    def drop(self, position: int) -> None:
        """Note the position of the record just committed; on a full disk another time."""
        with suppress(OSError):
            os.pwrite(self._file, b"%016x" % position, 0)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def _position(data: bytes) -> int:
    try:
        return int(data, _BASE) if len(data) == _BYTES else 0
    except ValueError:
        return 0
