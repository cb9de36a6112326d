"""The bounded queue before the loop: whoever wants something done asks here."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Condition, Lock
from typing import Final, Generic, Protocol, TypeVar

from sync.kit.faults import Fault

INBOX_COMMANDS_MAX: Final = 1000
"""More than a store asks for in a second; beyond it a caller is told to come back."""

_T = TypeVar("_T")
_Answer = TypeVar("_Answer")


class BusyFault(Fault):
    """The inbox is full, or the till is stopping: nothing was begun."""


class Command(Protocol):
    """What the loop takes, one at a time."""

    @property
    def name(self) -> str:
        """What it is called in logs; never data."""
        ...

    def begin(self) -> bool:
        """Return whether it is still wanted; from now on it cannot be cancelled."""
        ...

    def run(self) -> None:
        """Do it on the loop's thread and answer; what goes wrong is raised to the loop."""
        ...

    def fail(self, error: Exception) -> None:
        """Tell whoever asked what went wrong."""
        ...


@dataclass(frozen=True, slots=True)
class Asked(Generic[_Answer]):
    """Work with somebody waiting for its answer."""

    name: str
    work: Callable[[], _Answer]
    future: Future[_Answer] = field(default_factory=Future)

    def begin(self) -> bool:
        """See :class:`Command`."""
        return self.future.set_running_or_notify_cancel()

    def run(self) -> None:
        """See :class:`Command`."""
        self.future.set_result(self.work())

    def fail(self, error: Exception) -> None:
        """See :class:`Command`."""
        self.future.set_exception(error)


class Inbox:
    """Many threads put, one loop takes; what is in it when it closes is still taken."""

    def __init__(self, commands_max: int = INBOX_COMMANDS_MAX) -> None:
        self._commands: deque[Command] = deque()
        self._commands_max: Final = commands_max
        lock = Lock()
        self._filled: Final = Condition(lock)
        self._emptied: Final = Condition(lock)
        self._closed = False

    def ask(self, name: str, work: Callable[[], _T], *, wait: bool = False) -> Future[_T]:
        """Queue ``work`` for the loop; raises :class:`BusyFault` when there is no room.

        With ``wait`` it waits for room instead: a device's events are never dropped.
        """
        asked = Asked(name, work)
        with self._emptied:
            while wait and not self._closed and len(self._commands) >= self._commands_max:
                self._emptied.wait()
            if self._closed:
                raise BusyFault("The till is stopping.", hint="Ask again when it is back.")
            if len(self._commands) >= self._commands_max:
                raise BusyFault("The till is busy.", hint="Ask again in a second.")
            self._commands.append(asked)
            self._filled.notify()
        return asked.future

    def take(self) -> Command | None:
        """Wait for the next command; None once the inbox is closed and empty."""
        with self._filled:
            while not self._commands and not self._closed:
                self._filled.wait()
            if not self._commands:
                return None
            self._emptied.notify()
            return self._commands.popleft()

    def close(self) -> None:
        """Take no more; the loop ends after what was asked before."""
        with self._filled:
            self._closed = True
            self._filled.notify_all()
            self._emptied.notify_all()

    @property
    def waiting(self) -> int:
        """How many commands wait."""
        return len(self._commands)
