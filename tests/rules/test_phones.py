"""Phone numbers: however one is typed, it is looked up as one number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.guard.digits import passes_luhn
from rules.members.card_numbers import capacity, card_number
from rules.members.phones import DIGITS_MAX, normal_phone


@pytest.mark.parametrize(
    "typed",
    [
        "0123456789",
        "012-345 6789",
        "(012) 345.6789",
        "+60 12 345 6789",
        "0060123456789",
        "٠١٢٣٤٥٦٧٨٩",
        "۰۱۲۳۴۵۶۷۸۹",
        "\u200e+60 12-3456789",
    ],
)
def test_one_number_typed_in_many_ways_is_one_number(typed: str) -> None:
    assert normal_phone(typed, country="60") == "+60123456789"


@pytest.mark.parametrize(
    "typed", ["", "+", "call me", "123", "+0123456789", "+1234567890123456", "12+3456789"]
)
def test_what_cannot_be_a_number_is_none(typed: str) -> None:
    assert normal_phone(typed, country="60") == ""


def test_without_a_country_only_numbers_with_one_are_known() -> None:
    assert normal_phone("0123456789") == ""
    assert normal_phone("+251911234567") == "+251911234567"


def test_where_nobody_dials_a_trunk_prefix_none_is_taken_off() -> None:
    assert normal_phone("0612345678", country="39", trunk="") == "+390612345678"


@given(st.text(max_size=40), st.sampled_from(("", "60", "98", "251")))
def test_a_number_in_its_one_form_stays_as_it_is(typed: str, country: str) -> None:
    plain = normal_phone(typed, country=country)

    assert normal_phone(plain, country=country) == plain
    assert len(plain) <= 1 + DIGITS_MAX


@given(st.integers(min_value=0, max_value=99_999_999))
def test_every_new_card_number_has_its_length_and_check_digit(at: int) -> None:
    number = card_number("6399009", 16, at)

    assert len(number) == 16
    assert passes_luhn(number)
    assert capacity("6399009", 16) == 100_000_000
