"""The anchor: how far the journal had come, written outside the database.

A database restored from an image is behind its anchor, and the till notices by itself. The
anchor is not flushed: one that lags is safe (PROTOCOL §1.3).
"""

import os
from pathlib import Path
from typing import Final

_BYTES: Final = 16
_BASE: Final = 16


class Anchor:
    """Sixteen hexadecimal digits in a file: the position of the last record."""

    def __init__(self, path: Path) -> None:
        self._file: Final = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def is_ahead_of(self, position: int) -> bool:
        """Say whether more had been written once than the database now holds."""
        data = os.pread(self._file, _BYTES, 0)
        try:
            return len(data) == _BYTES and int(data, _BASE) > position
        except ValueError:
            return False

    def drop(self, position: int) -> None:
        """Note the position of the record just committed."""
        os.pwrite(self._file, b"%016x" % position, 0)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)
