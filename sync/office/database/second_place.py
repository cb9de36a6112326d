"""What head office remembers beside its database, where no restore takes it back."""

import os
from pathlib import Path
from typing import Final

from rules.ground.sentence import Sentence
from sync.kit.faults import Fault

GENERATION_FILE: Final = "generation"
_DIGITS_MAX: Final = 9


class SecondPlace:
    """A folder beside the database, in which the newest generation is kept.

    Without a folder it remembers nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._file: Final = None if folder is None else folder / GENERATION_FILE

    def generation(self) -> int:
        """Return the newest generation ever kept, or 0.

        Raises a :class:`Fault` when the file is there and says no number.
        """
        if self._file is None or not self._file.exists():
            return 0
        said = self._file.read_bytes()[: _DIGITS_MAX + 1].strip()
        if not said.isdigit() or len(said) > _DIGITS_MAX:
            raise Fault(
                Sentence(
                    "{file} does not hold the number of a generation", file=str(self._file)
                ),
                hint=Sentence(
                    "Write the highest one a till has met into it: vafa status there."
                ),
            )
        return int(said)

    def keep(self, generation: int) -> None:
        """Keep a generation, whole or not at all."""
        if self._file is None:
            return
        beside = self._file.with_suffix(".new")
        with beside.open("wb") as stream:
            stream.write(b"%d\n" % generation)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(self._file)
