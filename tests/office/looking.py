"""Looks into head office's tables, for tests that ask what was kept."""

from sqlalchemy import select

from sync.office.database.tables import BALANCE, FINDING, QUARANTINE
from sync.wire.messages import PullAnswer, Statement
from tests.office.world import World


def standing(world: World, account: str, unit: str = "points") -> dict[str, int]:
    """Return what an account has at each place, all lots together."""
    sums: dict[str, int] = {}
    with world.engine.begin() as connection:
        rows = connection.execute(
            select(BALANCE.c.place, BALANCE.c.amount).where(
                BALANCE.c.account == account, BALANCE.c.unit == unit
            )
        )
        for place, amount in rows:
            sums[place] = sums.get(place, 0) + amount
    return {place: amount for place, amount in sums.items() if amount}


def findings(world: World) -> list[str]:
    """Return the codes of all findings."""
    with world.engine.begin() as connection:
        rows = connection.execute(select(FINDING.c.code).order_by(FINDING.c.code))
        return list(rows.scalars())


def quarantined(world: World) -> list[str]:
    """Return why each record in quarantine is there."""
    with world.engine.begin() as connection:
        rows = connection.execute(select(QUARANTINE.c.reason).order_by(QUARANTINE.c.reason))
        return [reason.split()[0] for reason in rows.scalars()]


def statement_of(answer: PullAnswer, account: str) -> Statement:
    """Return the one statement about an account."""
    (found,) = (
        statement
        for delta in answer.deltas
        for statement in delta.statements
        if statement.account == account
    )
    return found
