"""The pace at the gate: exact, bounded, and fair between callers."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agent.pos.door.pace import Pace


class FakeClock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.ms = 0

    def now(self) -> datetime:
        """Return the instant."""
        return datetime(2026, 11, 21, tzinfo=UTC) + timedelta(milliseconds=self.ms)

    def monotonic_ms(self) -> int:
        """Return the count."""
        return self.ms


@given(st.integers(1, 50), st.lists(st.integers(0, 3000), max_size=40))
def test_nobody_ever_gets_more_than_the_rate_and_its_depth(
    per_s: int, pauses: list[int]
) -> None:
    clock = FakeClock()
    pace = Pace(per_s, clock)
    allowed = 0

    for pause in pauses:
        clock.ms += pause
        allowed += sum(pace.allows("pos") for _ in range(3 * per_s))

    assert allowed <= per_s * 2 + per_s * clock.ms // 1000


def test_who_waits_may_ask_again() -> None:
    clock = FakeClock()
    pace = Pace(1, clock)

    tries = [pace.allows("pos"), pace.allows("pos"), pace.allows("pos")]
    clock.ms += 1000

    assert tries == [True, True, False]
    assert pace.allows("pos")


def test_one_callers_haste_is_not_anothers_wait() -> None:
    pace = Pace(1, FakeClock())

    for _ in range(10):
        pace.allows("hasty")

    assert not pace.allows("hasty")
    assert pace.allows("patient")
