"""Where a world can be spoiled: at the link, and in the files between two steps."""

import sqlite3
from typing import Protocol

from sync.till.contact.transport import Link
from tests.simulation.tills import SimulatedTill


class Spoiled(Protocol):
    """What of a world a spoiler may reach."""

    @property
    def tills(self) -> tuple[SimulatedTill, ...]:
        """The tills."""
        ...

    def meddle(self) -> sqlite3.Connection:
        """Return a connection that may write head office's database."""
        ...


class Spoiler:
    """Spoils nothing: what mutants begin from."""

    def link(self, link: Link) -> Link:
        """Return what a till is given as its link."""
        return link

    def disturb(self, world: Spoiled) -> None:
        """Do what the hole does, after a step and before it is audited."""
        del world


HONEST = Spoiler()
