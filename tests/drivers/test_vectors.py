"""Every recorded exchange gives the same events, whole, byte by byte and cut anywhere."""

import random
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.recorded.scripted import AFTERWARDS_MS, Step, cut_anywhere, play
from drivers.shape import Shape, as_expected
from tests.drivers.gs1_vectors import GS1
from tests.drivers.hearing import byte_by_byte, for_profile, shapes
from tests.drivers.maker_vectors import MAKERS
from tests.drivers.packet_vectors import PACKETS
from tests.drivers.scan_vectors import SCANS
from tests.drivers.stripe_vectors import SWIPES
from tests.drivers.tag_vectors import TAGS
from tests.drivers.tap_vectors import TAPS
from tests.drivers.vectors import Vector
from tests.drivers.wedge_vectors import WEDGES

VECTORS = (*SCANS, *MAKERS, *SWIPES, *GS1, *PACKETS, *TAGS, *TAPS, *WEDGES)
VECTORS_OF_LINES = [vector for vector in VECTORS if vector.profile == "scan_line"]

Said = tuple[list[Shape], tuple[bytes, ...]]

every_vector = pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.says)


def said(vector: Vector, rx: Iterable[Step]) -> Said:
    """Give what is heard in these reads, and what is answered on the line."""
    played = play(for_profile(vector.profile), rx)
    return [as_expected(event) for event in played.events], played.replies


def expected(vector: Vector) -> Said:
    """Give what has to be."""
    return list(vector.events), vector.replies


@every_vector
def test_a_vector_arriving_as_it_was_read_gives_its_events(vector: Vector) -> None:
    assert said(vector, vector.rx) == expected(vector)


@every_vector
def test_a_vector_arriving_byte_by_byte_gives_its_events(vector: Vector) -> None:
    assert said(vector, byte_by_byte(vector.rx)) == expected(vector)


@every_vector
@given(seed=st.integers(0, 2**32))
@settings(max_examples=10)
def test_a_vector_cut_anywhere_gives_its_events(vector: Vector, seed: int) -> None:
    chance = random.Random(seed)

    assert said(vector, cut_anywhere(vector.rx, chance)) == expected(vector)


@given(st.lists(st.sampled_from(VECTORS_OF_LINES), max_size=8))
def test_vectors_one_after_the_other_do_not_touch_each_other(
    vectors: list[Vector],
) -> None:
    # Silence between them ends the debounce, so each is heard as if it were alone.
    rx = [step for vector in vectors for step in (*vector.rx, AFTERWARDS_MS)]

    in_turn = [event for vector in vectors for event in vector.events]

    assert shapes(for_profile("scan_line"), *rx) == in_turn
