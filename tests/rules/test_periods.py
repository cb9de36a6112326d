"""Periods tile time in every zone and calendar, and end where a person would say."""

from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import jdatetime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendars.ethiopian import ethiopian, first_of_ethiopian
from rules.calendars.jalali import first_of_jalali, jalali
from rules.calendars.months import Calendar, month_begins, month_of, months_later
from rules.calendars.periods import (
    PeriodKind,
    Reckoning,
    anniversary,
    day_begins,
    days_after,
    fixed,
    local_day,
    months_after,
    next_period,
    period,
    period_name,
    rolling_days,
    rolling_months,
    rounded_up,
)

ZONES = (
    "UTC",
    "Asia/Kuala_Lumpur",
    "Asia/Tehran",  # Its clocks changed at midnight.
    "Africa/Addis_Ababa",
    "Europe/Berlin",
    "America/Havana",  # Midnight came twice a year.
    "America/St_Johns",  # At a minute past midnight the clock went back a day.
    "Pacific/Apia",  # 30 December 2011 never was.
)
CALENDARS = get_args(Calendar)
KINDS = get_args(PeriodKind)

reckonings = st.builds(
    Reckoning,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    calendar=st.sampled_from(CALENDARS),
    week_begins=st.integers(min_value=1, max_value=7),
)
instants = st.integers(min_value=630_720_000, max_value=4_102_358_400).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
days = st.dates(date(1900, 1, 1), date(2190, 12, 30))
kinds = st.sampled_from(KINDS)
months = st.integers(min_value=0, max_value=240)
UTC_DAYS = Reckoning(zone=ZoneInfo("UTC"))


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def midnight(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T00:00:00+00:00")


@given(kinds, instants, reckonings)
def test_periods_tile_time(kind: PeriodKind, at: datetime, reckoning: Reckoning) -> None:
    here = period(kind, at, reckoning)
    following = next_period(kind, at, reckoning)

    assert here.begin <= at < here.end == following.begin < following.end
    assert period(kind, here.begin, reckoning) == here
    assert period(kind, here.end - timedelta(microseconds=1), reckoning) == here
    assert period(kind, here.end, reckoning) == following


@given(kinds, instants, reckonings)
def test_every_period_is_whole_days(
    kind: PeriodKind, at: datetime, reckoning: Reckoning
) -> None:
    here = period(kind, at, reckoning)
    today = period("day", at, reckoning)

    assert here.begin <= today.begin
    assert today.end <= here.end


@given(kinds, instants, instants, reckonings)
def test_two_periods_have_two_names(
    kind: PeriodKind, one: datetime, other: datetime, reckoning: Reckoning
) -> None:
    same = period(kind, one, reckoning) == period(kind, other, reckoning)

    assert same == (
        period_name(kind, one, reckoning) == period_name(kind, other, reckoning)
    )


@pytest.mark.parametrize(
    ("calendar", "names"),
    [
        ("gregorian", ["2026-11-21", "w2026-11-16", "2026-11", "2026-q4", "2026-h2"]),
        ("jalali", ["1405-08-30", "w1405-08-25", "1405-08", "1405-q3", "1405-h2"]),
        ("ethiopian", ["2019-03-12", "w2019-03-07", "2019-03", "2019-q1", "2019-h1"]),
    ],
)
def test_a_period_is_named_in_its_calendar(calendar: Calendar, names: list[str]) -> None:
    reckoning = Reckoning(zone=ZoneInfo("UTC"), calendar=calendar)

    found = [period_name(kind, noon("2026-11-21"), reckoning) for kind in KINDS]

    assert found == [*names, names[-1][:4]]


@given(days)
def test_a_jalali_month_begins_where_jdatetime_says(day: date) -> None:
    known = jdatetime.date.fromgregorian(date=day)

    assert first_of_jalali(known.year, known.month) == known.replace(day=1).togregorian()


@given(days)
def test_the_first_of_a_month_is_named_so(day: date) -> None:
    year, month, _ = ethiopian(day)
    assert ethiopian(first_of_ethiopian(year, month)) == (year, month, 1)
    year, month, _ = jalali(day)
    assert jalali(first_of_jalali(year, month)) == (year, month, 1)


@given(days, months, st.sampled_from(CALENDARS))
def test_months_later_is_the_same_day_or_the_months_last(
    day: date, count: int, calendar: Calendar
) -> None:
    month, of_month = month_of(day, calendar)

    later = month_of(found := months_later(day, count, calendar), calendar)

    assert later.month == month + count
    last = month_begins(later.month + 1, calendar) - timedelta(days=1)
    assert later.day == of_month or (later.day < of_month and found == last)


@given(days, months)
def test_jalali_months_later_are_what_jdatetime_says(day: date, count: int) -> None:
    known = jdatetime.date.fromgregorian(date=day)
    whole = known.year * 12 + known.month - 1 + count
    year, month = whole // 12, whole % 12 + 1
    leap = jdatetime.date(year, 1, 1).isleap()
    length = 31 if month <= 6 else 30 if month < 12 or leap else 29

    expected = jdatetime.date(year, month, min(known.day, length)).togregorian()

    assert months_later(day, count, "jalali") == expected


def test_a_year_of_ethiopia_has_twelve_months_to_count() -> None:
    # 3 Pagume 2016, counted as the 33rd of Nehase.
    third_of_pagume = date(2024, 9, 8)

    assert ethiopian(third_of_pagume) == (2016, 13, 3)
    assert ethiopian(months_later(third_of_pagume, 12, "ethiopian")) == (2017, 13, 3)
    assert ethiopian(months_later(third_of_pagume, 1, "ethiopian")) == (2017, 1, 30)


@pytest.mark.parametrize(
    ("earned", "count", "kind", "over"),
    [
        # Voucherify's documentation of points expiration.
        ("2026-01-25", 1, None, "2026-02-26"),
        ("2026-01-01", 0, None, "2026-01-02"),
        ("2026-01-31", 1, None, "2026-03-01"),
        ("2026-02-10", 0, "half_year", "2026-07-01"),
        # Open Loyalty's user guide: what is earned in a year is good until its end.
        ("2018-05-05", 0, "year", "2019-01-01"),
        # Ours.
        ("2026-12-31", 0, "month", "2027-01-01"),
        ("2026-08-31", 6, "quarter", "2027-04-01"),
        ("2026-11-21", 0, "week", "2026-11-23"),
        ("2026-11-21", 0, "day", "2026-11-22"),
    ],
)
def test_a_validity_rounds_up_to_the_end_of_a_period(
    earned: str, count: int, kind: PeriodKind | None, over: str
) -> None:
    end = months_after(noon(earned), count, UTC_DAYS)

    assert (rounded_up(end, kind, UTC_DAYS) if kind else end) == midnight(over)


@given(instants, months, kinds, reckonings)
def test_nothing_ends_before_it_begins_and_rounding_up_is_never_down(
    at: datetime, count: int, kind: PeriodKind, reckoning: Reckoning
) -> None:
    end = months_after(at, count, reckoning)

    rounded = rounded_up(end, kind, reckoning)

    assert at < end <= rounded
    assert rounded_up(rounded, kind, reckoning) == rounded
    assert days_after(at, count, reckoning) > at


@given(instants, st.integers(min_value=1, max_value=800), reckonings)
def test_rolling_windows_end_with_today(
    at: datetime, count: int, reckoning: Reckoning
) -> None:
    today = period("day", at, reckoning)
    by_days = rolling_days(at, count, reckoning)
    by_months = rolling_months(at, count, reckoning)

    assert at in by_days
    assert at in by_months
    assert by_days.end == by_months.end == today.end
    assert local_day(by_days.begin, reckoning) <= local_day(at, reckoning)


def test_a_window_of_months_begins_after_the_same_day() -> None:
    window = rolling_months(noon("2026-03-31"), 1, UTC_DAYS)

    assert (window.begin, window.end) == (midnight("2026-03-01"), midnight("2026-04-01"))


@given(days, instants, reckonings)
def test_years_of_membership_follow_each_other(
    joined: date, at: datetime, reckoning: Reckoning
) -> None:
    year = anniversary(joined, at, reckoning)

    if local_day(at, reckoning) < joined:
        assert year.begin == day_begins(joined, reckoning)
        return
    assert at in year
    following = anniversary(joined, year.end, reckoning)
    assert following.begin == year.end


@pytest.mark.parametrize(
    ("at", "begins", "ends"),
    [
        ("2026-02-28", "2026-02-28", "2027-02-28"),
        ("2026-02-27", "2025-02-28", "2026-02-28"),
        ("2028-02-28", "2027-02-28", "2028-02-29"),
        ("2028-02-29", "2028-02-29", "2029-02-28"),
        ("2024-02-29", "2024-02-29", "2025-02-28"),
        ("2020-01-01", "2024-02-29", "2025-02-28"),
    ],
)
def test_who_joined_on_a_leap_day_begins_other_years_on_the_28th(
    at: str, begins: str, ends: str
) -> None:
    year = anniversary(date(2024, 2, 29), noon(at), UTC_DAYS)

    assert (year.begin, year.end) == (midnight(begins), midnight(ends))


def test_fixed_days_are_both_included() -> None:
    span = fixed(date(2026, 1, 1), date(2026, 6, 30), UTC_DAYS)

    assert midnight("2026-01-01") in span
    assert noon("2026-06-30") in span
    assert midnight("2026-07-01") not in span


def test_a_day_the_clock_skipped_has_no_instant() -> None:
    apia = Reckoning(zone=ZoneInfo("Pacific/Apia"))

    assert day_begins(date(2011, 12, 30), apia) == day_begins(date(2011, 12, 31), apia)
    assert local_day(day_begins(date(2011, 12, 30), apia), apia) == date(2011, 12, 31)


def test_a_day_that_began_does_not_end_when_the_clock_goes_back() -> None:
    st_johns = Reckoning(zone=ZoneInfo("America/St_Johns"))
    # 4 November 2001 began; a minute later it was 23:01 of the third again.
    began = day_begins(date(2001, 10, 28), st_johns)
    after = began + timedelta(minutes=2)

    assert after.astimezone(st_johns.zone).date() == date(2001, 10, 27)
    assert local_day(after, st_johns) == date(2001, 10, 28)
