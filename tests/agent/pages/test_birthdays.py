"""A new member's birthday is picked in the calendar of the page's language."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import pytest
from playwright.sync_api import expect

from agent.pages.acts.birthdays import birthday_fields, birthday_told
from agent.speech.tongue import Setting, Tongue
from agent.words.catalogue import words_of
from rules.calendars.months import Calendar
from tests.agent.pages.stage import BLANK_CARD, Stage

NOW: Final = datetime(2026, 11, 30, tzinfo=UTC)


def told(code: str, calendar: Calendar, *typed: str) -> str | None:
    form: Mapping[str, str] = dict(
        zip(("birth_day", "birth_month", "birth_year"), typed, strict=False)
    )
    return birthday_told(
        form, Tongue(words_of(code), Setting(calendar=calendar, rules={})), NOW
    )


@pytest.mark.parametrize(
    ("code", "calendar", "typed", "written"),
    [
        ("en", "gregorian", (), ""),
        ("en", "gregorian", ("22", "11"), "11-22"),
        ("fa", "jalali", ("۳۱", "6"), "06-31"),
        # 1 Farvardin 1370 was 21 March 1991; in 1405, this year, too.
        ("fa", "gregorian", ("۱", "1", "۱۳۷۰"), "03-21"),
        ("fa", "gregorian", ("1", "1"), "03-21"),
        # 1 Meskerem 2018 was 11 September 2025; after a leap year it is the 12th.
        ("am", "gregorian", ("1", "1", "2018"), "09-11"),
        ("am", "gregorian", ("1", "1", "2016"), "09-12"),
        ("am", "ethiopian", ("6", "13"), "13-06"),
        ("am", "gregorian", ("6", "13", "2018"), "09-10"),
        ("en", "jalali", ("21", "3", "1991"), "01-01"),
        ("en", "gregorian", ("32", "1"), None),
        ("en", "gregorian", ("1", ""), None),
        ("en", "gregorian", ("1", "13"), None),
        ("en", "gregorian", ("x", "1"), None),
        ("en", "gregorian", ("1", "1", "99999"), None),
    ],
)
def test_a_birthday_is_written_in_the_programmes_calendar(
    code: str, calendar: Calendar, typed: tuple[str, ...], written: str | None
) -> None:
    assert told(code, calendar, *typed) == written


def test_the_year_is_asked_for_where_the_calendars_differ() -> None:
    def asks(code: str, calendar: Calendar) -> object:
        setting = Setting(calendar=calendar, rules={})
        return birthday_fields(Tongue(words_of(code), setting))["asks_year"]

    assert (asks("fa", "jalali"), asks("fa", "gregorian")) == (False, True)


def test_a_cashier_picks_the_day_and_the_month_in_their_own_calendar(
    stage: Stage,
) -> None:
    page = stage.open(lang="fa")
    page.keyboard.press("F5")
    page.locator("#enrol-name").fill("هانا")
    page.locator("#enrol-card").fill(BLANK_CARD)
    page.locator("#enrol-day").fill("۳۲")
    page.locator("#enrol-month").select_option("مهر")
    page.locator("#enrol-year").fill("۱۳۷۰")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet .no")).to_contain_text("روز تولد خوانده نمی‌شود")

    page.locator("#enrol-day").fill("۳۰")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet svg")).to_be_visible()
    expect(page.locator(".name")).to_have_text("هانا")
