"""Verification finds what was touched behind the book's back."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, delete, select, update

from sync.office.database.tables import (
    BALANCE,
    DEALT,
    HEAD,
    JOURNAL,
    LOT,
    MEMBER,
    QUARANTINE,
)
from tests.office.enrolling import new_till
from tests.office.test_applying import funded
from tests.office.world import World

Damage = Callable[[Connection], object]


def lived(world: World) -> None:
    """Make a book with something of everything in it."""
    till = new_till(world)
    till.hello()
    funded(world, till)
    till.sale("m-1", 0, spend=60000)
    till.obtain("m-1", 100)
    till.sync(("m-1", 50))


def flip(connection: Connection) -> None:
    """Change one byte of one stored record."""
    row = connection.execute(
        select(JOURNAL).where(JOURNAL.c.till == "t1", JOURNAL.c.seq == 2)
    ).one()
    packed = bytearray(row.packed)
    packed[len(packed) // 2] ^= 1
    connection.execute(
        update(JOURNAL)
        .where(JOURNAL.c.till == "t1", JOURNAL.c.seq == 2)
        .values(packed=bytes(packed))
    )


DAMAGES: dict[str, Damage] = {
    "the chain is broken": flip,
    "does not end": lambda c: c.execute(
        delete(JOURNAL).where(JOURNAL.c.till == "t1", JOURNAL.c.seq == 3)
    ),
    "not signed by its author": lambda c: c.execute(
        update(HEAD).where(HEAD.c.till == "t1").values(signature=b"x" * 64)
    ),
    "signed up to 2": lambda c: c.execute(
        update(HEAD).where(HEAD.c.till == "t1").values(signed_seq=2)
    ),
    "balance": lambda c: c.execute(
        update(BALANCE)
        .where(BALANCE.c.account == "m-1", BALANCE.c.place == "available")
        .where(BALANCE.c.unit == "points")
        .values(amount=BALANCE.c.amount + 1)
    ),
    "lot": lambda c: c.execute(delete(LOT).where(LOT.c.unit == "spend")),
    "tier": lambda c: c.execute(update(MEMBER).values(tier="gold")),
    "grant": lambda c: c.execute(delete(DEALT).where(DEALT.c.taken_by == "")),
    "balance Key": lambda c: c.execute(
        QUARANTINE.insert().values(
            till="t1", life=1, branch="", seq=1, reason="none", at_ms=0
        )
    ),
}


def test_a_book_that_nobody_touched_is_verified_whole(world: World) -> None:
    lived(world)

    verified = world.office.verify()

    assert verified.agrees
    assert (verified.journals, verified.accounts) == (2, 2)
    assert verified.records == 3 + 4


@pytest.mark.parametrize("words", DAMAGES)
def test_each_kind_of_damage_is_found(world: World, words: str) -> None:
    lived(world)
    with world.engine.begin() as connection:
        DAMAGES[words](connection)

    problems = world.office.verify().problems

    assert any(words in problem for problem in problems), problems
