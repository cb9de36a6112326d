"""Programmes: published by number, signed, and never changed under a number again."""

from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, func, select

from rules.ground.sentence import Sentence
from rules.ladder.terms import Ladder
from rules.programme import Programme
from sync.kit.clock import to_ms
from sync.kit.faults import Fault
from sync.office.database.desk import Sitting
from sync.office.database.tables import PROGRAMME
from sync.office.database.upserts import insert_new
from sync.wire.messages import ProgrammeMessage
from sync.wire.programme.door import Form, programme_bytes, read_programme
from sync.wire.programme.seal import sealed_programme


def publish(
    sitting: Sitting, document: bytes, *, form: Form, starts: datetime | None
) -> Programme:
    """Check, sign and keep a programme; it starts at once or at ``starts``.

    Raises the wire's :class:`ProgrammeFault` for a document that is none, and a
    :class:`Fault` when another document was published under the same number.
    """
    programme = read_programme(document, form=form)
    data = programme_bytes(programme)
    starts_ms = sitting.now_ms if starts is None else to_ms(starts)
    known = sitting.connection.execute(
        select(PROGRAMME.c.document).where(PROGRAMME.c.version == programme.version)
    ).scalar_one_or_none()
    if known not in {None, data.decode()}:
        raise Fault(
            Sentence(
                "programme version {version} is published with other rules",
                version=programme.version,
            ),
            hint=Sentence("Give the changed programme the next version number."),
        )
    seal = sealed_programme(programme.version, starts_ms, data)
    row = {
        "version": programme.version,
        "starts_ms": starts_ms,
        "document": data.decode(),
        "signature": sitting.keys.signing.sign(seal).hex(),
        "edition": programme.edition,
    }
    insert_new(sitting.connection, PROGRAMME, [row])
    return programme


def programmes_for(
    connection: Connection, edition: int, *, newest: int, held: int
) -> tuple[ProgrammeMessage, ...]:
    """Return the programmes that a till lacks of those its edition can read, in order.

    ``newest`` is the newest version that it holds, ``held`` how many (-1: it did not say).
    One that was held back from it is missing below its newest until it is upgraded.
    """
    readable = PROGRAMME.c.edition <= edition
    below = select(func.count()).where(readable, PROGRAMME.c.version <= newest)
    lacks = 0 <= held < connection.execute(below).scalar_one()
    rows = connection.execute(
        select(PROGRAMME)
        .where(readable, PROGRAMME.c.version > (0 if lacks else newest))
        .order_by(PROGRAMME.c.version)
    )
    return tuple(
        ProgrammeMessage(
            version=row.version,
            starts_ms=row.starts_ms,
            document=row.document,
            signature=row.signature,
        )
        for row in rows
    )


def held_back(connection: Connection, edition: int) -> int:
    """Return the newest programme that a till of an edition cannot read; 0 if it reads all.

    A newer one that it can read has taken its place.
    """
    newest = connection.execute(
        select(PROGRAMME.c.version, PROGRAMME.c.edition)
        .order_by(PROGRAMME.c.version.desc())
        .limit(1)
    ).one_or_none()
    return newest.version if newest is not None and newest.edition > edition else 0


def current(sitting: Sitting) -> Programme | None:
    """Return the programme that holds now: of those that have started, the newest."""
    document = sitting.connection.execute(
        select(PROGRAMME.c.document)
        .where(PROGRAMME.c.starts_ms <= sitting.now_ms)
        .order_by(PROGRAMME.c.version.desc())
        .limit(1)
    ).scalar_one_or_none()
    return None if document is None else _compiled(document)


def programme_of(sitting: Sitting, version: int) -> Programme | None:
    """Return the programme published under a number."""
    document = sitting.connection.execute(
        select(PROGRAMME.c.document).where(PROGRAMME.c.version == version)
    ).scalar_one_or_none()
    return None if document is None else _compiled(document)


def first_start(sitting: Sitting, campaign: str) -> int:
    """Return when the first programme started that has a campaign (milliseconds)."""
    rows = sitting.connection.execute(
        select(PROGRAMME.c.starts_ms, PROGRAMME.c.document)
        .where(PROGRAMME.c.starts_ms <= sitting.now_ms)
        .order_by(PROGRAMME.c.starts_ms)
    )
    with rows:
        for starts_ms, document in rows:
            if any(one.campaign == campaign for one in _compiled(document).campaigns):
                return int(starts_ms)
    return sitting.now_ms


def current_ladder(sitting: Sitting) -> Ladder | None:
    """Return the ladder that holds now."""
    programme = current(sitting)
    return None if programme is None else programme.ladder


@lru_cache(maxsize=16)
def _compiled(document: str) -> Programme:
    return read_programme(document.encode(), form="json")
