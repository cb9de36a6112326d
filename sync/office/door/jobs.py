"""What head office does by itself: applies what was stored, and its duties when due."""

from collections.abc import Callable
from datetime import UTC, timedelta
from threading import Lock
from typing import Final

from apscheduler.schedulers.background import BackgroundScheduler

from sync.kit.clock import Clock
from sync.office.office import Office

LOOK_EVERY: Final = timedelta(minutes=1)
"""How often it asks what is due; the answer is in the book, so restarts forget nothing."""


def begin(office: Office, *, clock: Clock, guard: Lock) -> Callable[[], None]:
    """Begin looking; returns what ends it."""

    def look() -> None:
        with guard:
            office.apply_pending()
            office.run_if_due(clock.now())

    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(look, misfire_grace_time=None)
    scheduler.add_job(
        look,
        "interval",
        seconds=LOOK_EVERY.seconds,
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    scheduler.start()

    def end() -> None:
        scheduler.shutdown()

    return end
