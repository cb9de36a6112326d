"""The data folder: one till's alone, with a lock that falls away with its process."""

import os
import sys
from pathlib import Path
from typing import Final

from rules.ground.sentence import Sentence
from sync.kit.faults import Fault

LOCK_FILE: Final = "lock"
ADDRESS_FILE: Final = "address"
"""Holds where the running till listens, for the commands of this machine."""


class PremisesFault(Fault):
    """The data folder cannot be used."""


class Premises:
    """A data folder in our hands until closed; a book has one writer (PROTOCOL §6)."""

    def __init__(self, folder: Path) -> None:
        self.folder: Final = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock: Final = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise PremisesFault(
                Sentence(
                    "The data folder {folder} cannot be used: {why}.",
                    folder=str(folder),
                    why=str(error.strerror),
                ),
                hint=Sentence(
                    "Make it, and give it to the till's own user; or change `data`."
                ),
            ) from error
        if not _taken(self._lock):
            os.close(self._lock)
            raise PremisesFault(
                Sentence("Another till works in {folder}.", folder=str(folder)),
                hint=Sentence("Stop it first (systemctl stop vafa), or change `data`."),
            )
        # A till that was killed left its address behind.
        (folder / ADDRESS_FILE).unlink(missing_ok=True)

    def tell_address(self, address: str) -> None:
        """Write down where this till listens."""
        fresh = self.folder / f"{ADDRESS_FILE}.new"
        try:
            fresh.write_text(address + "\n", encoding="utf-8")
            fresh.replace(self.folder / ADDRESS_FILE)
        except OSError as error:
            raise PremisesFault(
                Sentence(
                    "{file} cannot be written: {why}.",
                    file=str(fresh),
                    why=str(error.strerror),
                ),
                hint=Sentence("Free some room on the till's disk."),
            ) from error

    def close(self) -> None:
        """Leave the folder to the next till."""
        (self.folder / ADDRESS_FILE).unlink(missing_ok=True)
        os.close(self._lock)


if sys.platform == "win32":
    import msvcrt

    def _taken(lock: int) -> bool:
        try:
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(lock: int) -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
