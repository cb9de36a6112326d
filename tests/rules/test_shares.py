"""Parts sum to the whole, and are as near to their exact share as whole numbers can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.ground.shares import share
from tests.rules.naive import largest_remainder

WEIGHTS = st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=12)
TOTALS = st.integers(min_value=-(10**9), max_value=10**9)


@given(TOTALS, WEIGHTS)
def test_parts_sum_to_the_whole(total: int, weights: list[int]) -> None:
    assert sum(share(total, weights)) == total


@given(st.integers(min_value=0, max_value=10**4), WEIGHTS.filter(any))
def test_parts_are_hamiltons(total: int, weights: list[int]) -> None:
    assert list(share(total, weights)) == largest_remainder(total, weights)


@given(WEIGHTS, st.data())
def test_no_part_is_larger_than_its_weight_while_the_whole_is_not(
    weights: list[int], data: st.DataObject
) -> None:
    total = data.draw(st.integers(min_value=0, max_value=sum(weights)))

    parts = share(total, weights)

    assert all(part <= weight for part, weight in zip(parts, weights, strict=True))


def test_equal_remainders_go_to_the_first() -> None:
    assert share(5, [1, 1, 1]) == (2, 2, 1)


def test_nothing_can_only_be_shared_as_nothing() -> None:
    assert share(0, []) == ()
    with pytest.raises(ValueError, match="nothing to share among"):
        share(1, [])
