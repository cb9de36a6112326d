"""The one door to the time: wall clock, floored at the build's date, and monotonic."""

import time
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

BUILD_DATE: Final = datetime(2026, 11, 1, tzinfo=UTC)
"""A till without a battery clock starts in 1970; nothing happened before this was built."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


class Clock(Protocol):
    """What everything that needs the time is given."""

    def now(self) -> datetime:
        """Return the instant in UTC."""
        ...

    def monotonic_ms(self) -> int:
        """Return milliseconds since an arbitrary start that never go back."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the instant in UTC, never before the build."""
        return max(datetime.now(UTC), BUILD_DATE)

    def monotonic_ms(self) -> int:
        """Return milliseconds since the machine started, or so."""
        return time.monotonic_ns() // 1_000_000


def to_ms(instant: datetime) -> int:
    """Return whole milliseconds since 1970 for an aware instant (the rest is cut off)."""
    return (instant - _EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """Return the UTC instant of whole milliseconds since 1970."""
    return _EPOCH + milliseconds * _MILLISECOND


def to_text(instant: datetime) -> str:
    """Write an instant as RFC 3339 in UTC to the second, for people and POS programs."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
