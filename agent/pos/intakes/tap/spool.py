"""Where a tap's receipts stand until they are booked: one small file each.

In the till's own data folder, so that neither a stalled loop nor a power cut loses one.
"""

import os
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final

from agent.pos.intakes.places import Places
from agent.pos.intakes.plans import PlanFault
from agent.pos.intakes.tap.paper import Paper, write_paper
from agent.pos.intakes.tap.splitting import Splitter
from agent.pos.intakes.tap.template import Template, read_template
from drivers.events import ReceiptPrinted
from drivers.passthrough.tap_ear import Keep
from sync.kit.clock import Clock
from sync.kit.logging import Log

FILES_MAX: Final = 20_000
"""Receipts that wait to be booked: a month of a till at which something is very wrong."""

REJECTED_MAX: Final = 200
_NEWEST: Final = 500
_LOOK_EVERY: Final = 100

_LOG: Final = Log("tap")


class Spool:
    """A tap's receipts on disk. ``kept`` is told of each; ``copies`` were kept before."""

    def __init__(self, places: Places, *, template: Path, clock: Clock) -> None:
        self.places: Final = places
        self._template_file: Final = template
        self._clock: Final = clock
        self._lock: Final = Lock()
        self._newest: deque[int] = deque(maxlen=_NEWEST)
        self._count = 0
        self._is_full = False
        self.kept: Callable[[], None] = lambda: None
        self.copies = 0
        self.dropped = 0

    def prepare(self) -> None:
        """Make the folder; where that cannot be, the intake and each receipt say so."""
        with suppress(OSError):
            self.places.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.places.prepare()

    def encoding(self) -> str:
        """Return what the template says that the POS writes; empty when it cannot say."""
        template = self.template()
        return template.encoding if template else ""

    def template(self) -> Template | None:
        """Return the template; None when it cannot be read, which the intake tells."""
        try:
            return read_template(self._template_file)
        except PlanFault:
            return None

    def opened(self) -> Keep:
        """Return what keeps the receipts of one connection or port."""
        splitter = Splitter(self.template())
        waiting: list[Paper] = []
        asked: list[ReceiptPrinted] = []

        def keep(event: ReceiptPrinted) -> bool:
            if not asked or asked[0] is not event:
                asked[:] = [event]
                heard = self._clock.now()
                waiting.extend(Paper(lines, heard) for lines in splitter.feed(event))
            while waiting:
                if not self._keep(waiting[0]):
                    return False
                del waiting[0]
            return True

        return keep

    def _keep(self, paper: Paper) -> bool:
        with self._lock:
            seen = hash(paper.lines)
            if seen in self._newest:
                self.copies += 1
                return True
            try:
                self._write(paper)
            except OSError as error:
                _LOG.warning("receipt_waits", problem=error.strerror or "")
                return False
            self._newest.append(seen)
        self.kept()
        return True

    def _write(self, paper: Paper) -> None:
        self.prepare()
        if self._has_no_room():
            self.dropped += 1
            return
        at = paper.heard or self._clock.now()
        self._count += 1
        name = f"{at:%Y%m%dT%H%M%S.%f}-{self._count:06}.txt"
        part = self.places.working / f".{name}.part"
        with part.open("w", encoding="utf-8") as file:
            file.write(write_paper(paper))
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.places.working / name)

    def _has_no_room(self) -> bool:
        if self._count % _LOOK_EVERY == 0 or self._is_full:
            with os.scandir(self.places.working) as files:
                self._is_full = sum(1 for _ in files) >= FILES_MAX
        return self._is_full
