"""Standing duties: each thing happens when its time has come, once, and is written down."""

from datetime import timedelta

from rules.ground.ids import AccountId, LotId, Unit
from rules.value.ledger import AVAILABLE, HOUSE, HOUSE_EARNED, Lot
from sync.wire.records.ledger_part import LedgerPart
from tests.office.enrolling import new_till
from tests.office.entries import earn, entry
from tests.office.looking import standing, statement_of
from tests.office.world import START, World


def test_points_become_usable_when_their_time_has_come(world: World) -> None:
    till = new_till(world)
    till.sale("m-1", 100, active_from=START + timedelta(days=14))
    till.push()

    assert world.office.run_due(START + timedelta(days=13, hours=23)).activated == 0
    assert world.office.run_due(START + timedelta(days=14)).activated == 1
    assert world.office.run_due(START + timedelta(days=15)).activated == 0
    assert standing(world, "m-1") == {"available": 100}
    assert world.office.verify().problems == ()


def test_what_is_taken_back_after_activation_is_owed_at_once(world: World) -> None:
    till = new_till(world)
    sale = till.sale("m-1", 100)
    till.push()
    world.office.run_due(START)
    till.refund("m-1", sale, 30)

    till.push()

    assert standing(world, "m-1") == {"available": 70}
    assert till.sync(("m-1", 71)).grants == ()


def test_what_is_left_of_an_ended_lot_goes_to_the_house(world: World) -> None:
    till = new_till(world)
    end = START + timedelta(days=30)
    till.sale("m-1", 100, expires=end)
    till.sale("m-1", 50)
    till.push()
    world.office.run_due(START)
    till.obtain("m-1", 40)

    assert world.office.run_due(end - timedelta(seconds=1)).expired == 0
    assert world.office.run_due(end).expired == 1
    assert standing(world, "m-1") == {"available": 50, "t1.1": 40}
    assert standing(world, "house:expired") == {"house": 60}
    assert world.office.verify().problems == ()


def test_a_count_taken_back_after_its_period_ended_is_owed_by_nobody(world: World) -> None:
    till = new_till(world)
    end, unit = START + timedelta(days=30), "n.base.2026-11"
    record = till.next_id()
    lot = Lot(
        lot=LotId(f"{record}/n"),
        account=AccountId("m-1"),
        unit=Unit(unit),
        rule="base",
        earned_at=START,
        active_from=START,
        expires=end,
    )
    till.append("sale", LedgerPart(entries=(earn(lot, 1, AVAILABLE),), lots=(lot,)))
    till.push()
    world.office.run_due(end)
    assert standing(world, "m-1", unit) == {}
    back = entry(
        "reverse",
        ("m-1", unit, -1, lot.lot, AVAILABLE),
        (HOUSE_EARNED, unit, 1, "", HOUSE),
    )
    till.append("refund", LedgerPart(entries=(back,)), reverses=record)
    till.push()
    assert standing(world, "m-1", unit) == {"available": -1}

    world.office.run_due(end + timedelta(hours=1))

    assert standing(world, "m-1", unit) == {}
    assert world.office.verify().problems == ()


def test_an_allowance_given_back_after_its_end_expires_then(world: World) -> None:
    till = new_till(world)
    end = START + timedelta(days=30)
    till.sale("m-1", 100, expires=end)
    till.push()
    world.office.run_due(START)
    slices = till.obtain("m-1", 100)
    world.office.run_due(end)
    assert standing(world, "m-1") == {"t1.1": 100}
    till.give_back("m-1", slices)
    till.push()

    world.office.run_due(end)

    assert standing(world, "m-1") == {}


def test_a_debt_is_paid_from_what_would_expire(world: World) -> None:
    till = new_till(world)
    end = START + timedelta(days=30)
    sale = till.sale("m-1", 100)
    till.push()
    world.office.run_due(START)
    till.spend("m-1", till.obtain("m-1", 100))
    till.refund("m-1", sale, 30)
    till.sale("m-1", 80, expires=end)
    till.push()
    world.office.run_due(START)
    assert standing(world, "m-1") == {"available": 50}

    world.office.run_due(end)

    assert standing(world, "m-1") == {}
    assert standing(world, "house:expired") == {"house": 50}
    assert world.office.verify().problems == ()


def test_a_tier_ends_only_after_its_time_and_then_as_the_spend_says(world: World) -> None:
    till = new_till(world)
    till.sale("m-1", 0, spend=160000)
    till.sync()
    world.clock.forward(days=100)
    till.sale("m-1", 0, spend=60000)
    till.sync()
    before = world.clock.forward(days=264, hours=23)
    assert world.office.run_due(before).tiers == 0

    done = world.office.run_due(world.clock.forward(hours=1))

    assert done.tiers == 1
    statement = statement_of(till.sync(), "m-1")
    assert (statement.tier, statement.spend_minor) == ("silver", 60000)
    world.office.run_due(world.clock.forward(days=365))
    lowest = statement_of(till.sync(), "m-1")
    assert (lowest.tier, lowest.tier_until_ms) == ("base", 0)
    assert world.office.verify().problems == ()


def test_tills_are_told_when_spend_leaves_the_window(world: World) -> None:
    till = new_till(world)
    till.sale("m-1", 0, spend=10000)
    till.sync()
    world.office.run_due(world.clock.now())
    assert till.sync().deltas == ()

    done = world.office.run_due(world.clock.forward(days=365))

    assert done.told == 1
    assert statement_of(till.sync(), "m-1").spend_minor == 0


def test_duties_are_due_an_hour_after_their_last_success(world: World) -> None:
    assert world.office.run_if_due(world.clock.now())
    assert not world.office.run_if_due(world.clock.forward(minutes=59))
    assert world.again().run_if_due(world.clock.forward(minutes=1))


def test_many_lots_are_dealt_with_in_turns(world: World) -> None:
    till = new_till(world)
    for number in range(1100):
        till.sale(f"m-{number % 300}", 1)
    till.push()

    assert world.office.run_due(START).activated == 1100
    assert world.office.verify().problems == ()
