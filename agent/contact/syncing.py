"""Syncing: the till's contacts with head office, never on the loop's thread."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final, Protocol

from agent.counter.ground.answers import Answer, Value
from agent.counter.value.fetching import NeedsMore
from agent.loop.loop import Loop
from rules.ground.refusal import Refusal, refuse
from rules.ground.sentence import Sentence
from sync.kit.clock import Clock
from sync.kit.faults import Fault
from sync.kit.logging import Log
from sync.till.book.book import TillBook
from sync.till.contact.contact import Contact, ContactReport, InLoop
from sync.till.contact.night import NightReport, close_day, reconcile
from sync.till.contact.transport import Link
from sync.wire.messages import Want

QUESTION_S: Final = 0.8
"""How long a customer waits for head office to deal the points they want to spend."""

_QUESTION_THREADS: Final = 2
_BUSY: Final = Sentence("The till was too busy.")
_LOG: Final = Log("sync")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The line to head office."""

    contact: Contact
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class LastContact:
    """What the newest contact did, for the health page."""

    at: datetime
    report: ContactReport


class Comparison(Protocol):
    """A contact that ends in a comparison: the night's, or one somebody asked for."""

    def __call__(
        self,
        book: TillBook,
        contact: Contact,
        link: Link,
        *,
        in_loop: InLoop,
        entropy: Callable[[int], bytes],
    ) -> NightReport:
        """Do it, on a thread that is not the loop's."""
        ...


class Syncing:
    """Runs contacts one at a time and quick questions beside them.

    ``line`` is None when the till has no head office. ``after`` is told, on the loop's
    thread, when something may have come down.
    """

    def __init__(
        self,
        book: TillBook,
        loop: Loop,
        *,
        line: Line | None,
        clock: Clock,
        entropy: Callable[[int], bytes],
        after: Callable[[], None],
    ) -> None:
        self._book: Final = book
        self._loop: Final = loop
        self._line: Final = line
        self._clock: Final = clock
        self._entropy: Final = entropy
        self._after: Final = after
        self._one_contact: Final = Lock()
        self._contacts: Final = ThreadPoolExecutor(1, thread_name_prefix="sync")
        self._questions: Final = ThreadPoolExecutor(
            _QUESTION_THREADS, thread_name_prefix="question"
        )
        self.last: LastContact | None = None

    def run(self, reason: str) -> ContactReport:
        """Push and pull everything, on the caller's thread; what stopped it is reported."""
        if self._line is None:
            return ContactReport(problem=Sentence("This till has no head office."))
        try:
            with self._one_contact:
                report = self._line.contact.run()
                self._loop.call("after_sync", self._after)
        except (Fault, TimeoutError) as fault:
            report = ContactReport(
                problem=str(fault) or _BUSY,
                hint=getattr(fault, "hint", Sentence("It tries again by itself.")),
            )
        self.last = LastContact(at=self._clock.now(), report=report)
        _note(reason, report)
        return report

    def night(self) -> bool:
        """Give allowances back, sync and compare; say whether head office was reached."""
        report = self._compare(close_day, "night")
        return report is not None and report.contact.complete

    async def now(self, *, compare: bool) -> Answer | Refusal:
        """Sync now, and ``compare`` every balance if asked; say what that did."""
        if self._line is None:
            return refuse("no_office")
        events = asyncio.get_running_loop()
        if not compare:
            return contact_out(
                await events.run_in_executor(self._contacts, self.run, "asked")
            )
        report = await events.run_in_executor(
            self._contacts, self._compare, reconcile, "asked"
        )
        return comparison_out(report or NightReport(contact=ContactReport(problem=_BUSY)))

    async def ask_for_more(self, more: NeedsMore) -> None:
        """Ask head office for points, and wait for them no longer than a customer would."""
        if self._line is None:
            return
        events = asyncio.get_running_loop()
        question = events.run_in_executor(self._questions, self._question, more)
        # A grant that comes later is journalled all the same: it is there next time.
        await asyncio.wait((question,), timeout=QUESTION_S)

    def stop(self) -> None:
        """Begin nothing more; what is on the wire may end by itself."""
        self._contacts.shutdown(wait=False, cancel_futures=True)
        self._questions.shutdown(wait=False, cancel_futures=True)

    def _compare(self, comparison: Comparison, reason: str) -> NightReport | None:
        """Sync and compare with head office; None when the till itself could not."""
        if self._line is None:
            return None
        try:
            with self._one_contact:
                report = comparison(
                    self._book,
                    self._line.contact,
                    self._line.link,
                    in_loop=lambda work: self._loop.call("compare", work),
                    entropy=self._entropy,
                )
                self._loop.call("after_sync", self._after)
        except (Fault, TimeoutError) as fault:
            _LOG.warning("comparison_failed", reason=reason, fault=type(fault).__name__)
            return None
        self.last = LastContact(at=self._clock.now(), report=report.contact)
        _LOG.info(
            "compared",
            reason=reason,
            agrees=report.agrees,
            given_back=report.given_back,
            differs=report.differs,
        )
        return report

    def _question(self, more: NeedsMore) -> None:
        if self._line is None:
            return
        want = Want(account=more.account, unit=more.unit, points=more.points)
        try:
            self._line.contact.ask((want,), timeout_s=QUESTION_S)
        except (Fault, TimeoutError) as fault:
            _LOG.warning("question_failed", fault=type(fault).__name__)


def comparison_out(report: NightReport) -> Answer:
    """Write what a contact did and what the comparison after it found."""
    return {
        **contact_out(report.contact),
        "agrees": report.agrees,
        "accounts": report.accounts,
        "records": report.records,
        "differs": list(report.differs),
    }


def contact_out(report: ContactReport) -> Answer:
    """Write what a contact did."""
    said: dict[str, Value] = {
        "complete": report.complete,
        "pushed": report.pushed,
        "grants": report.received.grants,
        "buckets": report.received.buckets,
        "waiting": report.waiting,
    }
    if report.problem:
        said |= {"problem": report.problem, "hint": report.hint}
    return said


def _note(reason: str, report: ContactReport) -> None:
    fields = {"reason": reason, "pushed": report.pushed, "waiting": report.waiting}
    if report.complete:
        _LOG.info("synced", buckets=report.received.buckets, **fields)
    else:
        _LOG.warning("sync_stopped", problem=report.problem, **fields)
