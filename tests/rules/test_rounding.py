"""The one rounding, and the named ways to split what does not divide."""

from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Decimal,
    localcontext,
)
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.ground.rounding import Rounding, rounded
from rules.ground.shares import Allocation, allocate, allocate_capped

HOW: dict[Rounding, str] = {
    "floor": ROUND_FLOOR,
    "ceil": ROUND_CEILING,
    "half_up": ROUND_HALF_UP,
    "half_down": ROUND_HALF_DOWN,
    "half_even": ROUND_HALF_EVEN,
}
WAYS: tuple[Allocation, ...] = get_args(Allocation)
weights = st.lists(st.integers(min_value=0, max_value=9_999), min_size=1, max_size=9)


@given(st.integers(-(10**9), 10**9), st.sampled_from((1, 2, 4, 5, 8, 10, 125, 1000)))
def test_it_rounds_as_decimal_arithmetic_does(numerator: int, denominator: int) -> None:
    with localcontext(prec=40):
        exact = Decimal(numerator) / Decimal(denominator)

    for how, name in HOW.items():
        assert rounded(numerator, denominator, how) == int(exact.to_integral_value(name))


@given(st.integers(-99_999, 99_999), weights, st.sampled_from(WAYS))
def test_parts_sum_to_the_whole_and_negative_mirrors_positive(
    total: int, given_weights: list[int], how: Allocation
) -> None:
    parts = allocate(total, given_weights, how)

    whole = total if sum(given_weights) or how in WAYS[:2] else 0
    assert sum(parts) == whole
    assert allocate(-total, given_weights, how) == tuple(-part for part in parts)
    assert all(part * total >= 0 for part in parts)


@given(
    st.integers(0, 20_000),
    st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), min_size=1, max_size=9),
    st.sampled_from(WAYS),
)
def test_no_part_takes_more_than_it_can_and_nothing_that_fits_is_left(
    total: int, pairs: list[tuple[int, int]], how: Allocation
) -> None:
    caps = [cap for _, cap in pairs]

    parts = allocate_capped(total, [weight for weight, _ in pairs], caps, how)

    assert all(0 <= part <= cap for part, cap in zip(parts, caps, strict=True))
    assert sum(parts) == min(total, sum(caps))


@pytest.mark.parametrize(
    ("how", "total", "given_weights", "parts"),
    [
        # Each way's own habit, reckoned by hand.
        ("largest_remainder", 100, (1, 1, 1), (34, 33, 33)),
        ("equal_first", 8, (9, 0, 1), (3, 3, 2)),
        ("half_down_then_first", 299, (4300, 1400, 2300), (161, 52, 86)),
        ("floor_then_first", 10, (1, 1, 1), (4, 3, 3)),
        ("remainder_last", 10, (1, 1, 1), (3, 3, 4)),
    ],
)
def test_each_way_has_its_own_habit(
    how: Allocation, total: int, given_weights: tuple[int, ...], parts: tuple[int, ...]
) -> None:
    assert allocate(total, given_weights, how) == parts
