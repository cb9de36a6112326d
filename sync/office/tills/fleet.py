"""The fleet at a glance: each till, its journal, and what someone should look at."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from sync.office.database.desk import Sitting
from sync.office.database.tables import FINDING, HEAD, MEMBER, PROGRAMME, QUARANTINE, TILL
from sync.office.tills.heads import MAIN, new_head, read_head
from sync.office.tills.programmes import held_back
from sync.office.tills.roster import RosterTill, office_is_frozen, read_life


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetTill:
    """One till; ``waiting`` records are stored, not applied; ``frozen`` says why.

    ``held_back`` is a programme that its ``edition`` of the rules cannot read; 0 is none.
    """

    till: str
    store: str
    life: int
    last_seen_ms: int
    durable: int
    safe: int
    waiting: int
    quarantined: int
    branches: int
    frozen: str
    retired: bool
    edition: int
    held_back: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """Head office and its tills."""

    generation: int
    frozen: bool
    members: int
    programme: int
    findings: int
    tills: tuple[FleetTill, ...]


def fleet(sitting: Sitting) -> Fleet:
    """Read the fleet as it stands."""
    rows = sitting.connection.execute(select(TILL).order_by(TILL.c.store, TILL.c.till))
    tills = [RosterTill(**row) for row in rows.mappings()]
    return Fleet(
        generation=sitting.generation,
        frozen=office_is_frozen(sitting.connection, sitting.generation),
        members=_count(sitting, select(func.count()).select_from(MEMBER)),
        programme=_count(sitting, select(func.max(PROGRAMME.c.version))),
        findings=_count(sitting, select(func.count()).select_from(FINDING)),
        tills=tuple(_till(sitting, till) for till in tills),
    )


def quarantined(sitting: Sitting, till: str, life: int) -> int:
    """Return how many records of a life, branches included, are in quarantine."""
    return _count(
        sitting,
        select(func.count())
        .select_from(QUARANTINE)
        .where(QUARANTINE.c.till == till, QUARANTINE.c.life == life),
    )


def _till(sitting: Sitting, till: RosterTill) -> FleetTill:
    head = read_head(sitting.connection, till.current) or new_head(till.current)
    life = read_life(sitting.connection, till.current)
    branches = select(func.count()).where(HEAD.c.till == till.till, HEAD.c.branch > MAIN)
    return FleetTill(
        till=till.till,
        store=till.store,
        life=till.life,
        last_seen_ms=till.last_seen_ms,
        durable=head.durable,
        safe=head.safe,
        waiting=head.durable - head.applied,
        quarantined=quarantined(sitting, till.till, till.life),
        branches=_count(sitting, branches),
        frozen="" if life is None else life.frozen,
        retired=till.retired,
        edition=till.edition,
        # Who never said hello has not said either what it can read.
        held_back=held_back(sitting.connection, till.edition) if till.session else 0,
    )


def _count(sitting: Sitting, query: Select[int]) -> int:
    return sitting.connection.execute(query).scalar_one() or 0
