"""The programmes that head office published, as far as this code can read them.

One of a later edition of the rules, or with anything in it that is not known here, stays in
the file as it came: the newest before it that can be read holds on, and after an upgrade it
is read like any other.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple, Protocol

from rules.evaluator import Evaluator
from rules.programme import EDITION
from sync.kit.clock import to_ms
from sync.wire.programme.door import ProgrammeFault, read_programme


class Unread(NamedTuple):
    """A programme that this code cannot read, and why in plain words."""

    version: int
    why: str


class Published(Protocol):
    """Where the documents are: by version, each with its start in milliseconds."""

    def programme_starts(self) -> Mapping[int, int]:
        """Return when each version known starts."""
        ...

    def programme(self, version: int) -> bytes | None:
        """Return the document of one version."""
        ...


class Programmes:
    """Reads each programme once; ``edition`` is the newest edition that it knows."""

    def __init__(self, published: Published, *, edition: int = EDITION) -> None:
        self._published: Final = published
        self._edition: Final = edition
        self._evaluators: dict[int, Evaluator] = {}
        self._unread: dict[int, Unread] = {}

    def in_force(self, at: datetime) -> int:
        """Return the newest version that started by ``at`` and can be read; else 0."""
        at_ms, starts = to_ms(at), self._published.programme_starts()
        for version in sorted(starts, reverse=True):
            if starts[version] <= at_ms and self.evaluator(version) is not None:
                return version
        return 0

    def evaluator(self, version: int) -> Evaluator | None:
        """Return one version compiled; None when it is not here or cannot be read."""
        found = self._evaluators.get(version)
        if found is not None or version in self._unread:
            return found
        document = self._published.programme(version)
        if document is None:
            return None
        try:
            programme = read_programme(document, form="json", edition=self._edition)
        except ProgrammeFault as fault:
            self._unread[version] = Unread(version, str(fault.places[0]))
            return None
        return self._evaluators.setdefault(version, Evaluator(programme))

    def unread(self, at: datetime) -> tuple[Unread, ...]:
        """Return what cannot be read of what is newer than the programme in force."""
        known = self.in_force(at)
        for version in self._published.programme_starts():
            if version > known:
                self.evaluator(version)
        return tuple(
            unread for version, unread in sorted(self._unread.items()) if version > known
        )
