"""Sales written without their points, and the points once they can be worked out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.counter.selling.deferred import AT_ONCE
from sync.till.journal.rebuilding import differences
from sync.till.journal.reserve import Reserve
from sync.wire.programme.door import programme_bytes
from tests.agent.counter.shop import (
    SARA,
    Shop,
    document,
    example_sale,
    paid_with,
    programme,
    said,
)

LATER = [{"words": "notice.earn_deferred"}]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Open a shop that Sara is known in."""
    shop = Shop(tmp_path)
    shop.sara()
    yield shop
    shop.book.close()


def use_up(shop: Shop) -> None:
    """Have even the last reserve handed out."""
    folder = shop.directory
    shop.book.journal.reserve = Reserve(folder / "reserve", 4096)
    shop.book.journal.last_reserve = Reserve(folder / "reserve.last", 4096)
    assert shop.book.journal.room == "facts"


def test_with_the_last_room_only_facts_are_written_and_points_come_later(
    shop: Shop,
) -> None:
    use_up(shop)
    before = shop.balance()

    sold = said(shop.sale(example_sale()))
    assert (sold["notices"], sold["earned"], sold["issued"]) == (LATER, [], [])
    assert sold["member"]["id"] == SARA
    assert shop.scan()["notices"] == LATER
    assert shop.counter.catch_up() == 0
    assert shop.balance() == before

    assert shop.book.journal.regain() == "ample"
    assert shop.counter.catch_up() == 1
    assert shop.balance()[1] == before[1] + 27
    assert shop.counter.catch_up() == 0
    assert said(shop.sale(example_sale())) == sold
    assert differences(shop.book.journal.connection) == ()


def test_many_are_worked_out_a_few_at_a_time(shop: Shop) -> None:
    use_up(shop)
    for number in range(AT_ONCE + 5):
        said(shop.sale(example_sale(document=document(f"{number:06}"))))
    shop.book.journal.regain()

    assert shop.counter.catch_up() == AT_ONCE
    assert shop.balance()[1] == 35 + AT_ONCE * 27
    while shop.counter.catch_up():
        pass
    assert shop.balance()[1] == 35 + (AT_ONCE + 5) * 27


def test_what_was_deferred_is_remembered_over_a_restart(shop: Shop) -> None:
    use_up(shop)
    said(shop.sale(example_sale()))

    shop.restart()

    assert shop.counter.catch_up() == 1
    assert shop.balance()[1] == 35 + 27


def test_points_that_were_set_aside_before_are_spent_all_the_same(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]
    use_up(shop)

    sold = said(shop.sale(example_sale(**paid_with(hold))))

    assert sold["notices"] == []
    assert sold["earned"]


def test_who_is_blocked_by_then_gets_nothing_and_nobodys_sale_waits_for_nothing(
    shop: Shop,
) -> None:
    use_up(shop)
    said(shop.sale(example_sale()))
    said(shop.sale(example_sale(document=document("000124"), card=None)))
    shop.member(status="blocked", available=1240, pending=35)
    shop.book.journal.regain()

    assert shop.counter.catch_up() == 2
    assert shop.balance()[1] == 35
    assert shop.counter.catch_up() == 0


def test_before_the_first_programme_points_wait_for_it(shop: Shop) -> None:
    with shop.book.members.transaction() as connection:
        connection.execute("DELETE FROM programme")
    assert said(shop.sale(example_sale()))["notices"] == LATER
    shop.restart()
    assert shop.counter.catch_up() == 0

    shop.book.members.keep_programme(2, 0, programme_bytes(programme()))
    shop.restart()

    assert shop.counter.catch_up() == 1
    assert shop.balance()[1] == 35 + 27
