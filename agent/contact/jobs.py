"""What the till does by itself: sync after a sale, every few minutes, and at night."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from sync.kit.clock import Clock

SOON: Final = timedelta(seconds=2)
"""How long after a sale it goes up: the sales of these seconds go together."""

NIGHT_LOOK_S: Final = 300
"""How often it is looked whether the night's work is due, and tried again if it failed."""

CLOCK_JUMP: Final = timedelta(seconds=30)
_JITTER: Final = 10
"""A tenth of the interval, at most, so that a chain's tills do not call in step."""

_SYNC: Final = "sync"
_NIGHT: Final = "night"
_SOON: Final = "soon"


class Jobs:
    """The schedule. Its memory of what succeeded is the book's, not the scheduler's.

    ``every`` is None where there is no head office to sync with; ``soon`` is how long after
    a sale it goes up.
    """

    def __init__(
        self,
        *,
        sync: Callable[[str], object],
        night: Callable[[], object],
        every: timedelta | None,
        clock: Clock,
        soon: timedelta = SOON,
    ) -> None:
        self._sync: Final = sync
        self._night: Final = night
        self._every: Final = every
        self._clock: Final = clock
        self._soon_s: Final = soon.total_seconds()
        self._stopping: Final = Event()
        self._soon_waits = False
        self._ahead = self._wall_ahead()
        self._scheduler: Final = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(2)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin, with a first sync at once."""
        self._declare()
        self._scheduler.start()
        self.soon()

    def soon(self) -> None:
        """Sync in a moment, once, however often this is called until then."""
        if self._every is None or self._soon_waits or self._stopping.is_set():
            return
        self._soon_waits = True
        # A second one may wait while the first is still at its contact: a sale that fell
        # into it would else never go up by itself.
        self._scheduler.add_job(
            self._sync_soon, id=_SOON, replace_existing=True, max_instances=2
        )

    def mind_the_clock(self) -> None:
        """Plan anew when the wall clock jumped: what was planned by it would not come."""
        ahead = self._wall_ahead()
        if abs(ahead - self._ahead) > CLOCK_JUMP:
            self._ahead = ahead
            self._declare()
            self.soon()

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _declare(self) -> None:
        if self._every is not None:
            seconds = int(self._every.total_seconds())
            self._scheduler.add_job(
                self._sync,
                IntervalTrigger(seconds=seconds, jitter=seconds // _JITTER, timezone=UTC),
                args=["every"],
                id=_SYNC,
                replace_existing=True,
            )
        self._scheduler.add_job(
            self._night,
            IntervalTrigger(seconds=NIGHT_LOOK_S, timezone=UTC),
            id=_NIGHT,
            replace_existing=True,
        )

    def _sync_soon(self) -> None:
        stopped = self._stopping.wait(self._soon_s)
        # Lowered before the contact: a sale during it asks for the next one.
        self._soon_waits = False
        if not stopped:
            self._sync("soon")

    def _wall_ahead(self) -> timedelta:
        """Return how far the wall clock is ahead of the count that never jumps."""
        since_1970 = self._clock.now() - datetime(1970, 1, 1, tzinfo=UTC)
        return since_1970 - timedelta(milliseconds=self._clock.monotonic_ms())
