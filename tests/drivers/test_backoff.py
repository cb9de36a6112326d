"""Waiting between tries: it grows, stays bounded, and begins again."""

import random

from hypothesis import given
from hypothesis import strategies as st

from drivers.ports.backoff import FIRST_MS, MOST_MS, Backoff


@given(st.integers(), st.integers(1, 60))
def test_waits_grow_from_fifty_milliseconds_to_two_seconds(seed: int, tries: int) -> None:
    backoff = Backoff(random.Random(seed))

    waits = [backoff.next_ms() for _ in range(tries)]

    for turn, wait_ms in enumerate(waits):
        most_ms = min(FIRST_MS * 2**turn, MOST_MS)
        assert most_ms // 2 <= wait_ms <= most_ms


def test_a_port_that_worked_is_tried_again_at_once() -> None:
    backoff = Backoff(random.Random(1))
    for _ in range(10):
        backoff.next_ms()

    backoff.reset()

    assert backoff.next_ms() <= FIRST_MS
