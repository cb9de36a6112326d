"""The roster: which tills there are, under which life and key, and when last heard."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select

from sync.core.intake import Reason
from sync.office.database.desk import Sitting
from sync.office.database.tables import LIFE, TILL
from sync.office.database.upserts import put
from sync.wire.records.identity import Life
from sync.wire.returns import LifeKey

KEYS_MAX: Final = 5_000
"""How many lives' keys tills are told; older slips than theirs are claims."""


@dataclass(slots=True, kw_only=True)
class RosterTill:
    """One till; the fields are the table's."""

    till: str
    store: str
    life: int
    ticket: int
    ticket_nonce: str
    session: int
    claimed_seq: int
    greeted: int
    reported: int
    retired: bool
    last_seen_ms: int
    edition: int = 0

    @property
    def current(self) -> Life:
        """The life it lives now."""
        return Life(self.till, self.life)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLife:
    """One life, open or closed: its key (hex), its machine, and why it is dealt nothing."""

    life: Life
    store: str
    key: str
    fingerprint: str
    frozen: str
    enrolled_ms: int


def read_till(connection: Connection, till: str) -> RosterTill | None:
    """Read a till and lock it until the transaction ends."""
    row = (
        connection.execute(select(TILL).where(TILL.c.till == till).with_for_update())
        .mappings()
        .one_or_none()
    )
    return None if row is None else RosterTill(**row)


def write_till(connection: Connection, till: RosterTill) -> None:
    """Keep a till as it stands now."""
    put(
        connection,
        TILL,
        [{column.name: getattr(till, column.name) for column in TILL.columns}],
    )


def read_life(connection: Connection, life: Life) -> RosterLife | None:
    """Read one life."""
    row = connection.execute(
        select(LIFE).where(LIFE.c.till == life.till, LIFE.c.life == life.number)
    ).one_or_none()
    if row is None:
        return None
    return RosterLife(
        life=life,
        store=row.store,
        key=row.key,
        fingerprint=row.fingerprint,
        frozen=row.frozen,
        enrolled_ms=row.enrolled_ms,
    )


def write_life(connection: Connection, life: RosterLife) -> None:
    """Keep a life as it stands now."""
    put(
        connection,
        LIFE,
        [
            {
                "till": life.life.till,
                "life": life.life.number,
                "store": life.store,
                "key": life.key,
                "fingerprint": life.fingerprint,
                "frozen": life.frozen,
                "enrolled_ms": life.enrolled_ms,
            }
        ],
    )


def known_till(sitting: Sitting, till: str, life: int) -> RosterTill | Reason:
    """Return the till if it is in good standing and lives that life, else what is wrong."""
    known = read_till(sitting.connection, till)
    if known is None:
        return "unknown_till"
    if known.retired:
        return "retired"
    if known.life != life:
        return "other_life"
    current = read_life(sitting.connection, known.current)
    return "fork" if current is None or current.frozen else known


def lives_of(connection: Connection, store: str) -> dict[str, Life]:
    """Return every life that a store's tills have lived, by its text."""
    rows = connection.execute(select(LIFE.c.till, LIFE.c.life).where(LIFE.c.store == store))
    lives = (Life(row.till, row.life) for row in rows)
    return {str(life): life for life in lives}


def stores_of_lives(connection: Connection) -> dict[str, str]:
    """Return the store of every life there ever was."""
    rows = connection.execute(select(LIFE.c.till, LIFE.c.life, LIFE.c.store))
    return {str(Life(row.till, row.life)): row.store for row in rows}


def keys_unless(connection: Connection, held: int) -> tuple[LifeKey, ...]:
    """Return the newest lives' keys, or nothing where as many are held as there are."""
    count = connection.execute(select(func.count()).select_from(LIFE)).scalar_one()
    if min(count, KEYS_MAX) == held:
        return ()
    rows = connection.execute(
        select(LIFE.c.till, LIFE.c.life, LIFE.c.key)
        .order_by(LIFE.c.enrolled_ms.desc(), LIFE.c.till, LIFE.c.life)
        .limit(KEYS_MAX)
    )
    return tuple(LifeKey(life=str(Life(row.till, row.life)), key=row.key) for row in rows)


def office_is_frozen(connection: Connection, generation: int) -> bool:
    """Say whether some till has not yet told us, since our restore, all that it holds."""
    waiting = select(TILL.c.till).where(
        TILL.c.retired.is_(False), TILL.c.reported != generation
    )
    return connection.execute(waiting.limit(1)).one_or_none() is not None
