"""The schedule: soon after a sale, once for many, and anew when the clock jumps."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from queue import Queue
from threading import Event

import pytest

from agent.contact.jobs import Jobs

WAIT_S = 30
SOON = timedelta(milliseconds=100)


class JumpingClock:
    """A clock whose wall hand a test can move while the monotonic count goes on."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 11, 21, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the instant last set."""
        return self.instant

    def monotonic_ms(self) -> int:
        """Return a count that never jumps."""
        return 1_000


class Played:
    """Jobs that run, and what they asked for."""

    def __init__(self, every: timedelta | None) -> None:
        self.clock = JumpingClock()
        self.reasons: Queue[str] = Queue()
        self.nights: Queue[None] = Queue()
        self.jobs = Jobs(
            sync=self.reasons.put,
            night=lambda: self.nights.put(None),
            every=every,
            clock=self.clock,
            soon=SOON,
        )


@pytest.fixture
def played() -> Iterator[Played]:
    """Start jobs that sync once an hour."""
    played = Played(timedelta(hours=1))
    played.jobs.start()
    yield played
    played.jobs.stop()


def test_a_start_syncs_and_many_sales_sync_once(played: Played) -> None:
    for _ in range(50):
        played.jobs.soon()
    first = played.reasons.get(timeout=WAIT_S)
    played.jobs.soon()
    second = played.reasons.get(timeout=WAIT_S)

    assert (first, second) == ("soon", "soon")
    assert played.reasons.empty()


def test_a_sale_during_a_slow_contact_goes_up_by_itself() -> None:
    begun: Queue[str] = Queue()
    go_on = Event()

    def slow(reason: str) -> None:
        begun.put(reason)
        go_on.wait(WAIT_S)

    jobs = Jobs(
        sync=slow,
        night=go_on.wait,
        every=timedelta(hours=1),
        clock=JumpingClock(),
        soon=SOON,
    )
    jobs.start()
    begun.get(timeout=WAIT_S)

    jobs.soon()
    again = begun.get(timeout=WAIT_S)
    go_on.set()
    jobs.stop()

    assert again == "soon"


def test_a_wall_clock_that_jumps_back_a_day_stops_nothing(played: Played) -> None:
    played.reasons.get(timeout=WAIT_S)
    played.clock.instant -= timedelta(days=1)
    played.jobs.mind_the_clock()

    assert played.reasons.get(timeout=WAIT_S) == "soon"


def test_a_wall_clock_that_walks_plans_nothing_anew(played: Played) -> None:
    played.reasons.get(timeout=WAIT_S)
    played.clock.instant += timedelta(seconds=1)
    played.jobs.mind_the_clock()
    played.jobs.stop()

    assert played.reasons.empty()


def test_a_till_syncs_every_so_often() -> None:
    played = Played(timedelta(seconds=1))
    played.jobs.start()

    reasons = {played.reasons.get(timeout=WAIT_S) for _ in range(2)}
    played.jobs.stop()

    assert "every" in reasons


def test_without_head_office_nothing_is_synced() -> None:
    played = Played(None)
    played.jobs.start()
    played.jobs.soon()
    played.jobs.stop()

    assert played.reasons.empty()
