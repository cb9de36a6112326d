"""Every recorded exchange gives the same events, whole, byte by byte and cut anywhere."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drivers.hearing import (
    AFTERWARDS_MS,
    byte_by_byte,
    cut_anywhere,
    for_profile,
    shapes,
)
from tests.drivers.maker_vectors import MAKERS
from tests.drivers.scan_vectors import SCANS
from tests.drivers.stripe_vectors import SWIPES
from tests.drivers.vectors import Vector

VECTORS = (*SCANS, *MAKERS, *SWIPES)
VECTORS_OF_LINES = [vector for vector in VECTORS if vector.profile == "scan_line"]

every_vector = pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.says)


@every_vector
def test_a_vector_arriving_as_it_was_read_gives_its_events(vector: Vector) -> None:
    assert shapes(for_profile(vector.profile), *vector.rx) == list(vector.events)


@every_vector
def test_a_vector_arriving_byte_by_byte_gives_its_events(vector: Vector) -> None:
    rx = byte_by_byte(vector.rx)

    assert shapes(for_profile(vector.profile), *rx) == list(vector.events)


@given(st.sampled_from(VECTORS), st.randoms(use_true_random=False))
def test_a_vector_cut_anywhere_gives_its_events(
    vector: Vector, chance: random.Random
) -> None:
    rx = cut_anywhere(vector.rx, chance)

    assert shapes(for_profile(vector.profile), *rx) == list(vector.events)


@given(st.lists(st.sampled_from(VECTORS_OF_LINES), max_size=8))
def test_vectors_one_after_the_other_do_not_touch_each_other(
    vectors: list[Vector],
) -> None:
    # Silence between them ends the debounce, so each is heard as if it were alone.
    rx = [step for vector in vectors for step in (*vector.rx, AFTERWARDS_MS)]

    expected = [event for vector in vectors for event in vector.events]

    assert shapes(for_profile("scan_line"), *rx) == expected
