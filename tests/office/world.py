"""A head office for tests on a database of its own, with a clock and chance that obey."""

import random
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from sync.office.database.engine import DATABASE_FILE, open_engine, sqlite_url
from sync.office.database.keys import make_keys
from sync.office.database.second_place import SecondPlace
from sync.office.office import Office

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

PROGRAMME = b"""
name = "story"
version = 1
currency = "MYR"
zone = "Asia/Kuala_Lumpur"

[ladder]
window_days = 365
tiers = [
    { tier = "base", from_minor = 0 },
    { tier = "silver", from_minor = 50000 },
    { tier = "gold", from_minor = 150000 },
]

[[rewards]]
kind = "points_tender"
rule = "pay"
step = 100
value_minor_per_step = 100
minimum = 100
"""


class FakeClock:
    """A clock that stands still until it is told."""

    def __init__(self, at: datetime = START) -> None:
        self._at = at

    def now(self) -> datetime:
        """Return the instant it was told."""
        return self._at

    def monotonic_ms(self) -> int:
        """Return milliseconds that follow the same hand."""
        return (self._at - START) // timedelta(milliseconds=1)

    def forward(self, **by: int) -> datetime:
        """Move on and return the new instant."""
        self._at += timedelta(**by)
        return self._at


class World:
    """One office, its engine and what it was made with, so that it can be made again."""

    def __init__(
        self, engine: Engine, *, seed: int = 1, folder: Path | None = None
    ) -> None:
        self.engine = engine
        self._folder = folder
        self.clock = FakeClock()
        self.chance = random.Random(seed)
        self.keys = make_keys(self.chance.randbytes)
        self.office = self.again()

    def again(self) -> Office:
        """Return a new office on the same database with the same keys."""
        return Office(
            self.engine,
            clock=self.clock,
            entropy=self.chance.randbytes,
            keys=self.keys,
            second_place=SecondPlace(self._folder),
        )


def sqlite_world(folder: Path, *, seed: int = 1) -> World:
    """Make a world on a new SQLite file in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DATABASE_FILE).write_bytes(_migrated())
    return World(open_engine(sqlite_url(folder)), seed=seed, folder=folder)


@cache
def _migrated() -> bytes:
    """Make the tables once a process."""
    with tempfile.TemporaryDirectory() as folder:
        open_engine(sqlite_url(Path(folder))).dispose()
        return (Path(folder) / DATABASE_FILE).read_bytes()
