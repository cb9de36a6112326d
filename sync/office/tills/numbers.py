"""New card numbers are allotted to lives in ranges, no number ever twice."""

from typing import Final

from sqlalchemy import func, select

from rules.members.card_numbers import capacity
from rules.members.card_terms import NewNumbers
from sync.office.database.desk import Sitting
from sync.office.database.tables import NUMBERS
from sync.office.database.upserts import insert_new
from sync.office.tills.programmes import current
from sync.wire.messages import NumberRange
from sync.wire.records.identity import Life

RANGE: Final = 100
"""How many numbers are allotted at once."""

GENERATIONS: Final = 20
"""Between how many restores the numbers are shared: none is allotted again after one."""

_TOLD_MAX: Final = 20


def allotted(sitting: Sitting, life: Life, *, held: int) -> tuple[NumberRange, ...]:
    """Return the newest ranges of a life that is short of numbers, after one more.

    ``held`` is how many it has: those it has not heard of are told again first; below zero
    it asks for nothing.
    """
    programme = current(sitting) if held >= 0 else None
    terms = programme.cards.new_numbers if programme else None
    if terms is None:
        return ()
    if len(_of(sitting, life)) <= held:
        _allot(sitting, life, terms)
    return _of(sitting, life)[-_TOLD_MAX:]


def _of(sitting: Sitting, life: Life) -> tuple[NumberRange, ...]:
    rows = sitting.connection.execute(
        select(NUMBERS)
        .where(NUMBERS.c.till == life.till, NUMBERS.c.life == life.number)
        .order_by(NUMBERS.c.first)
    )
    return tuple(
        NumberRange(
            prefix=row["prefix"],
            length=row["length"],
            first=row["first"],
            count=row["count"],
        )
        for row in rows.mappings()
    )


def _allot(sitting: Sitting, life: Life, terms: NewNumbers) -> None:
    """Take the next range of this generation's share; nothing once it is used up."""
    share = capacity(terms.prefix, terms.length) // GENERATIONS // RANGE * RANGE
    begin = (sitting.generation - 1) * share
    end = begin + share
    last = sitting.connection.execute(
        select(func.max(NUMBERS.c.first)).where(
            NUMBERS.c.first >= begin, NUMBERS.c.first < end
        )
    ).scalar_one()
    first = begin if last is None else int(last) + RANGE
    if share < RANGE or first + RANGE > end or sitting.generation > GENERATIONS:
        return
    row = {
        "first": first,
        "till": life.till,
        "life": life.number,
        "prefix": terms.prefix,
        "length": terms.length,
        "count": RANGE,
    }
    insert_new(sitting.connection, NUMBERS, [row])
