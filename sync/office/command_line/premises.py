"""Where head office lives: its folder, its keys, its database; opened by every command."""

import os
from dataclasses import dataclass
from pathlib import Path

from rules.ground.sentence import Sentence
from sync.kit.clock import SystemClock
from sync.kit.faults import Fault
from sync.office.database.engine import open_engine, sqlite_url
from sync.office.database.keys import keys_in
from sync.office.database.second_place import SecondPlace
from sync.office.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """Where head office lives: the folder of its keys, its database there or elsewhere."""

    folder: Path
    database: str = ""


def open_office(premises: Premises) -> Office:
    """Open the office of these premises, making what is not there yet.

    Raises a :class:`Fault` when the folder, the keys or the database cannot be used.
    """
    try:
        premises.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys = keys_in(premises.folder, os.urandom)
    except OSError as error:
        raise Fault(
            Sentence(
                "{folder} cannot be used: {why}",
                folder=str(premises.folder),
                why=str(error.strerror),
            ),
            hint=Sentence("Name a folder that head office's user may write, with --data."),
        ) from error
    engine = open_engine(premises.database or sqlite_url(premises.folder))
    return Office(
        engine,
        clock=SystemClock(),
        entropy=os.urandom,
        keys=keys,
        second_place=SecondPlace(premises.folder),
    )
