"""How often somebody may ask: a bucket each, filled at a steady rate, two seconds deep."""

from typing import Final

from sync.kit.clock import Clock

_DEPTH_S: Final = 2
_MS: Final = 1000
_CALLERS_MAX: Final = 64


class Pace:
    """Counts in thousandths of a request, whole numbers only."""

    def __init__(self, per_s: int, clock: Clock) -> None:
        self._per_s: Final = per_s
        self._full: Final = per_s * _DEPTH_S * _MS
        self._clock: Final = clock
        self._buckets: dict[str, tuple[int, int]] = {}

    def allows(self, caller: str) -> bool:
        """Take one request from the caller's bucket, if there is one in it."""
        now = self._clock.monotonic_ms()
        left, filled_at = self._buckets.get(caller, (self._full, now))
        left = min(self._full, left + (now - filled_at) * self._per_s)
        allowed = left >= _MS
        if caller in self._buckets or len(self._buckets) < _CALLERS_MAX:
            self._buckets[caller] = (left - _MS if allowed else left, now)
        return allowed
