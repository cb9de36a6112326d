"""Points shared when somebody asks are the points that were to be shared."""

import copy
import pickle

from hypothesis import given
from hypothesis import strategies as st

from rules.ground.shares import share
from rules.sale.split import Split

WEIGHTS = st.lists(st.integers(min_value=0, max_value=50), min_size=1, max_size=6)
POINTS = st.integers(min_value=1, max_value=400)
NAMES = [f"line {at}" for at in range(9)]


@given(POINTS, WEIGHTS, st.permutations(range(9)))
def test_lines_have_what_sharing_gives_them(
    points: int, weights: list[int], places: list[int]
) -> None:
    at = places[: len(weights)]
    split = Split(points, names=NAMES, at=at, weights=weights)

    parts = share(points, weights)
    asked = [(NAMES[here], part) for here, part in zip(at, parts, strict=True) if part]
    assert list(split.lines) == asked
    assert sum(part for _, part in split.lines) == split.points == points


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(-5, 5))))
def test_what_is_told_is_kept_as_it_was_told(told: list[tuple[str, int]]) -> None:
    split = Split.told(tuple(told))

    assert split.lines == tuple(told)
    assert split.points == sum(points for _, points in told)


@given(POINTS, WEIGHTS)
def test_two_are_equal_when_each_line_has_as_many(points: int, weights: list[int]) -> None:
    split = Split(points, names=NAMES, at=range(len(weights)), weights=weights)
    told = Split.told(split.lines)

    assert split == told
    assert hash(split) == hash(told)
    assert split != Split.told((*split.lines, ("one more", 1)))
    assert repr(split) == repr(told) == f"Split.told({split.lines!r})"
    assert copy.copy(split) == copy.deepcopy(split) == split
    assert pickle.loads(pickle.dumps(split)) == split  # noqa: S301  # our own bytes
