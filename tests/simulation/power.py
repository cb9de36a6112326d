"""Power cuts: a fuse that burns down seam by seam, and the seams the real code offers.

Chance, the clock and the anchor are handed in, so a cut between a decision and its commit,
or between a commit and its anchor, needs no change to what is tested.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Final, TypeVar

from sync.kit.clock import Clock
from sync.till.journal.anchor import Anchor

T = TypeVar("T")


class PowerCutFault(Exception):
    """The machine is off, in the middle of something."""


class Fuse:
    """Burns at every seam; set for n, the n-th one is the last thing the machine does."""

    def __init__(self) -> None:
        self._left = 0

    def set_for(self, seams: int) -> None:
        """Cut the power at the ``seams``-th seam from here; 0 never does."""
        self._left = seams

    def burn(self) -> None:
        """Come past a seam."""
        if self._left:
            self._left -= 1
            if not self._left:
                raise PowerCutFault


def fused_entropy(chance: Random, fuse: Fuse) -> Callable[[int], bytes]:
    """Return a machine's chance: a record's salts are drawn just before it is committed."""

    def draw(size: int) -> bytes:
        fuse.burn()
        return chance.randbytes(size)

    return draw


class FusedAnchor(Anchor):
    """The till's anchor, dropped after a commit; the power may go before or after it."""

    def __init__(self, path: Path, fuse: Fuse) -> None:
        super().__init__(path)
        self._fuse: Final = fuse

    def drop(self, position: int) -> None:
        """Note the position, if there is still power."""
        self._fuse.burn()
        super().drop(position)
        self._fuse.burn()


class FusedLoop:
    """The till's loop as the sync thread sees it, with a seam before and after work."""

    def __init__(self, fuse: Fuse) -> None:
        self._fuse: Final = fuse

    def __call__(self, work: Callable[[], T], /) -> T:
        """Run a piece of work."""
        self._fuse.burn()
        result = work()
        self._fuse.burn()
        return result


class FusedClock:
    """A clock whose every reading is a seam: head office reads it once a transaction."""

    def __init__(self, clock: Clock, fuse: Fuse) -> None:
        self._clock: Final = clock
        self._fuse: Final = fuse

    def now(self) -> datetime:
        """Return the clock's instant, if there is still power."""
        self._fuse.burn()
        return self._clock.now()

    def monotonic_ms(self) -> int:
        """Return the clock's own count."""
        return self._clock.monotonic_ms()
