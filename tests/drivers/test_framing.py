"""Lines out of bytes: ends, silence, limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.framing.lines import FRAME_BYTES_MAX, LineFramer, LineRules, Lost

LINES = LineRules()


def framed(framer: LineFramer, *reads: bytes, at_ms: int = 0) -> list[bytes | Lost]:
    """Give what the framer makes of these reads, copied before it is wiped."""
    return [
        frame if isinstance(frame, Lost) else bytes(frame)
        for read in reads
        for frame in framer.feed(read, at_ms)
    ]


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\n\r", b"\r\r\n"])
def test_any_mix_of_cr_and_lf_is_one_end(end: bytes) -> None:
    assert framed(LineFramer(LINES), b"one" + end + b"two" + end) == [b"one", b"two"]


def test_a_half_line_is_given_up_after_half_a_second_of_silence() -> None:
    framer = LineFramer(LINES)
    framed(framer, b"half", at_ms=1_000)

    assert list(framer.idle(1_499)) == []
    assert list(framer.idle(1_500)) == [Lost(4, "partial_discarded")]


def test_a_half_line_is_given_up_though_nobody_asked_in_between() -> None:
    framer = LineFramer(LINES)
    framed(framer, b"half", at_ms=1_000)

    heard = framed(framer, b"whole\r", at_ms=9_000)

    assert heard == [Lost(4, "partial_discarded"), b"whole"]


def test_silence_is_an_end_for_a_scanner_without_suffix() -> None:
    framer = LineFramer(LineRules(idle_ms=50, idle_is_end=True))
    framed(framer, b"as is", at_ms=1_000)

    assert next(framer.idle(1_050)) == bytearray(b"as is")


def test_nothing_is_due_while_no_line_is_open() -> None:
    framer = LineFramer(LINES)

    assert framer.due_ms() is None
    framed(framer, b"open", at_ms=7)
    assert framer.due_ms() == 507
    framed(framer, b"\r", at_ms=8)
    assert framer.due_ms() is None


def test_the_longest_line_is_kept_and_one_byte_more_is_not() -> None:
    longest = b"7" * FRAME_BYTES_MAX

    heard = framed(LineFramer(LINES), longest + b"\r", longest + b"7\r", b"next\r")

    assert heard == [longest, Lost(FRAME_BYTES_MAX + 1, "too_long"), b"next"]


def test_an_endless_line_is_one_loss_and_its_length_is_counted() -> None:
    framer = LineFramer(LINES)

    heard = framed(framer, *[b"7" * 1_000] * 50, b"\rnext\r")

    assert heard == [Lost(50_000, "too_long"), b"next"]


def test_a_used_line_is_overwritten() -> None:
    kept = list(LineFramer(LINES).feed(b"4111111111111111\r", 0))

    assert kept == [bytearray()]


def test_a_line_given_up_is_overwritten() -> None:
    framer = LineFramer(LINES)
    framed(framer, b"41111111")

    assert list(framer.close()) == [Lost(8, "partial_discarded")]
    assert framer.due_ms() is None


@given(st.lists(st.binary(max_size=3_000), max_size=20))
def test_no_bytes_make_a_frame_longer_than_the_limit_and_the_next_line_is_read(
    reads: list[bytes],
) -> None:
    framer = LineFramer(LineRules(frame_bytes_max=64))

    heard = framed(framer, *reads, b"\r", b"good\r")

    assert all(isinstance(frame, Lost) or 0 < len(frame) <= 64 for frame in heard)
    assert heard[-1] == b"good"


@given(st.binary(max_size=300), st.integers(1, 40))
def test_how_bytes_are_cut_changes_nothing(data: bytes, length: int) -> None:
    cut = [data[at : at + length] for at in range(0, len(data), length)]

    assert framed(LineFramer(LINES), *cut) == framed(LineFramer(LINES), data)
