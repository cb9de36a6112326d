"""How long to wait before a port is tried again: doubling, bounded, never in step."""

import random

FIRST_MS = 50
"""The wait after a port that worked was lost: replugging is noticed at once."""

MOST_MS = 2000
"""The longest wait: a device plugged in later is found within this time."""


class Backoff:
    """Waits of 50 ms to 2 s, each between half and all of twice the one before."""

    def __init__(self, chance: random.Random, *, first_ms: int = FIRST_MS) -> None:
        self._chance = chance
        self._first_ms = self._wait_ms = first_ms

    def next_ms(self) -> int:
        """Give the wait before the next try."""
        wait_ms = self._wait_ms
        self._wait_ms = min(2 * wait_ms, MOST_MS)
        return self._chance.randint(wait_ms // 2, wait_ms)

    def reset(self) -> None:
        """Begin again: the port worked."""
        self._wait_ms = self._first_ms
