"""A world: tills, lanes and one head office on virtual time, played from a script."""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Final, Self

from rules.ground.ids import AccountId
from sync.wire.keys.signing import SigningKey
from sync.wire.messages import EnrolRequest
from tests.simulation.audit import Auditor
from tests.simulation.head_office import SimulatedOffice
from tests.simulation.lane import Lane
from tests.simulation.line import Line, Traffic
from tests.simulation.programme import programme_for
from tests.simulation.script import Script, Setting, Step
from tests.simulation.shop import Shop
from tests.simulation.spoilers import HONEST, Spoiler
from tests.simulation.tills import Machine, SimulatedTill, keys_for
from tests.simulation.times import MachineClock, WorldTime


class World:
    """Everything there is. ``trace`` says of every step what came of it."""

    def __init__(self, script: Script, home: Path, spoiler: Spoiler = HONEST) -> None:
        self.script: Final = script
        self._spoiler: Final = spoiler
        self.trace: Final[list[str]] = []
        self.traffic: Final = Traffic()
        self.time: Final = WorldTime()
        self.shop: Final = Shop()
        self._home: Final = home
        self.office: Final = SimulatedOffice(
            home / "office", MachineClock(self.time), Random(f"{script.seed} office")
        )
        self._open_business(script.setting)
        self.tills: Final = tuple(
            self._build(number, store) for number, store in enumerate(script.setting.stores)
        )
        self.lanes: Final = tuple(
            Lane(till, self.shop, f"L{number}") for number, till in enumerate(self.tills)
        )
        self.office.back_up()
        self.auditor: Final = Auditor(self.tills, self.office.look())
        for till in self.tills:
            till.contact.run()
        self.audit()

    def __enter__(self) -> Self:
        """Return the world."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it: close every file and remove them."""
        for till in self.tills:
            till.close()
        self.office.close()
        shutil.rmtree(self._home, ignore_errors=True)

    @property
    def members(self) -> Sequence[AccountId]:
        """The members' accounts, in order of their cards."""
        return self.office.members

    def audit(self) -> None:
        """Hold everything committed since the last time against the invariants."""
        self._spoiler.disturb(self)
        self.auditor.check(self.tills)

    def meddle(self) -> sqlite3.Connection:
        """Return a connection that may write head office's database: for spoilers."""
        return self.office.look()

    def _open_business(self, setting: Setting) -> None:
        self.office.publish(programme_for(setting))
        self.office.import_members(setting.opening, stores=setting.stores)

    def _build(self, number: int, store: str) -> SimulatedTill:
        chance = Random(f"{self.script.seed} till {number}")
        line = Line(self.office.answer, self.traffic)
        signing = SigningKey(chance.randbytes(32))
        enrolled = self.office.enrol(
            EnrolRequest(
                token=self.office.token(store),
                store=store,
                key=signing.public.hex(),
                fingerprint=f"machine-{number}",
                idem=chance.randbytes(16).hex(),
            )
        )
        return SimulatedTill(
            Machine(
                name=str(number),
                home=self._home / f"till{number}",
                chance=chance,
                clock=MachineClock(self.time),
                line=line,
                link=self._spoiler.link(line),
                enrolled=enrolled,
                keys=keys_for(enrolled, signing),
            )
        )

    def pos_time(self, step: Step) -> datetime:
        """Return what the POS takes for the time: the true one, seldom its till's."""
        if step.draw[3] % 8 == 0:
            return self.tills[step.till].machine.clock.now()
        return self.time.now


Play = Callable[[World, Step], str]
"""What a step does in a world; it says what came of it."""
