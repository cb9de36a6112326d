"""Segments and idle value on every database: looked at by the day, swept when it is due."""

from datetime import datetime, timedelta

from sqlalchemy import select

from sync.office.database.tables import BELONGING
from tests.office.enrolling import new_till
from tests.office.looking import standing, statement_of
from tests.office.world import PROGRAMME, START, World

ASKING = (
    PROGRAMME.replace(b"version = 1", b"version = 2")
    + b"""
[[units]]
unit = "points"
expires_inactive_months = 6

[[segments]]
segment = "newcomers"
when = { kind = "membership", at_most_days = 30 }

[[segments]]
segment = "top"
when = { kind = "rfm", money = [5, 5] }
"""
)


def test_every_member_is_looked_at_once_a_day(world: World) -> None:
    world.office.publish(ASKING, form="toml")
    till = new_till(world)
    for number in range(1_100):
        till.sale(f"m-{number}", 1)
    till.push()

    assert world.office.run_due(START).looked_at == 1_100
    assert world.office.run_due(START + timedelta(hours=1)).looked_at == 0
    assert world.office.run_due(START + timedelta(days=1)).looked_at == 1_100
    assert set(belonging(world)) == {"newcomers"}
    after = START + timedelta(days=32)
    assert world.office.run_due(after).looked_at == 1_100
    assert set(belonging(world)) == {""}
    assert world.office.verify().problems == ()


def belonging(world: World) -> list[str]:
    with world.engine.connect() as connection:
        return list(connection.execute(select(BELONGING.c.segments)).scalars())


def test_what_is_idle_is_swept_by_the_day_that_was_told(world: World) -> None:
    world.office.publish(ASKING, form="toml")
    till = new_till(world)
    till.sale("m-1", 100)
    till.push()
    world.office.run_due(START)
    further = statement_of(till.sync(), "m-1").further
    assert further is not None
    ends = timedelta(milliseconds=further.inactive_ms) - (START - _epoch())

    world.clock.forward(seconds=int(ends.total_seconds()) - 1)
    till.sync()
    assert world.office.run_due(world.clock.now()).expired == 0
    world.clock.forward(seconds=1)
    till.sync()

    assert world.office.run_due(world.clock.now()).expired == 1
    assert standing(world, "m-1") == {}
    assert standing(world, "house:expired") == {"house": 100}


def _epoch() -> datetime:
    return START - timedelta(seconds=START.timestamp())
