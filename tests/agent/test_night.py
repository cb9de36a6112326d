"""When the night's work is due, for tills that sleep and wake together."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from agent.contact.night import SPREAD, Night

TEHRAN = ZoneInfo("Asia/Tehran")
BERLIN = ZoneInfo("Europe/Berlin")
# Hypothesis wants naive bounds and adds the zone itself.
instants = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001  # see above
    datetime(2030, 1, 1),  # noqa: DTZ001  # see above
    timezones=st.just(UTC),
)


def night(till: str = "t1") -> Night:
    """Return a night at two in Tehran."""
    return Night(at=time(2), zone=TEHRAN, till=till)


@given(instants)
def test_the_newest_night_hour_is_past_and_less_than_a_day_and_an_hour_ago(
    now: datetime,
) -> None:
    begun = night().begun(now)

    assert begun <= now < begun + timedelta(hours=25)
    assert begun.astimezone(TEHRAN).hour == 2


@given(instants)
def test_a_clock_that_changes_at_night_loses_no_night(now: datetime) -> None:
    begun = Night(at=time(2, 30), zone=BERLIN, till="t1").begun(now)

    assert begun.timestamp() <= now.timestamp() < begun.timestamp() + 26 * 3600


@given(instants)
def test_work_done_after_the_hour_is_not_due_again(now: datetime) -> None:
    started = now - timedelta(days=3)

    assert not night().is_due(now, last=now, started=started)


@given(instants, st.text(min_size=1, max_size=8))
def test_every_till_has_done_it_once_a_quarter_of_an_hour_after(
    now: datetime, till: str
) -> None:
    begun = night(till).begun(now)
    last, started = begun - timedelta(hours=1), begun - timedelta(days=2)

    assert night(till).is_due(begun + SPREAD, last=last, started=started)
    assert not night(till).is_due(begun - timedelta(seconds=1), last=last, started=started)


def test_a_till_that_was_off_at_the_hour_waits_its_own_minute_after_it_wakes() -> None:
    begun = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
    started = begun + timedelta(hours=7)
    last = begun - timedelta(hours=23)

    assert not night().is_due(started, last=last, started=started)
    assert night().is_due(started + SPREAD, last=last, started=started)


def test_tills_of_a_chain_do_not_call_in_step() -> None:
    minutes = {night(f"t{number}").own_minute for number in range(200)}

    assert len(minutes) > 100
    assert all(timedelta() <= minute < SPREAD for minute in minutes)
