"""Down: allowances dealt exactly once, and statements that say what they rest on."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from rules.value.ledger import Slice
from sync.office.database.tables import MEMBER
from sync.office.joining.importing import Newcomer
from sync.wire.buckets import bucket_of
from sync.wire.messages import Conflict, PullAnswer, Statement
from tests.office.enrolling import new_till
from tests.office.entries import as_grant
from tests.office.looking import standing, statement_of
from tests.office.test_applying import funded
from tests.office.world import World


def test_exactly_what_is_wanted_is_dealt_from_the_lot_that_ends_first(world: World) -> None:
    till = new_till(world)
    soon = world.clock.now() + timedelta(days=5)
    till.sale("m-1", 300)
    till.sale("m-1", 200, expires=soon)
    till.push()
    world.office.run_due(world.clock.now())

    (grant,) = till.sync(("m-1", 250)).grants

    assert [(p.lot, p.amount) for p in grant.slices] == [
        ("t1.1-2/points", 200),
        ("t1.1-1/points", 50),
    ]
    assert as_grant(grant).slices[0].good_until == soon
    assert standing(world, "m-1") == {"available": 250, "transit:t1.1": 250}


def test_a_grant_is_repeated_until_it_is_taken_and_never_dealt_twice(world: World) -> None:
    till = new_till(world)
    funded(world, till)
    first = till.sync(("m-1", 400)).grants

    assert till.pull(("m-1", 400)).grants == first
    assert till.pull(deltas=False).grants == first
    assert till.sync(("m-1", 400)).grants == first
    till.take(*first)
    assert till.sync().grants == ()
    assert standing(world, "m-1") == {"available": 600, "t1.1": 400}


def test_more_wanted_than_on_the_way_deals_the_rest(world: World) -> None:
    till = new_till(world)
    funded(world, till)
    till.sync(("m-1", 100))

    grants = till.pull(("m-1", 150)).grants

    assert sorted(sum(p.amount for p in grant.slices) for grant in grants) == [50, 100]


def test_more_than_there_is_deals_nothing(world: World) -> None:
    one, two = new_till(world), new_till(world, "S02")
    funded(world, one)
    one.sync(("m-1", 800))

    assert two.sync(("m-1", 201)).grants == ()
    assert two.sync(("m-9", 1)).grants == ()
    assert len(two.sync(("m-1", 200)).grants) == 1


def test_tier_credit_and_vouchers_are_never_dealt(world: World) -> None:
    till = new_till(world)
    till.sale("m-1", 0, spend=5000)
    till.sync()
    wants = till.pull_message(("m-1", 100))
    asked = replace(wants, wants=(replace(wants.wants[0], unit="spend"),))

    answer = world.office.pull(asked)

    assert isinstance(answer, PullAnswer)
    assert answer.grants == ()


def test_debt_is_paid_before_anything_is_dealt(world: World) -> None:
    till = new_till(world)
    funded(world, till)
    slices = till.obtain("m-1", 1000)
    till.spend("m-1", slices)
    till.refund("m-1", "t1.1-1", 300)
    till.sale("m-1", 500)
    till.push()
    world.office.run_due(world.clock.now())

    assert standing(world, "m-1") == {"available": 200}
    assert till.sync(("m-1", 201)).grants == ()
    assert len(till.sync(("m-1", 200)).grants) == 1


def test_a_blocked_member_is_dealt_nothing(world: World) -> None:
    till = new_till(world)
    funded(world, till)
    with world.engine.begin() as connection:
        connection.execute(update(MEMBER).values(status="blocked"))

    assert till.sync(("m-1", 100)).grants == ()


def test_grants_need_the_session_of_the_last_hello(world: World) -> None:
    till = new_till(world)
    funded(world, till)
    till.sync()
    stale = till.pull_message(("m-1", 100))
    till.hello()

    answer = world.office.pull(stale)

    assert isinstance(answer, Conflict)
    assert answer.reason == "session"
    other_generation = replace(till.pull_message(("m-1", 100)), generation=9)
    answer = world.office.pull(other_generation)
    assert isinstance(answer, Conflict)
    assert answer.reason == "session"
    assert len(till.pull(("m-1", 100)).grants) == 1


def test_a_closed_life_is_dealt_nothing(world: World) -> None:
    till = new_till(world)
    funded(world, till)
    till.sync()
    again = new_till(world, till="t1", seed=8)

    answer = world.office.pull(till.pull_message(("m-1", 100)))

    assert isinstance(answer, Conflict)
    assert answer.reason == "other_life"
    assert again.sync(("m-1", 100)).grants[0].life == "t1.2"


def home(world: World, points: int = 2000, **named: object) -> Statement:
    """Import a member at home in S01 and return what S01's till is told."""
    newcomer = replace(
        Newcomer(row=1, account="m-home", home="S01", points=points),
        **named,  # type: ignore[arg-type]  # a test's own fields
    )
    world.office.import_members([newcomer])
    return statement_of(new_till(world).sync(), "m-home")


def test_one_reward_is_dealt_to_the_home_store_unasked(world: World) -> None:
    statement = home(world)

    assert statement.held == {"S01": 100}
    assert (statement.available, statement.dealable) == (2000, 1900)


def test_no_reward_is_dealt_to_who_has_too_little(world: World) -> None:
    assert home(world, points=399).held == {}


def test_no_reward_is_dealt_where_the_member_is_not_at_home(world: World) -> None:
    assert home(world, home="S02").held == {}


def test_no_reward_is_dealt_to_who_has_not_bought_for_long(world: World) -> None:
    till = new_till(world)
    world.office.import_members([Newcomer(row=1, account="m-2", home="S01", points=2000)])
    world.clock.forward(days=91)

    assert statement_of(till.sync(), "m-2").held == {}
    till.sale("m-2", 1, spend=100)
    till.push()
    assert statement_of(till.sync(), "m-2").held == {"S01": 100}


def test_the_standing_allowance_is_dealt_again_only_when_nothing_is_left(
    world: World,
) -> None:
    till = new_till(world)
    world.office.import_members([Newcomer(row=1, account="m-2", home="S01", points=2000)])
    (grant,) = till.sync().grants
    till.take(grant)
    till.push()
    assert till.sync().grants == ()
    piece = as_grant(grant).slices[0]
    till.spend("m-2", [Slice(lot=piece.lot, amount=40, good_until=None)])
    assert till.sync().grants == ()
    till.give_back("m-2", [Slice(lot=piece.lot, amount=60, good_until=None)])

    assert len(till.sync().grants) == 1


def test_a_till_is_told_once_of_each_change_and_of_nothing_else(world: World) -> None:
    one, two = new_till(world), new_till(world, "S02")
    one.sale("m-1", 5)
    one.sync()
    first = two.sync()
    again = two.sync()
    one.sale("m-1", 7)
    one.sync()

    second = two.sync()

    assert [delta.whole for delta in first.deltas] == [True]
    assert again.deltas == ()
    assert [delta.whole for delta in second.deltas] == [False]
    assert statement_of(second, "m-1").pending == 12
    assert second.deltas[0].revision == first.deltas[0].revision + 1


def test_a_deal_in_a_bucket_that_is_being_told_of_is_told_with_it(world: World) -> None:
    same = [name for n in range(9999) if bucket_of(name := f"m-{n}") == bucket_of("m-1")]
    one, two = new_till(world), new_till(world, "S02")
    funded(world, one)
    one.sync()
    two.sync()
    one.sale(same[-1], 5)
    one.push()

    answer = two.sync(("m-1", 100))

    assert {s.account for delta in answer.deltas for s in delta.statements} == {
        "m-1",
        same[-1],
    }
    assert statement_of(answer, "m-1").held == {"S01": 100, "S02": 100}
    assert two.sync().deltas == ()


def test_a_delta_says_which_of_the_tills_own_records_it_holds(world: World) -> None:
    till = new_till(world)
    for points in (1, 2, 3):
        till.sale("m-1", points)
    till.hello()
    till.push(till.batch(1, 2))

    (delta,) = till.pull().deltas

    assert delta.applied == {"t1.1": 2}
    assert delta.statements[0].pending == 3


def test_a_cursor_from_the_future_gets_the_whole_bucket(world: World) -> None:
    till = new_till(world)
    till.sale("m-1", 5)
    (delta,) = till.sync().deltas
    till.revisions[delta.bucket] += 5

    (again,) = till.pull().deltas

    assert again.whole
    assert again.revision == delta.revision


def test_an_answer_is_bounded_and_says_that_there_is_more(world: World) -> None:
    till = new_till(world, "S09")
    world.office.import_members(
        Newcomer(row=row, account=f"m-{row}", points=1) for row in range(1200)
    )
    first = till.sync()
    accounts = {s.account for delta in first.deltas for s in delta.statements}
    answers = 1
    answer = first
    while answer.more:
        answer = till.pull()
        answers += 1
        told = {s.account for delta in answer.deltas for s in delta.statements}
        assert not accounts & told
        accounts |= told

    assert first.more
    assert answers == 12
    assert len(accounts) == 1200


def test_a_statement_says_where_the_points_are_and_when_they_end(world: World) -> None:
    one, two = new_till(world), new_till(world, "S02")
    end = world.clock.now() + timedelta(days=5)
    one.sale("m-1", 300, expires=end)
    one.sale("m-1", 200)
    one.push()
    world.office.run_due(world.clock.now())
    one.sale("m-1", 7)
    one.obtain("m-1", 100)
    two.sync(("m-1", 50))

    statement = statement_of(one.sync(), "m-1")

    assert (statement.available, statement.dealable, statement.pending) == (500, 350, 7)
    assert statement.held == {"S01": 100, "S02": 50}
    assert [(e.points, e.before_ms) for e in statement.expiring] == [
        (300, int(end.timestamp()) * 1000)
    ]
    assert (statement.status, statement.home) == ("active", "S01")


@pytest.mark.parametrize("version", [0, 1])
def test_programmes_newer_than_the_tills_come_signed(world: World, version: int) -> None:
    till = new_till(world)
    till.hello()

    answer = world.office.pull(replace(till.pull_message(), programme=version))

    assert isinstance(answer, PullAnswer)
    assert [programme.version for programme in answer.programmes] == [1][version:]
