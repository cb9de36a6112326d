"""How long value lives: usable, ended and warned of at instants worked out once."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendars.months import Calendar
from rules.calendars.periods import Reckoning
from rules.ground.bounds import OutOfBoundsError
from rules.value.units import (
    UNTIL_TOLD,
    UnitTerms,
    active_from,
    expires,
    inactive_end,
    warns,
)
from tests.rules.test_periods import instants, kinds, midnight, noon, reckonings

UTC_DAYS = Reckoning(zone=ZoneInfo("UTC"))
AT = noon("2026-11-21")

few = st.integers(min_value=0, max_value=120)
terms = st.builds(
    UnitTerms,
    pending_days=few,
    pending_until=st.sampled_from(["", "order_complete"]),
    expires_months=st.none() | few,
    expires_end=st.none() | kinds,
    expires_on=st.sampled_from(["", "2020-12-31", "2080-06-30"]),
)


@given(terms, instants, reckonings)
def test_nothing_ends_before_it_was_earned(
    unit: UnitTerms, at: datetime, reckoning: Reckoning
) -> None:
    end = expires(unit, at, reckoning)

    assert end is None or at < end
    assert active_from(unit, at, reckoning) >= at


@given(terms, instants, reckonings)
def test_what_counts_from_when_it_is_usable_ends_no_earlier(
    unit: UnitTerms, at: datetime, reckoning: Reckoning
) -> None:
    plain = UnitTerms(pending_days=unit.pending_days, expires_months=unit.expires_months)
    later = UnitTerms(
        pending_days=unit.pending_days,
        expires_months=unit.expires_months,
        expires_from="active",
    )

    ends = (expires(plain, at, reckoning), expires(later, at, reckoning))

    assert ends == (None, None) or (ends[0] and ends[1] and ends[0] <= ends[1])


def test_validity_counts_from_activation_where_the_terms_say_so() -> None:
    # Voucherify's documentation of pending points: 14 days from 1 January, then a month.
    # Our pending days are over with their last: usable on the 15th is 13 days pending.
    unit = UnitTerms(pending_days=13, expires_months=1, expires_from="active")

    assert active_from(unit, noon("2026-01-01"), UTC_DAYS) == midnight("2026-01-15")
    assert expires(unit, noon("2026-01-01"), UTC_DAYS) == midnight("2026-02-16")


def test_what_waits_for_an_event_has_no_day_but_the_latest() -> None:
    event = UnitTerms(pending_until="order_complete")
    both = UnitTerms(pending_until="order_complete", pending_days=14)

    assert active_from(event, AT, UTC_DAYS) == UNTIL_TOLD
    assert active_from(both, AT, UTC_DAYS) == midnight("2026-12-06")
    assert event.is_pending
    assert not UnitTerms().is_pending


@pytest.mark.parametrize(
    ("calendar", "over"),
    [
        ("gregorian", "2027-01-01"),
        # 29 Esfand 1405 is 20 March 2027; 5 Pagume 2019 is 10 September 2027.
        ("jalali", "2027-03-21"),
        ("ethiopian", "2027-09-12"),
    ],
)
def test_a_year_ends_in_the_programmes_calendar(calendar: Calendar, over: str) -> None:
    reckoning = Reckoning(zone=ZoneInfo("UTC"), calendar=calendar)

    end = expires(UnitTerms(expires_end="year"), AT, reckoning)

    assert end == midnight(over)


def test_a_fixed_last_day_ends_what_is_earned_before_it() -> None:
    unit = UnitTerms(expires_months=24, expires_on="2026-12-31")

    assert expires(unit, AT, UTC_DAYS) == midnight("2027-01-01")
    assert expires(unit, noon("2027-02-01"), UTC_DAYS) == midnight("2027-02-02")


def test_days_are_whole_local_days() -> None:
    tehran = Reckoning(zone=ZoneInfo("Asia/Tehran"))
    late = datetime(2026, 11, 21, 20, 45, tzinfo=UTC)

    end = expires(UnitTerms(expires_days=1), late, tehran)

    # A quarter past midnight of the 22nd there; the 23rd is the last day.
    assert end == datetime(2026, 11, 23, 20, 30, tzinfo=UTC)


def test_all_of_it_ends_after_months_without_anything() -> None:
    unit = UnitTerms(expires_inactive_months=6)

    assert expires(unit, AT, UTC_DAYS) is None
    assert inactive_end(unit, AT, UTC_DAYS) == midnight("2027-05-22")
    assert inactive_end(UnitTerms(), AT, UTC_DAYS) is None


def test_a_member_is_warned_in_the_last_days_and_not_before_or_after() -> None:
    unit = UnitTerms(expires_months=1, warn_days=7)
    end = expires(unit, AT, UTC_DAYS)

    warned = [
        warns(unit, end, noon(f"2026-12-{day}"), UTC_DAYS) for day in (13, 14, 21, 22)
    ]

    assert warned == [False, True, True, False]
    assert not warns(UnitTerms(expires_months=1), end, noon("2026-12-21"), UTC_DAYS)
    assert not warns(unit, None, AT, UTC_DAYS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"expires_days": 3, "expires_months": 3},
        {"expires_inactive_months": 0},
        {"pending_until": "order complete"},
        {"expires_on": "31.12.2026"},
        {"expires_on": "2026-02-30"},
        {"warn_days": -1},
        {"pending_until": "order_complete", "expires_from": "active"},
    ],
)
def test_terms_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(OutOfBoundsError):
        UnitTerms(**wrong)  # type: ignore[arg-type]  # on purpose
