"""Random and mutated bytes: nothing raises, nothing grows, the next good frame is read."""

import os
import random
import tracemalloc
from collections.abc import Iterator

import pytest

from drivers.kinds.profiles import PROFILES
from drivers.register import Driver
from drivers.shape import as_expected
from tests.drivers.hearing import events_of, for_profile
from tests.drivers.test_vectors import VECTORS
from tests.drivers.vectors import Vector

INPUTS = int(os.environ.get("VAFA_FUZZ_INPUTS", "100000"))
"""Inputs for each profile; set it to 1000000 for a long run."""

PIECE_BYTES = 192
"""Enough for any frame but what is typed key by key; its events are all alike."""

SILENCE_MS = 30_000
"""Longer than anything waits."""

HELD_BYTES_MAX = 128 * 1024
STREAM_BYTES = 192 * 1024

every_profile = pytest.mark.parametrize("profile", sorted(PROFILES))


def samples(profile: str) -> list[Vector]:
    """Give the recorded exchanges of a profile, or of any where it has none."""
    own = [vector for vector in VECTORS if vector.profile == profile]
    return own or list(VECTORS)


def stream(vector: Vector) -> bytes:
    """Give all bytes of an exchange."""
    return b"".join(step for step in vector.rx if isinstance(step, bytes))


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Change a few bytes: another one, one lost, one twice, a stretch of noise."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(4):
            case 0:
                changed[at : at + 1] = chance.randbytes(1)
            case 1:
                del changed[at : at + chance.randint(1, 8)]
            case 2:
                changed[at:at] = changed[at : at + chance.randint(1, 8)]
            case _:
                changed[at:at] = chance.randbytes(chance.randint(1, 8))
    return bytes(changed)


def inputs(profile: str, chance: random.Random) -> Iterator[bytes]:
    """Yield random and mutated inputs without end; of a long exchange a piece at a time."""
    known = [stream(vector) for vector in samples(profile)]
    while True:
        yield chance.randbytes(chance.randint(0, 48))
        data = chance.choice(known)
        at = chance.randrange(max(len(data) - PIECE_BYTES, 0) + 1)
        yield mutated(data[at : at + PIECE_BYTES], chance)


def heard_by(driver: Driver, data: bytes, at_ms: int) -> list[dict[str, object]]:
    """Give the public shapes of what a read says."""
    return [as_expected(event) for event in events_of(driver.feed(data, at_ms))]


@every_profile
def test_no_bytes_raise_however_they_come(profile: str) -> None:
    chance = random.Random(f"fuzz {profile}")
    driver, at_ms = for_profile(profile), 0

    for _, data in zip(range(INPUTS), inputs(profile, chance), strict=False):
        at_ms += chance.choice((0, 0, 1, 40, 600))
        assert all(shape["kind"] for shape in heard_by(driver, data, at_ms))
        if chance.random() < 0.01:
            assert all(as_expected(event)["kind"] for event in events_of(driver.close()))


@every_profile
def test_after_any_noise_and_a_silence_the_next_good_frames_are_read(profile: str) -> None:
    chance = random.Random(f"next {profile}")
    noise = inputs(profile, chance)

    for vector in [v for v in samples(profile) if v.profile == profile]:
        for _ in range(10):
            driver, at_ms = for_profile(profile), SILENCE_MS
            for _ in range(chance.randint(1, 4)):
                heard_by(driver, next(noise), at_ms)
            list(driver.idle(at_ms + SILENCE_MS // 2))
            at_ms += SILENCE_MS
            said = []
            for step in vector.rx:
                if isinstance(step, int):
                    at_ms += step
                    said += [as_expected(e) for e in events_of(driver.idle(at_ms))]
                else:
                    said += heard_by(driver, step, at_ms)
            said += [as_expected(e) for e in events_of(driver.idle(at_ms + SILENCE_MS))]
            # A printer's text has no beginning but its own: what was there is told first.
            assert said[len(said) - len(vector.events) :] == list(vector.events)


@every_profile
@pytest.mark.parametrize("start", [b"", b"\x02", b"\x1dv0\x00", b"\xff\xf3\x00"])
def test_a_stream_without_end_is_not_kept(profile: str, start: bytes) -> None:
    chance = random.Random(f"stream {profile}")
    driver = for_profile(profile)
    chunk = chance.randbytes(1_024) if not start else (start + b"7" * 1_024)

    # What is loaded once, at the first code, number or character set, is no growth.
    heard_by(driver, stream(samples(profile)[0]) + b"\r", 0)
    for _ in range(8):
        heard_by(for_profile(profile), chunk, 0)
    tracemalloc.start()
    for _ in range(STREAM_BYTES // len(chunk)):
        for _ in driver.feed(chunk, 1):
            pass
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert held < HELD_BYTES_MAX
