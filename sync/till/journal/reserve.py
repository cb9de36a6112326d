"""The reserve: room on the disk set aside in good days for the sales of a bad one."""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

RESERVE_FILE: Final = "reserve"
"""Its name in the data folder."""

RESERVE_BYTES: Final = 16 << 20
"""Some hundred sales, and the write-ahead log folded into the journal once."""

LAST_FILE: Final = "reserve.last"
LAST_BYTES: Final = 2 << 20
"""What is handed out after that: sales are written without what follows from them."""


class Reserve:
    """A file that only takes up room until the journal needs it (PROTOCOL §1.7)."""

    def __init__(self, path: Path, size: int = RESERVE_BYTES) -> None:
        self._path: Final = path
        self._size: Final = size
        self.is_held = path.exists() and path.stat().st_size == size

    def keep(self) -> bool:
        """Set the room aside if the disk has twice as much free; say whether it is held."""
        if self.is_held:
            return True
        try:
            if shutil.disk_usage(self._path.parent).free < 2 * self._size:
                return False
            self._make()
        except OSError:
            self._drop()
            return False
        self.is_held = True
        return True

    def give_up(self) -> bool:
        """Hand the room to whoever needs it now; say whether there was any."""
        was_held, self.is_held = self.is_held, False
        self._drop()
        return was_held

    def _make(self) -> None:
        file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            _take(file, self._size)
        finally:
            os.close(file)

    def _drop(self) -> None:
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


if sys.platform == "win32":

    def _take(file: int, size: int) -> None:
        os.ftruncate(file, size)

else:

    def _take(file: int, size: int) -> None:
        # Not a hole: the blocks are really taken.
        os.posix_fallocate(file, 0, size)
