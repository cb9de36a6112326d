"""Head office's machine: the real office on a real SQLite file, with power cuts."""

import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

from rules.ground.ids import AccountId
from rules.ground.refusal import Refusal
from rules.programme import Programme
from sync.office.database.engine import DATABASE_FILE, open_engine, sqlite_url
from sync.office.database.keys import make_keys
from sync.office.database.second_place import SecondPlace
from sync.office.joining.importing import Newcomer
from sync.office.office import Office
from sync.till.contact.transport import Letter, LinkFault
from sync.wire.messages import (
    ACKNOWLEDGEMENT,
    HELLO,
    PULL,
    PULLED,
    RECONCILE,
    RECONCILED,
    WELCOME,
    Enrolled,
    EnrolRequest,
)
from sync.wire.programme.door import programme_bytes
from sync.wire.records.batch import unpack_batch
from tests.simulation.power import Fuse, FusedClock, PowerCutFault, fused_entropy
from tests.simulation.programme import card_of
from tests.simulation.times import MachineClock

_HINT: Final = "The simulated head office is back at once."


class SimulatedOffice:
    """Head office, as the tills' lines reach it.

    It may lose power whenever it looks at its clock or draws chance.
    """

    def __init__(self, folder: Path, clock: MachineClock, chance: Random) -> None:
        self.fuse: Final = Fuse()
        self.members: Sequence[AccountId] = ()
        self.restarts = 0
        folder.mkdir(parents=True)
        self._folder: Final = folder
        self._clock: Final = FusedClock(clock, self.fuse)
        self._entropy: Final = fused_entropy(chance, self.fuse)
        self._keys: Final = make_keys(chance.randbytes)
        (folder / DATABASE_FILE).write_bytes(_empty_database())
        self._open()
        self._look = sqlite3.connect(folder / DATABASE_FILE, isolation_level=None)
        self._backup = b""

    def answer(self, letter: Letter) -> bytes:
        """Answer bytes with bytes; losing power is a fault of the line for who asked."""
        try:
            return self._answer(letter)
        except PowerCutFault as cut:
            self.restart()
            raise LinkFault("Head office lost power.", hint=_HINT) from cut

    def restart(self) -> None:
        """Come back with what was in the file."""
        self.fuse.set_for(0)
        self.restarts += 1
        self._engine.dispose()
        self._open()

    def back_up(self) -> None:
        """Make a backup of the database as it is."""
        self._backup = self._look.serialize()

    def restore(self) -> int:
        """Put the last backup in the place of the database; return the new generation."""
        self.close()
        file = self._folder / DATABASE_FILE
        for name in (f"{DATABASE_FILE}-wal", f"{DATABASE_FILE}-shm"):
            (self._folder / name).unlink(missing_ok=True)
        file.write_bytes(self._backup)
        self._look = sqlite3.connect(file, isolation_level=None)
        self.restart()
        return self._office.begin_generation()

    @property
    def office(self) -> Office:
        """Head office itself, for what its commands ask."""
        return self._office

    def look(self) -> sqlite3.Connection:
        """Return a connection for looking at the tables from outside."""
        return self._look

    def token(self, store: str) -> str:
        """Make an enrolment token."""
        return self._office.new_token(store)

    def enrol(self, request: EnrolRequest) -> Enrolled:
        """Enrol a till."""
        enrolled = self._office.enrol(request)
        if isinstance(enrolled, Refusal):
            raise TypeError(enrolled)
        return enrolled

    def publish(self, programme: Programme) -> None:
        """Publish the world's programme."""
        self._office.publish(programme_bytes(programme), form="json")

    def import_members(self, opening: Sequence[int], *, stores: Sequence[str]) -> None:
        """Take in one member for each opening balance, at home in one of the stores."""
        newcomers = [
            Newcomer(
                row=number,
                account=f"m-{number}",
                name=f"Member {number}",
                cards=(card_of(number),),
                home=stores[number % len(stores)],
                points=points,
            )
            for number, points in enumerate(opening, start=1)
        ]
        imported = self._office.import_members(newcomers)
        if imported.left_out:
            raise AssertionError(imported.left_out)
        self.members = [AccountId(newcomer.account) for newcomer in newcomers]

    def take_in(self, newcomer: Newcomer) -> None:
        """Take in one more member."""
        self._office.import_members([newcomer])

    def apply_pending(self) -> None:
        """Apply what was stored and not applied when the power went."""
        self._office.apply_pending()

    def run_due(self) -> str:
        """Do the standing duties that are due."""
        try:
            return str(self._office.run_due(self._clock.now()))
        except PowerCutFault:
            self.restart()
            return "lost power"

    def retire(self, till: str) -> None:
        """Take a till off the roster."""
        self._office.retire(till)

    def problems(self) -> Sequence[str]:
        """Return what head office's own verification finds wrong."""
        return self._office.verify().problems

    def close(self) -> None:
        """Close the file."""
        self._look.close()
        self._engine.dispose()

    def _open(self) -> None:
        self._engine = open_engine(sqlite_url(self._folder))
        self._office = Office(
            self._engine,
            clock=self._clock,
            entropy=self._entropy,
            keys=self._keys,
            second_place=SecondPlace(self._folder),
        )

    def _answer(self, letter: Letter) -> bytes:
        match letter.path:
            case "/v1/hello":
                welcome = self._office.hello(HELLO.validate_json(letter.body))
                return WELCOME.dump_json(welcome)
            case "/v1/push":
                stored = self._office.push(unpack_batch(letter.body))
                if isinstance(stored, Refusal):
                    raise LinkFault(f"Head office answered 400 {stored.code}.", hint=_HINT)
                return ACKNOWLEDGEMENT.dump_json(stored)
            case "/v1/pull":
                return PULLED.dump_json(self._office.pull(PULL.validate_json(letter.body)))
            case "/v1/reconcile":
                compared = self._office.reconcile(RECONCILE.validate_json(letter.body))
                return RECONCILED.dump_json(compared)
            case other:
                raise AssertionError(other)


@cache
def _empty_database() -> bytes:
    """Return an office's empty database; its tables are made once a process."""
    folder = Path(tempfile.mkdtemp(prefix="vafa-office-"))
    try:
        open_engine(sqlite_url(folder)).dispose()
        return (folder / DATABASE_FILE).read_bytes()
    finally:
        shutil.rmtree(folder)
