"""The one loop: takes one command at a time and is the only writer of the till's book."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from threading import Lock, Thread, get_ident
from types import TracebackType
from typing import Final, TypeVar

from agent.loop.inbox import Command, Inbox
from sync.kit.faults import Fault
from sync.kit.logging import Log

QUARANTINE_EVENTS_MAX: Final = 100
"""How many broken events are remembered for the health page; the log has them all."""

PATIENCE_S: Final = 30
"""How long a thread of the till's own waits for the loop."""

_LOG: Final = Log("loop")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """An event that broke an invariant of ours: its number, what it was and where it broke.

    Never its data: an exception's words can hold what a customer handed over.
    """

    number: int
    command: str
    kind: str
    place: str


class QuarantinedError(Exception):
    """What whoever asked gets: we were wrong, the event is set aside under a number."""

    def __init__(self, event: Quarantined) -> None:
        super().__init__(f"quarantined as event {event.number}")
        self.event = event


class Loop:
    """Runs the inbox's commands on one thread of its own."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox: Final = inbox
        self._thread: Final = Thread(target=self._run, name="loop", daemon=True)
        self._lock: Final = Lock()
        self._quarantine: deque[Quarantined] = deque(maxlen=QUARANTINE_EVENTS_MAX)
        self._number = 0
        self._handled = 0

    def start(self) -> None:
        """Begin to take commands."""
        self._thread.start()

    def stop(self, timeout_s: float) -> bool:
        """Finish what was asked and end; return whether that was done in time."""
        self._inbox.close()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def call(
        self, name: str, work: Callable[[], _T], *, timeout_s: float = PATIENCE_S
    ) -> _T:
        """Have ``work`` done on the loop and wait for it; on the loop itself, at once."""
        if get_ident() == self._thread.ident:
            return work()
        return self._inbox.ask(name, work).result(timeout_s)

    @property
    def alive(self) -> bool:
        """Whether the loop takes commands."""
        return self._thread.is_alive()

    @property
    def handled(self) -> int:
        """How many commands it has taken."""
        return self._handled

    @property
    def quarantined(self) -> tuple[Quarantined, ...]:
        """The newest events that broke, oldest first."""
        with self._lock:
            return tuple(self._quarantine)

    @property
    def quarantined_count(self) -> int:
        """How many events broke since the start."""
        return self._number

    def _run(self) -> None:
        while (command := self._inbox.take()) is not None:
            self._handle(command)

    def _handle(self, command: Command) -> None:
        if not command.begin():
            return
        self._handled += 1
        try:
            command.run()
        except Fault as fault:
            _LOG.warning("command_failed", command=command.name, fault=type(fault).__name__)
            command.fail(fault)
        except Exception as error:  # noqa: BLE001  # the one place: the till must live on
            command.fail(QuarantinedError(self._set_aside(command, error)))

    def _set_aside(self, command: Command, error: Exception) -> Quarantined:
        event = Quarantined(
            number=self._number + 1,
            command=command.name,
            kind=type(error).__name__,
            place=_place(error.__traceback__),
        )
        with self._lock:
            self._number = event.number
            self._quarantine.append(event)
        _LOG.error(
            "event_quarantined",
            number=event.number,
            command=event.command,
            kind=event.kind,
            place=event.place,
        )
        return event


def _place(trace: TracebackType | None) -> str:
    """Name the innermost place: file, line and function, never a value."""
    if trace is None:
        return "unknown"
    while trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code
    return f"{PurePath(code.co_filename).name}:{trace.tb_lineno} {code.co_name}"
