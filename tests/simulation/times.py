"""Virtual time: one true time, and machines whose clocks are wrong about it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sync.kit.clock import BUILD_DATE

START: Final = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
WAITS: Final = (
    timedelta(minutes=5),
    timedelta(hours=3),
    timedelta(days=1),
    timedelta(days=2),
    timedelta(days=20),
)
_JUMPS: Final = (
    timedelta(days=1),
    timedelta(days=-1),
    timedelta(hours=-3),
    timedelta(days=40),
)
_FAR: Final = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2038, 1, 19, 4, tzinfo=UTC))


class WorldTime:
    """The true time. Only the script moves it, and only forwards."""

    def __init__(self) -> None:
        self.now = START

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by


class MachineClock:
    """One machine's clock: wrong by ``off``, floored at the build's date like the real one.

    ``jump_at_reading`` lets it jump while something is under way: at the n-th look at it.
    """

    def __init__(self, world: WorldTime) -> None:
        self._world: Final = world
        self.off = timedelta()
        self._jump_in = 0
        self._jump = timedelta()

    def now(self) -> datetime:
        """Return what this machine takes for the time."""
        if self._jump_in:
            self._jump_in -= 1
            if not self._jump_in:
                self.off += self._jump
        return max(self._world.now + self.off, BUILD_DATE)

    def monotonic_ms(self) -> int:
        """Return true milliseconds since the world began: this one never jumps."""
        return (self._world.now - START) // timedelta(milliseconds=1)

    def set_to(self, instant: datetime) -> None:
        """Set the clock."""
        self.off = instant - self._world.now

    def set_right(self) -> None:
        """Set the clock to the true time."""
        self.off, self._jump_in = timedelta(), 0

    def jump_at_reading(self, reading: int, by: timedelta) -> None:
        """Jump by so much when the clock is next looked at for the ``reading``-th time."""
        self._jump_in, self._jump = reading, by


def jumped(clock: MachineClock, draw: Sequence[int]) -> str:
    """Set a clock wrong, at once or while something is under way, or right again."""
    match draw[0] % 4:
        case 0:
            clock.set_to(_FAR[draw[1] % len(_FAR)])
        case 1:
            by = _JUMPS[draw[1] % len(_JUMPS)]
            clock.jump_at_reading(1 + draw[2] % 6, by)
            return f"will jump by {by}"
        case 2:
            clock.set_right()
        case _:
            clock.off += _JUMPS[draw[1] % len(_JUMPS)]
    return f"{clock.now():%Y-%m-%d %H:%M}"
