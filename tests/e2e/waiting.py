"""Waiting for a condition, with an end: the only way a test here lets time pass."""

import time
from collections.abc import Callable

POLL_S = 0.02


def wait_until(holds: Callable[[], bool], *, what: str, timeout_s: float = 30) -> None:
    """Return as soon as ``holds`` does; fail with ``what`` when it does not in time."""
    until = time.monotonic() + timeout_s
    while not holds():
        if time.monotonic() > until:
            raise AssertionError(f"not within {timeout_s} s: {what}")
        time.sleep(POLL_S)
