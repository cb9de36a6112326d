"""One transaction of head office: its connection, moment, generation and keys."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import OperationalError

from rules.ground.sentence import Sentence
from sync.kit.clock import Clock, to_ms
from sync.kit.faults import Fault
from sync.office.database.engine import LOOKS_ONLY
from sync.office.database.keys import Entropy, OfficeKeys
from sync.office.database.tables import SETTING
from sync.office.database.upserts import insert_new, put

TRIES: Final = 10
"""How often a transaction that lost against another one is begun."""

GENERATION: Final = "generation"
ORGANISATION: Final = "organisation"
OFFICE_KEY: Final = "office_key"
_LOST_AGAINST_ANOTHER: Final = frozenset({"40001", "40P01"})

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """What a duty works with inside one transaction. ``generation`` counts our restores."""

    connection: Connection
    now: datetime
    generation: int
    keys: OfficeKeys
    entropy: Entropy

    @property
    def now_ms(self) -> int:
        """The moment in milliseconds since 1970."""
        return to_ms(self.now)


class Desk:
    """Begins transactions. A duty is a function of a sitting; it may run more than once."""

    def __init__(
        self, engine: Engine, *, clock: Clock, entropy: Entropy, keys: OfficeKeys
    ) -> None:
        self.engine: Final = engine
        self.keys: Final = keys
        self._clock = clock
        self._entropy = entropy
        self._settle_in()

    def transact(
        self,
        duty: Callable[Concatenate[Sitting, Arguments], Answer],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Answer:
        """Run ``duty`` in a transaction of its own; all of it happens or nothing."""
        for _ in range(TRIES - 1):
            try:
                return self._once(duty, *arguments, **named)
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", "") not in _LOST_AGAINST_ANOTHER:
                    raise
        return self._once(duty, *arguments, **named)

    def _once(
        self,
        duty: Callable[Concatenate[Sitting, Arguments], Answer],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Answer:
        with self.engine.begin() as connection:
            return duty(self._sit(connection), *arguments, **named)

    def look(
        self,
        duty: Callable[Concatenate[Sitting, Arguments], Answer],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Answer:
        """Run a duty that only reads, on one moment of the book; nobody waits for it."""
        looking = self.engine.execution_options(**{LOOKS_ONLY: True})
        with looking.begin() as connection:
            return duty(self._sit(connection), *arguments, **named)

    def _sit(self, connection: Connection) -> Sitting:
        return Sitting(
            connection=connection,
            now=self._clock.now(),
            generation=int(read_setting(connection, GENERATION, "1")),
            keys=self.keys,
            entropy=self._entropy,
        )

    def _settle_in(self) -> None:
        """Remember whose database this is: with other keys no till would believe it."""
        ours = self.keys.signing.public.hex()
        with self.engine.begin() as connection:
            insert_new(connection, SETTING, [{"name": OFFICE_KEY, "value": ours}])
            insert_new(connection, SETTING, [{"name": GENERATION, "value": "1"}])
            if read_setting(connection, OFFICE_KEY, "") != ours:
                raise Fault(
                    Sentence("this database was kept under other keys than these"),
                    hint=Sentence("Put back the keys file that belongs to it."),
                )


def read_setting(connection: Connection, name: str, otherwise: str) -> str:
    """Return one setting, or ``otherwise``."""
    value = connection.execute(
        select(SETTING.c.value).where(SETTING.c.name == name)
    ).scalar_one_or_none()
    return otherwise if value is None else str(value)


def write_setting(connection: Connection, name: str, value: str) -> None:
    """Keep one setting."""
    put(connection, SETTING, [{"name": name, "value": value}])
