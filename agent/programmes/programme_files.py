"""A programme's file: TOML by its name, else JSON; faults name the file."""

from pathlib import Path
from typing import Final

from rules.ground.sentence import Sentence
from rules.programme import Programme
from sync.wire.programme.door import Form, ProgrammeFault, read_programme
from sync.wire.programme.text import DOCUMENT_BYTES_MAX

_TOML: Final = ".toml"
IS_THE_NAME_RIGHT: Final = Sentence("Is the name right, and may you read it?")


def load(path: Path) -> Programme:
    """Read a programme; raise :class:`ProgrammeFault`, which tells every place to mend."""
    document = content(path)
    try:
        return read_programme(document, form=form_of(path))
    except ProgrammeFault as fault:
        raise ProgrammeFault(
            Sentence("{file}: {what}", file=str(path), what=fault.what),
            hint=fault.hint,
            places=fault.places,
        ) from fault


def content(path: Path) -> bytes:
    """Read at most a little more than a programme may hold."""
    try:
        with path.open("rb") as file:
            return file.read(DOCUMENT_BYTES_MAX + 1)
    except OSError as error:
        raise ProgrammeFault(
            Sentence("{file} cannot be read.", file=str(path)), hint=IS_THE_NAME_RIGHT
        ) from error


def form_of(path: Path) -> Form:
    """Say which form a file has, by its name."""
    return "toml" if path.suffix == _TOML else "json"
