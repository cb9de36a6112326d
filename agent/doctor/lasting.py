"""A length of time as people say it."""

from datetime import timedelta
from typing import Final

from rules.ground.sentence import Counted, Sentence

_MINUTE_S: Final = 60
_HOUR_S: Final = 60 * _MINUTE_S
_DAY_S: Final = 24 * _HOUR_S


def lasting(length: timedelta) -> Sentence:
    """Say it in its largest unit: ``3 days``, ``1 hour``, ``less than a second``."""
    seconds = max(int(length.total_seconds()), 0)
    if seconds >= _DAY_S:
        return Counted("{count} day", "{count} days", count=seconds // _DAY_S)
    if seconds >= _HOUR_S:
        return Counted("{count} hour", "{count} hours", count=seconds // _HOUR_S)
    if seconds >= _MINUTE_S:
        return Counted("{count} minute", "{count} minutes", count=seconds // _MINUTE_S)
    if seconds:
        return Counted("{count} second", "{count} seconds", count=seconds)
    return Sentence("less than a second")
