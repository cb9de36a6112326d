"""One-time codes: RFC 6238's own examples, half a minute either way, each code once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.members.one_time import STEP_S, code_of, step_of, step_shown

SECRET = b"12345678901234567890"
NOW = datetime(2026, 11, 21, 9, 42, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ],
)
def test_the_standards_examples_hold(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, the last six of its eight digits."""
    at = datetime.fromtimestamp(seconds, UTC)

    assert code_of(SECRET, step_of(at)) == code
    assert step_shown(SECRET, code, at, after=-1) == seconds // STEP_S


@given(late_s=st.integers(-90, 90))
def test_a_code_is_good_for_half_a_minute_either_way(late_s: int) -> None:
    step = step_of(NOW)
    at = NOW + timedelta(seconds=late_s)

    shown = step_shown(SECRET, code_of(SECRET, step), at, after=-1)

    assert shown == (step if abs(step_of(at) - step) <= 1 else None)


def test_a_code_that_was_used_and_any_other_text_are_wrong() -> None:
    step = step_of(NOW)
    code = code_of(SECRET, step)

    assert step_shown(SECRET, code, NOW, after=step) is None
    for text in ("", "0", code[:5], code + "0", "abcdef", "\u06f1\u06f2"):
        assert step_shown(SECRET, text, NOW, after=-1) is None
