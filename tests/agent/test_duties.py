"""The night's duties on a real book: the day closed once, compared until it is done."""

from collections.abc import Callable, Iterator
from datetime import UTC, time, timedelta
from pathlib import Path

import pytest

from agent.contact.duties import Duties
from agent.contact.night import SPREAD, Night
from agent.loop.inbox import Inbox
from agent.loop.loop import Loop
from tests.agent.counter.shop import Shop

DAY = timedelta(days=1)


class Nights:
    """A till whose clock is moved by the test, and what its comparison answers."""

    def __init__(self, shop: Shop, loop: Loop) -> None:
        self.shop = shop
        self.loop = loop
        self.reached = True
        self.compared = 0
        self.duties = self.restarted()

    def restarted(self) -> Duties:
        """Return the duties as after a start at this moment."""
        night = Night(at=time(2), zone=UTC, till="t1")
        clock = self.shop.clock
        return Duties(
            self.shop.book, self.shop.counter, self.loop, night=night, clock=clock
        )

    def look(self) -> int:
        """Look, and return how often head office was asked by this look."""
        before = self.compared
        self.duties.look(self._compare)
        return self.compared - before

    def _compare(self) -> bool:
        self.compared += 1
        return self.reached


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Nights]:
    """Open a till with 900 of Sara's points and a running loop."""
    shop = Shop(tmp_path)
    shop.sara()
    loop = Loop(Inbox())
    loop.start()
    yield Nights(shop, loop)
    loop.stop(30)
    shop.book.close()


def on_the_loop(nights: Nights, work: Callable[[], object]) -> object:
    """Do something where the book may be touched."""
    return nights.loop.call("test", work)


def test_a_new_till_waits_for_its_first_night(nights: Nights) -> None:
    nights.duties.start()
    nights.shop.clock.instant += timedelta(hours=1)

    assert nights.look() == 0


def test_each_night_the_day_is_closed_once_and_compared_once(nights: Nights) -> None:
    nights.duties.start()
    nights.shop.hold(500)
    nights.shop.clock.instant += DAY

    asked = [nights.look(), nights.look()]

    assert asked == [1, 0]
    assert on_the_loop(nights, nights.shop.book.journal.open_holds) == ()


def test_without_head_office_it_is_tried_again_and_later_holds_are_left_alone(
    nights: Nights,
) -> None:
    nights.duties.start()
    nights.reached = False
    nights.shop.clock.instant += DAY
    nights.look()
    on_the_loop(nights, lambda: nights.shop.hold(500))

    asked = nights.look()
    nights.reached = True

    assert asked == 1
    assert nights.look() == 1
    assert nights.look() == 0
    assert on_the_loop(nights, lambda: len(nights.shop.book.journal.open_holds())) == 1


def test_a_till_that_was_off_closes_the_day_as_it_starts_and_compares_a_little_later(
    nights: Nights,
) -> None:
    nights.duties.start()
    nights.shop.hold(500)
    nights.shop.clock.instant += DAY
    nights.duties = nights.restarted()

    nights.duties.start()

    assert nights.shop.book.journal.open_holds() == ()
    nights.shop.clock.instant += SPREAD
    assert nights.look() == 1


def test_a_restart_in_the_day_releases_nothing(nights: Nights) -> None:
    nights.duties.start()
    nights.shop.hold(500)
    nights.shop.clock.instant += timedelta(hours=3)
    nights.duties = nights.restarted()

    nights.duties.start()

    assert len(nights.shop.book.journal.open_holds()) == 1
