"""Conditions are asked once an occasion: equal ones together, others never mixed up."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rules.evaluator import frame_of
from rules.occasion import Occasion
from rules.when import When, same, unmet
from tests.rules.making import basket, line, programme, standing

WHENS = st.builds(
    When,
    weekdays=st.sampled_from([(), ("sat",), ("sun", "mon")]),
    minimum_minor=st.sampled_from([0, 500, 5_000]),
    tiers=st.sampled_from([(), ("silver",), ("gold",)]),
    birthday=st.sampled_from(["", "day", "month"]),
    birthday_days=st.integers(0, 3),
)


def occasion() -> Occasion:
    return Occasion(frame_of(programme()), basket(line("1", 1_000)), standing())


@given(st.lists(WHENS, max_size=8))
def test_an_answer_kept_is_the_answer_asked_anew(whens: list[When]) -> None:
    once = occasion()
    together = same(tuple(whens), {})

    kept = [unmet(when, once) for when in (*together, *together)]

    assert kept == [unmet(when, occasion()) for when in (*whens, *whens)]


def test_conditions_that_are_gone_leave_no_answer_to_others() -> None:
    once = occasion()

    for number in range(200):
        assert unmet(replace(When(), minimum_minor=number), once) is None
        assert unmet(replace(When(), minimum_minor=1_001 + number), once) == "below_basket"


def test_equal_conditions_are_one_object() -> None:
    known: dict[When, When] = {}

    (first,) = same((When(tiers=()),), known)
    (second,) = same((When(),), known)

    assert first is second
