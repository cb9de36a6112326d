"""Ladders of other kinds at head office: when tiers begin, fall, and stand all the same."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rules.value.ledger import VISITS
from tests.office.enrolling import new_till
from tests.office.looking import statement_of
from tests.office.world import PROGRAMME, START, World

HEAD = PROGRAMME.split(b"[ladder]")[0]
TIERS = b"""
tiers = [
    { tier = "base", from_minor = 0 },
    { tier = "silver", from_minor = 50000 },
    { tier = "gold", from_minor = 150000 },
]
"""
COUNTED = TIERS.replace(b"from_minor = 50000", b"from_count = 2")
COUNTED = COUNTED.replace(b"from_minor = 150000", b"from_count = 3")
COUNTED = COUNTED.replace(b"from_minor = 0", b"from_count = 0")
# Midnight in Kuala Lumpur, where the story's programme is.
DECEMBER = datetime(2026, 11, 30, 16, tzinfo=UTC)
JANUARY = datetime(2026, 12, 31, 16, tzinfo=UTC)

Ladder = Callable[[bytes], None]


@pytest.fixture
def ladder(world: World) -> Ladder:
    def publish(terms: bytes, steps: bytes = TIERS) -> None:
        document = HEAD.replace(b"version = 1", b"version = 2")
        world.office.publish(document + b"[ladder]\n" + terms + steps, form="toml")

    return publish


def until(world: World, moment: datetime) -> None:
    world.clock.forward(seconds=int((moment - world.clock.now()).total_seconds()))


def tier_of(till: Any, account: str = "m-1") -> tuple[str, int]:  # noqa: ANN401  # a till
    till.push()
    statement = statement_of(till.sync(), account)
    return statement.tier, statement.spend_minor


def test_a_tier_for_the_next_period_begins_with_it(world: World, ladder: Ladder) -> None:
    ladder(b'window = "month"\nstart = "next_period"')
    till = new_till(world)
    till.sale("m-1", 0, spend=60000)
    assert tier_of(till)[0] == "base"

    until(world, DECEMBER)
    assert world.office.run_due(DECEMBER).tiers == 1

    assert tier_of(till) == ("silver", 0)
    until(world, JANUARY)
    world.office.run_due(JANUARY)
    assert tier_of(till)[0] == "base"
    assert world.office.verify().problems == ()


def test_what_came_back_before_the_period_begins_no_tier(
    world: World, ladder: Ladder
) -> None:
    ladder(b'window = "month"\nstart = "next_period"')
    till = new_till(world)
    sale = till.sale("m-1", 0, spend=60000)
    till.push()
    till.refund("m-1", sale, 0, spend=60000)
    till.push()

    until(world, DECEMBER)
    world.office.run_due(DECEMBER)

    till.sale("m-1", 1)
    assert tier_of(till)[0] == "base"


def test_a_tier_by_the_month_is_renewed_by_the_month_that_ends(
    world: World, ladder: Ladder
) -> None:
    ladder(b'window = "month"')
    till = new_till(world)
    till.sale("m-1", 0, spend=60000)
    assert tier_of(till)[0] == "silver"

    until(world, DECEMBER)
    assert world.office.run_due(DECEMBER).tiers == 0
    till.sale("m-1", 0, spend=70000)
    assert tier_of(till)[0] == "silver"
    until(world, JANUARY)
    assert world.office.run_due(JANUARY).tiers == 1

    assert tier_of(till) == ("silver", 0)
    after = JANUARY + timedelta(days=31)
    until(world, after)
    world.office.run_due(after)
    assert tier_of(till)[0] == "base"


def test_grace_keeps_a_tier_once(world: World, ladder: Ladder) -> None:
    ladder(b'window = "month"\nends = "end_of_period"\ngrace_days = 10')
    till = new_till(world)
    till.sale("m-1", 0, spend=60000)
    assert tier_of(till)[0] == "silver"

    until(world, DECEMBER)
    world.office.run_due(DECEMBER)
    assert tier_of(till)[0] == "silver"
    over = DECEMBER + timedelta(days=10)
    until(world, over - timedelta(seconds=1))
    assert world.office.run_due(world.clock.now()).tiers == 0
    until(world, over)
    assert world.office.run_due(over).tiers == 1

    assert tier_of(till)[0] == "base"
    assert world.office.verify().problems == ()


def test_a_soft_landing_goes_down_one_level(world: World, ladder: Ladder) -> None:
    ladder(b'window = "month"\nends = "end_of_period"\ndowngrade = "one_level"')
    till = new_till(world)
    till.sale("m-1", 0, spend=160000)
    assert tier_of(till)[0] == "gold"

    until(world, DECEMBER)
    world.office.run_due(DECEMBER)

    assert tier_of(till)[0] == "silver"


def test_visits_of_one_day_are_one_whichever_till_saw_them(
    world: World, ladder: Callable[..., None]
) -> None:
    ladder(b'metric = "visits"\nwindow_days = 30', COUNTED)
    one, other = new_till(world), new_till(world, "S02", seed=2)
    one.sale("m-1", 0, spend=1, credit=VISITS)
    other.sale("m-1", 0, spend=1, credit=VISITS)
    one.push()
    assert tier_of(other) == ("base", 1)

    world.clock.forward(days=1)
    one.sale("m-1", 0, spend=1, credit=VISITS)

    assert tier_of(one) == ("silver", 2)


def test_a_balance_that_is_spent_lowers_the_tier_at_once(
    world: World, ladder: Callable[..., None]
) -> None:
    steps = COUNTED.replace(b"= 2", b"= 100").replace(b"= 3", b"= 200")
    ladder(b'metric = "balance"\nwindow_days = 30\nfalls = "at_once"', steps)
    till = new_till(world)
    till.sale("m-1", 250)
    till.push()
    world.office.run_due(START)
    till.sale("m-1", 1)
    assert tier_of(till)[0] == "gold"

    till.spend("m-1", till.obtain("m-1", 200))

    assert tier_of(till)[0] == "base"


def test_a_tier_that_a_person_gave_stands_until_its_end(
    world: World, ladder: Ladder
) -> None:
    ladder(b'window_days = 30\nfalls = "at_once"')
    till = new_till(world)
    sale = till.sale("m-1", 0, spend=1000)
    till.push()

    assert world.office.give_tier("m-1", "gold", "2027-01-31")
    assert not world.office.give_tier("m-2", "gold", "2027-01-31")
    assert not world.office.give_tier("m-1", "golden")
    end = datetime(2027, 1, 31, 16, tzinfo=UTC)

    till.refund("m-1", sale, 0, spend=1000)
    assert tier_of(till)[0] == "gold"
    until(world, end)
    world.office.run_due(end)
    assert tier_of(till)[0] == "base"
    assert world.office.verify().problems == ()
