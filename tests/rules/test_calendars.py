"""Calendars: every day has one name, and the next day has the next."""

from datetime import date, timedelta

import jdatetime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendars.day import CalendarDay
from rules.calendars.ethiopian import ethiopian
from rules.calendars.jalali import jalali

days = st.dates(date(1900, 1, 1), date(2199, 12, 30))


@given(days)
def test_a_jalali_day_is_what_jdatetime_says(day: date) -> None:
    known = jdatetime.date.fromgregorian(date=day)

    assert jalali(day) == (known.year, known.month, known.day)


@given(days)
def test_the_day_after_an_ethiopian_day_is_the_next(day: date) -> None:
    year, month, of_month = ethiopian(day)
    last = 30 if month < 13 else 5 + (year % 4 == 3)

    following = ethiopian(day + timedelta(days=1))

    if of_month < last:
        assert following == (year, month, of_month + 1)
    elif month < 13:
        assert following == (year, month + 1, 1)
    else:
        assert following == (year + 1, 1, 1)


@pytest.mark.parametrize(
    ("day", "named"),
    [
        # New years that Ethiopia celebrated; 2000 on 12 September 2007.
        (date(2007, 9, 12), CalendarDay(2000, 1, 1)),
        (date(2023, 9, 12), CalendarDay(2016, 1, 1)),
        (date(2024, 9, 11), CalendarDay(2017, 1, 1)),
        # The day before a new year that follows a leap year.
        (date(2023, 9, 11), CalendarDay(2015, 13, 6)),
        # Christmas, on 29 Tahsas.
        (date(2026, 1, 7), CalendarDay(2018, 4, 29)),
    ],
)
def test_days_that_ethiopia_knows(day: date, named: CalendarDay) -> None:
    assert ethiopian(day) == named
