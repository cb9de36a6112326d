"""When the night's work is due: once after each night hour, also when the till was off."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from hashlib import sha256
from typing import Final

SPREAD: Final = timedelta(minutes=15)
"""Tills of one chain share the night hour; each takes its own minute of this much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """The night hour of a till. ``zone`` is the shop's; ``till`` decides its own minute."""

    at: time
    zone: tzinfo | None
    till: str

    def begun(self, now: datetime) -> datetime:
        """Return the newest night hour that is not after ``now``."""
        local = now.astimezone(self.zone)
        begun = local.replace(
            hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0
        )
        # Compared as instants: on the day clocks change, an hour may be missing or doubled.
        if begun.timestamp() > local.timestamp():
            begun = (local - timedelta(days=1)).replace(
                hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0
            )
        return begun

    def is_due(self, now: datetime, *, last: datetime, started: datetime) -> bool:
        """Say whether work that last succeeded at ``last`` should be done now.

        A till that was off at the night hour does it after it ``started``; so that a whole
        chain switched on at nine does not call head office at nine, each waits its minute.
        """
        begun = self.begun(now)
        return last < begun and now >= max(begun, started) + self.own_minute

    @property
    def own_minute(self) -> timedelta:
        """How long after the hour this till begins: always the same, spread by name."""
        digest = sha256(self.till.encode()).digest()
        seconds = int.from_bytes(digest[:4]) % int(SPREAD.total_seconds())
        return timedelta(seconds=seconds)
