"""Numbers, money and days as each language writes them; numbers as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.words.languages import LANGUAGES
from agent.words.writing import (
    read_money,
    read_number,
    write_amount,
    write_day,
    write_number,
)

CODES = tuple(LANGUAGES)
ARABIC = "٠١٢٣٤٥٦٧٨٩"


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(CODES))
def test_what_is_written_is_read_again(number: int, code: str) -> None:
    assert read_number(write_number(number, LANGUAGES[code])) == number


@given(st.integers(min_value=0, max_value=10**14))
def test_arabic_digits_are_read_too(number: int) -> None:
    assert read_number("".join(ARABIC[int(digit)] for digit in str(number))) == number


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_whole_number_or_nothing(typed: str) -> None:
    number = read_number(typed)

    assert number is None or number >= 0


@pytest.mark.parametrize(
    "typed", ["", " ", "-5", "12.5", "12,5", "1,24", "1e3", "۱۲٫۵", "9" * 16]
)
def test_what_is_no_whole_number_is_none(typed: str) -> None:
    assert read_number(typed) is None


@given(
    st.integers(min_value=0, max_value=10**12),
    st.sampled_from(CODES),
    st.sampled_from(("MYR", "IRR", "JPY", "KWD")),
)
def test_an_amount_that_is_written_is_read_again(
    minor: int, code: str, currency: str
) -> None:
    assert read_money(write_amount(minor, currency, LANGUAGES[code]), currency) == minor


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("20", "MYR", 2_000),
        ("20.5", "MYR", 2_050),
        ("1,250.05", "MYR", 125_005),
        ("۲۰٫۵", "MYR", 2_050),
        ("٢٠.٥٠", "MYR", 2_050),
        (" 7 ", "JPY", 7),
        ("7.0", "JPY", None),
        ("20.555", "MYR", None),
        ("20.", "MYR", None),
        (".5", "MYR", None),
        ("12,5", "MYR", None),
        ("-5", "MYR", None),
        ("", "MYR", None),
        ("20.5.1", "MYR", None),
    ],
)
def test_an_amount_is_read_as_people_type_it(
    typed: str, currency: str, minor: int | None
) -> None:
    assert read_money(typed, currency) == minor


@given(st.text(max_size=30))
def test_whatever_is_typed_is_an_amount_or_nothing(typed: str) -> None:
    amount = read_money(typed, "MYR")

    assert amount is None or amount >= 0


@pytest.mark.parametrize(
    ("minor", "currency", "code", "written"),
    [
        (1240, "MYR", "en", "12.40"),
        (-5, "MYR", "ms", "−0.05"),
        (123_456_789, "MYR", "fa", "۱٬۲۳۴٬۵۶۷٫۸۹"),
        (1_000_000, "IRR", "fa", "۱۰٬۰۰۰"),
        (1_000_050, "IRR", "fa", "۱۰٬۰۰۰٫۵۰"),
        (5000, "JPY", "en", "5,000"),
        (5000, "KWD", "en", "5.000"),
        (25_050, "ETB", "am", "250.50"),
    ],
)
def test_money_has_the_places_of_its_currency(
    minor: int, currency: str, code: str, written: str
) -> None:
    assert write_amount(minor, currency, LANGUAGES[code]) == written


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", "22 Nov 2026"),
        ("ms", "22 Nov 2026"),
        ("fa", "۱ آذر ۱۴۰۵"),
        ("am", "13 ኅዳር 2019"),
    ],
)
def test_a_day_is_written_in_its_calendar(code: str, written: str) -> None:
    assert write_day(date(2026, 11, 22), LANGUAGES[code]) == written
