"""Head office comes back older than it was: nothing is lost, nothing is given twice."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sync.kit.faults import Fault
from sync.office.database.engine import DATABASE_FILE, open_engine, sqlite_url
from sync.office.database.second_place import GENERATION_FILE, SecondPlace
from sync.wire.messages import Welcome
from tests.office.enrolling import new_till
from tests.office.forge import ForgedTill
from tests.office.looking import quarantined, standing
from tests.office.test_applying import funded
from tests.office.world import PROGRAMME, START, World, sqlite_world


def backed_up(folder: Path) -> World:
    """Make a world whose database can be put back."""
    world = sqlite_world(folder / "office")
    world.office.publish(PROGRAMME, form="toml")
    return world


def back_up(world: World, folder: Path) -> None:
    """Copy the database as it stands."""
    world.engine.dispose()
    shutil.copy(folder / "office" / DATABASE_FILE, folder / "backup.db")


def put_back(world: World, folder: Path) -> None:
    """Put the copy back and say so."""
    world.engine.dispose()
    for file in (folder / "office").glob(f"{DATABASE_FILE}*"):
        file.unlink()
    shutil.copy(folder / "backup.db", folder / "office" / DATABASE_FILE)
    world.engine = open_engine(sqlite_url(folder / "office"))
    world.office = world.again()
    world.office.begin_generation()


def send_all(till: ForgedTill) -> None:
    """Do what a till does that met a new generation: hello, send again, hello."""
    assert isinstance(till.hello(), Welcome)
    till.push()
    assert isinstance(till.hello(), Welcome)


def test_what_was_lost_comes_again_from_the_tills(tmp_path: Path) -> None:
    world = backed_up(tmp_path)
    till = new_till(world)
    till.hello()
    till.sale("m-1", 5)
    till.push()
    back_up(world, tmp_path)
    till.sale("m-1", 7)
    till.push()
    put_back(world, tmp_path)

    welcome = till.hello()

    assert isinstance(welcome, Welcome)
    assert (welcome.generation, welcome.durable_seq) == (2, 1)
    assert till.push().durable_seq == 2
    assert standing(world, "m-1") == {"pending": 12}
    assert world.office.verify().problems == ()
    world.engine.dispose()


def test_nothing_is_dealt_until_every_till_has_sent_what_it_has(tmp_path: Path) -> None:
    world = backed_up(tmp_path)
    one, two = new_till(world), new_till(world, "S02")
    funded(world, one)
    back_up(world, tmp_path)
    two.sync()
    for points in (3, 4):
        two.sale("m-2", points)
    two.push()
    put_back(world, tmp_path)
    send_all(one)

    waiting = one.pull(("m-1", 100))
    assert standing(world, "m-1") == {"available": 1000}
    two.push(two.batch(1, 1))
    unheard = one.pull()
    two.hello()
    two.push(two.batch(1, 1))
    partly = one.pull()
    two.push()
    thawed = one.pull(("m-1", 100))

    assert waiting.frozen
    assert waiting.grants == ()
    assert unheard.frozen
    assert partly.frozen
    assert not thawed.frozen
    assert len(thawed.grants) == 1
    assert world.office.verify().problems == ()
    world.engine.dispose()


def test_records_sent_before_the_till_knows_of_the_restore_are_no_report(
    tmp_path: Path,
) -> None:
    world = backed_up(tmp_path)
    till = new_till(world)
    till.hello()
    till.sale("m-1", 3)
    till.push()
    world.office.begin_generation()

    till.push(till.batch(1))

    assert world.office.fleet().frozen
    till.hello()
    till.push(till.batch(1))
    assert not world.office.fleet().frozen
    world.engine.dispose()


def test_a_retired_till_is_not_waited_for(tmp_path: Path) -> None:
    world = backed_up(tmp_path)
    one = new_till(world)
    new_till(world, "S02")
    funded(world, one)
    world.office.begin_generation()
    send_all(one)
    assert one.pull().frozen

    world.office.retire("t2")

    assert not one.pull().frozen
    world.engine.dispose()


def test_a_grant_forgotten_in_the_restore_is_rebuilt_from_who_took_it(
    tmp_path: Path,
) -> None:
    world = backed_up(tmp_path)
    till = new_till(world)
    funded(world, till)
    back_up(world, tmp_path)
    slices = till.obtain("m-1", 400)
    till.spend("m-1", slices)
    till.push()
    put_back(world, tmp_path)

    send_all(till)

    assert standing(world, "m-1") == {"available": 600}
    assert quarantined(world) == []
    assert world.office.verify().problems == ()
    world.engine.dispose()


@pytest.mark.parametrize("is_seller_first", [True, False])
def test_a_forgotten_grant_shows_that_its_lot_had_been_activated(
    tmp_path: Path, *, is_seller_first: bool
) -> None:
    world = backed_up(tmp_path)
    seller, taker = new_till(world), new_till(world, "S02")
    back_up(world, tmp_path)
    funded(world, seller)
    slices = taker.obtain("m-1", 400)
    taker.spend("m-1", slices)
    taker.push()
    put_back(world, tmp_path)

    for till in (seller, taker) if is_seller_first else (taker, seller):
        send_all(till)

    assert standing(world, "m-1") == {"available": 600}
    assert world.office.verify().problems == ()
    assert world.office.run_due(world.clock.now()).activated == 0
    world.engine.dispose()


def test_what_waited_and_was_dealt_to_nobody_waits_again_after_a_restore(
    tmp_path: Path,
) -> None:
    world = backed_up(tmp_path)
    till = new_till(world)
    back_up(world, tmp_path)
    funded(world, till)
    till.sale("m-1", 50)
    till.obtain("m-1", 400)
    put_back(world, tmp_path)

    send_all(till)

    assert standing(world, "m-1") == {"pending": 50, "available": 600, "t1.1": 400}
    world.engine.dispose()


def test_grants_after_a_restore_have_names_of_their_own(tmp_path: Path) -> None:
    world = backed_up(tmp_path)
    till = new_till(world)
    funded(world, till)
    back_up(world, tmp_path)
    (before,) = till.sync(("m-1", 100)).grants
    put_back(world, tmp_path)
    send_all(till)

    (after,) = till.pull(("m-1", 100)).grants

    assert before.grant != after.grant
    assert (before.grant.split("-")[0], after.grant.split("-")[0]) == ("o657.1", "o657.2")
    world.engine.dispose()


def test_a_grant_we_cannot_have_forgotten_is_made_up(tmp_path: Path) -> None:
    world = backed_up(tmp_path)
    till = new_till(world)
    funded(world, till)
    (grant,) = till.sync(("m-1", 400)).grants
    world.office.begin_generation()
    send_all(till)
    till.take(replace(grant, grant="o657.1-1/9"))

    till.push()

    assert quarantined(world) == ["grant_unknown"]
    world.engine.dispose()


def test_a_cursor_of_before_the_restore_gets_the_whole_bucket(tmp_path: Path) -> None:
    world = backed_up(tmp_path)
    one, two = new_till(world), new_till(world, "S02")
    one.sale("m-1", 5)
    one.push()
    back_up(world, tmp_path)
    one.sale("m-1", 7)
    one.push()
    two.sync()
    put_back(world, tmp_path)
    send_all(two)

    (older,) = two.pull().deltas
    one.sale("m-1", 1)
    send_all(one)
    (newer,) = two.pull().deltas

    assert (older.whole, older.statements[0].pending) == (True, 5)
    assert (newer.whole, newer.statements[0].pending) == (True, 13)
    assert newer.revision > older.revision
    world.engine.dispose()


def test_a_late_till_is_told_of_the_generation_and_its_ticket_is_forgiven_once(
    tmp_path: Path,
) -> None:
    world = backed_up(tmp_path)
    till = new_till(world)
    till.hello()
    back_up(world, tmp_path)
    for _ in range(3):
        till.hello()
    put_back(world, tmp_path)
    twin = till.copy()

    first = till.hello()

    assert isinstance(first, Welcome)
    assert isinstance(till.hello(), Welcome)
    assert not isinstance(twin.hello(), Welcome)
    world.engine.dispose()


def test_one_backup_put_back_twice_begins_another_generation(tmp_path: Path) -> None:
    world = backed_up(tmp_path)
    till = new_till(world)
    till.hello()
    back_up(world, tmp_path)
    till.hello()
    put_back(world, tmp_path)
    send_all(till)
    put_back(world, tmp_path)

    welcome = till.hello()

    assert isinstance(welcome, Welcome)
    assert welcome.generation == 3


def test_a_generation_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / GENERATION_FILE).write_text("two")

    with pytest.raises(Fault, match="does not hold"):
        SecondPlace(tmp_path).generation()


def test_nothing_ends_while_a_till_has_not_told_what_we_dealt_it(tmp_path: Path) -> None:
    world = backed_up(tmp_path)
    till = new_till(world)
    ended = START + timedelta(days=30)
    till.sale("m-1", 100, expires=ended)
    till.sync()
    world.office.run_due(START)
    back_up(world, tmp_path)
    put_back(world, tmp_path)

    assert world.office.run_due(ended).expired == 0
    send_all(till)
    assert world.office.run_due(ended).expired == 1
