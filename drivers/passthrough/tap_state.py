"""How a tap is, for health pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from drivers.passthrough.relay import Delays


@dataclass(frozen=True, slots=True, kw_only=True)
class TapState:
    """How a tap is just now. Counts are bytes and receipts since the start.

    ``is_passing`` says that both sides are there. ``waiting`` bytes are not taken by the
    printer yet. ``unheard`` receipts were passed on and not listened to whole. ``usual_us``
    and ``most_us`` are how long bytes were in our hands, in microseconds.
    """

    device: str
    is_running: bool
    is_passing: bool
    is_listening: bool
    to_printer: int
    to_pos: int
    waiting: int
    receipts: int
    unheard: int
    usual_us: int
    most_us: int
    fault: str | None = None
    hint: str | None = None


def delays_of(ways: Iterable[Delays]) -> tuple[int, int]:
    """Return the usual and the longest delay of several directions."""
    known = list(ways)
    usual = max((each.usual_us for each in known), default=0)
    return usual, max((each.most_us for each in known), default=0)
