"""The programme's rules as data: exact, bounded, and refused when they could run away."""

import time
from typing import Literal

import pytest

from drivers.events import Measure
from drivers.guard.patterns import PATTERN_LENGTH_MAX, TEXT_LENGTH_MAX, compile_pattern
from drivers.guard.recognition import CardRange, EanRule, Recognised, Recognition, TextRule
from tests.drivers.hearing import PROGRAMME


def test_a_rule_matches_a_text_from_end_to_end() -> None:
    assert PROGRAMME.text("M-00012345") == Recognised("member", "M-00012345")
    assert PROGRAMME.text("M-00012345 ") is None
    assert PROGRAMME.text("xM-00012345") is None
    assert PROGRAMME.text("M-00012345\n") is None


def test_digits_of_another_script_count_and_the_token_is_ascii() -> None:
    assert PROGRAMME.text("M-۰۰۰۱۲۳۴۵") == Recognised("member", "M-00012345")


def test_the_first_group_is_the_token_and_without_one_the_whole_text_is() -> None:
    assert PROGRAMME.text("https://club.example/m/A1B2C3D4") == Recognised(
        "member", "A1B2C3D4"
    )
    assert PROGRAMME.text("GC7K2M9QX4TB") == Recognised("gift_card", "GC7K2M9QX4TB")


def test_the_longest_prefix_of_an_ean_counts() -> None:
    rules = Recognition(
        eans=(
            EanRule(prefix="9", class_name="wide"),
            EanRule(prefix="981", class_name="narrow"),
        )
    )

    found = rules.ean("9810000123451")

    assert found is not None
    assert found.class_name == "narrow"


@pytest.mark.parametrize(
    ("measure", "whole_digits", "value", "item"),
    [
        ("price", 3, "123.45", "12345"),
        ("weight", 2, "12.345", "12345"),
        ("price", 5, "12345", "12345"),
        ("price", 0, "0.12345", "12345"),
        ("percent", 3, "12", None),
    ],
)
def test_a_measure_is_read_where_the_layout_says(
    measure: Literal["weight", "price", "percent"],
    whole_digits: int,
    value: str,
    item: str | None,
) -> None:
    rule = EanRule(
        prefix="23", class_name="in_store", measure=measure, whole_digits=whole_digits
    )

    measured = rule.measured("2312345123459")

    assert measured == Measure(of=measure, value=value, item=item)


def test_a_card_of_the_programme_has_its_length_prefix_and_check_digit() -> None:
    assert PROGRAMME.card("9899001234567892") == Recognised("member", "9899001234567892")
    assert PROGRAMME.card("9899001234567893") is None
    assert PROGRAMME.card("98990012345678920") is None
    assert PROGRAMME.card("98990012345678x2") is None


@pytest.mark.parametrize(
    ("prefix", "length"), [("", 16), ("9", 16), ("98a900", 16), ("989900", 6), ("98", 20)]
)
def test_a_card_range_that_makes_no_sense_is_refused(prefix: str, length: int) -> None:
    with pytest.raises(ValueError, match="card range"):
        CardRange(prefix, length)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(M-\d{6,10})",
        r"https://club\.example/m/([A-Z0-9]{8})",
        r"GC[0-9A-Z]{10}",
        r".*-\d+",
        r"(?:A|B)\d{4}(X)?",
        r"[^\]]{1,20}\]",
        "کارت-[0-9]{4}",
    ],
)
def test_an_ordinary_pattern_is_allowed(pattern: str) -> None:
    assert compile_pattern(pattern).pattern == pattern


@pytest.mark.parametrize(
    "pattern",
    [
        r"(\d+)+",
        r"(\d*)*x",
        r"(a|a)*b",
        r"(a|aa){40}",
        r".*.*.*x",
        r"\d+\d+\d+x",
        r"((){1000}){1000}",
        r"(a?){64}",
        r"(.)\1",
        r"(?=a)b",
        r"(?i)a",
        r"a{2}{3}",
        r"a*?",
        r"a++",
        r"a{5,2}",
        r"(a",
        r"a)",
        r"[a",
        r"*a",
        "a" * (PATTERN_LENGTH_MAX + 1),
    ],
)
def test_a_pattern_that_could_run_away_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        TextRule(pattern, "member")


def test_a_text_longer_than_any_code_matches_no_rule() -> None:
    rule = TextRule(r".*", "all")

    assert rule.token("a" * TEXT_LENGTH_MAX) is not None
    assert rule.token("a" * (TEXT_LENGTH_MAX + 1)) is None


def test_the_worst_pattern_allowed_gives_up_on_the_worst_text_at_once() -> None:
    # A run-away pattern takes hours here, so the bound is a hundred times what is needed.
    started = time.process_time()

    for _ in range(10):
        TextRule(r"a{0,540}a{0,540}b", "m").token("a" * TEXT_LENGTH_MAX)

    assert time.process_time() - started < 60


def test_d_is_an_ascii_digit_only() -> None:
    assert compile_pattern(r"\d").fullmatch("\u06f1") is None
