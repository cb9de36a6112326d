"""The night's duties: close the day here, then compare with head office."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from agent.contact.night import Night
from agent.counter.listening import Listening
from agent.loop.loop import Loop
from sync.kit.clock import Clock, from_ms, to_ms
from sync.kit.faults import Fault
from sync.kit.logging import Log
from sync.till.book.book import TillBook

DAY_CLOSED: Final = "day_closed_ms"
RECONCILED: Final = "reconciled_ms"

_LOG: Final = Log("night")


class Duties:
    """Looks whether something is due and does it; the book remembers what succeeded when.

    Closing the day releases holds, so it is done once a night at its hour, or as the till
    starts, before a POS can knock. Comparing is tried until head office was reached.
    """

    def __init__(
        self, book: TillBook, counter: Listening, loop: Loop, *, night: Night, clock: Clock
    ) -> None:
        self._book: Final = book
        self._counter: Final = counter
        self._loop: Final = loop
        self._night: Final = night
        self._clock: Final = clock
        self._started: Final = clock.now()

    def start(self) -> None:
        """Close a day that ended while the till was off; called before the loop runs."""
        try:
            if self._last(DAY_CLOSED) < self._night.begun(self._started):
                self._close_day()
            # Asked for the first time, it begins to count from now.
            self._last(RECONCILED)
            self._catch_up()
        except Fault as fault:
            # A till on a full disk hears and tells all the same; the next look closes.
            _LOG.warning("day_close_postponed", fault=type(fault).__name__)

    def look(self, reconcile: Callable[[], bool]) -> None:
        """Do what is due now; called every few minutes, on any thread but the loop's.

        ``reconcile`` compares with head office and says whether it was reached.
        """
        now = self._clock.now()
        try:
            while self._loop.call("catch_up", self._catch_up):
                pass
            if self._loop.call("night_due", lambda: self._due(now)) and reconcile():
                self._loop.call("night_done", lambda: self._mark(RECONCILED))
        except (Fault, TimeoutError) as fault:
            _LOG.warning("night_postponed", fault=type(fault).__name__)

    def _due(self, now: datetime) -> bool:
        if self._last(DAY_CLOSED) < self._night.begun(now):
            self._close_day()
        return self._night.is_due(now, last=self._last(RECONCILED), started=self._started)

    def _catch_up(self) -> bool:
        """Work out points that were left for later; say whether there may be more."""
        self._book.journal.regain()
        records = self._counter.catch_up()
        if records:
            _LOG.info("points_worked_out", records=records)
        return records > 0

    def _close_day(self) -> None:
        self._counter.close_day()
        self._mark(DAY_CLOSED)
        _LOG.info("day_closed")

    def _last(self, duty: str) -> datetime:
        """Return when a duty last succeeded; a new till's first night is still to come."""
        value = self._book.journal.mark(duty)
        return from_ms(int(value)) if value.isdecimal() else self._mark(duty)

    def _mark(self, duty: str) -> datetime:
        now = self._clock.now()
        self._book.journal.set_mark(duty, str(to_ms(now)))
        return now
