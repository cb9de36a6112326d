"""A watched folder: looks every few seconds, takes what stands still, on its own thread."""

import errno
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Lock, Thread
from typing import BinaryIO, Final, Literal

from agent.pos.intakes.places import Places, Seen
from agent.pos.intakes.taking import Taken
from drivers.guard.cardguard import holds_payment_card
from drivers.guard.recognition import Recognition
from rules.ground.sentence import Sentence
from sync.kit.clock import Clock
from sync.kit.faults import Fault
from sync.kit.logging import Log

FILE_BYTES_MAX: Final = 64 << 20
PAUSE_MAX: Final = timedelta(minutes=1)
EMPTY_LOOKS: Final = 30
"""How often an empty file is looked at before it is taken as meant: some POS make the file
first and write it later."""

STOP_S: Final = 0.5

_LOG: Final = Log("intake")
_HINTS: Final = {
    errno.ENOENT: Sentence("Make the folder, or connect the share it is on."),
    errno.ENOTDIR: Sentence("Name a folder as `path` in [[intakes]]."),
    errno.EACCES: Sentence("Let the till's user read and write in the folder."),
    errno.EPERM: Sentence("Let the till's user read and write in the folder."),
    errno.EROFS: Sentence("Connect the disk or share so that it can be written."),
    errno.ENOSPC: Sentence("Free some room on that disk."),
}
_HINT: Final = Sentence("Look whether the disk or share is connected; it is tried again.")

Take = Callable[[BinaryIO], Taken]
"""Reads and books an open file. Raises a Fault or TimeoutError when not now."""

Mask = Callable[[Path], bool]
"""Masks what must not be kept in a file; says whether there was something."""

Watch = Literal["starting", "watching", "troubled", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderState:
    """How a watched folder is. ``waiting`` files are there and not taken yet."""

    state: Watch = "starting"
    problem: str = ""
    hint: str = ""
    waiting: int = 0
    done: int = 0
    rejected: int = 0
    documents: tuple[tuple[str, int], ...] = ()
    last_name: str = ""
    last_at: datetime | None = None


class Folder:
    """Watches one folder. ``look`` is one round; the thread calls it again and again."""

    def __init__(
        self,
        places: Places,
        take: Take,
        *,
        mask: Mask,
        every: timedelta,
        clock: Clock,
        rejected_max: int = 0,
    ) -> None:
        """Say where and how; with ``rejected_max`` what is done is deleted, not kept."""
        self._places: Final = places
        self._take: Final = take
        self._mask: Final = mask
        self._every: Final = every
        self._clock: Final = clock
        self._rejected_max: Final = rejected_max
        self._stopping: Final = Event()
        self._due: Final = Event()
        self._thread: Final = Thread(target=self._run, name="intake", daemon=True)
        self._lock: Final = Lock()
        self._seen: dict[str, Seen] = {}
        self._empty_looks: dict[str, int] = {}
        self._pause = every
        self._state = FolderState()

    @property
    def state(self) -> FolderState:
        """How it is."""
        with self._lock:
            state = self._state
        ended = self._thread.ident is not None and not self._thread.is_alive()
        return replace(state, state="stopped") if ended else state

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Begin no other file; the one at hand is taken up again at the next start."""
        self._stopping.set()
        self._due.set()
        if self._thread.is_alive():
            self._thread.join(STOP_S)

    def soon(self) -> None:
        """Look at once: something was put where claimed files stand."""
        self._due.set()

    def look(self) -> None:
        """Take what stands still since the last look; what fails is told in the state."""
        try:
            self._places.prepare()
            self._work_claimed()
            dropped = self._places.dropped()
            self._note(waiting=len(dropped))
            for name in self._steady(dropped):
                if self._stopping.is_set():
                    return
                if self._places.claim(name):
                    self._work_claimed()
            self._note(state="watching", problem="", hint="")
            self._pause = self._every
        except OSError as error:
            words = error.strerror or type(error).__name__
            hint = _HINTS.get(error.errno or 0, _HINT)
            self._trouble(f"The folder cannot be used: {words}.", hint)
        except Fault as fault:
            self._trouble(str(fault), fault.hint)
        except TimeoutError:
            self._trouble("The till did not answer in time.", "It is tried again.")

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._due.clear()
            self.look()
            self._due.wait(self._pause.total_seconds())

    def _work_claimed(self) -> None:
        for name in self._places.claimed():
            self._work(name)

    def _steady(self, dropped: dict[str, Seen]) -> list[str]:
        """Return what looks as it did at the last look; the empty wait longer."""
        empty = {name for name, seen in dropped.items() if not seen.size}
        self._empty_looks = {name: self._empty_looks.get(name, 0) + 1 for name in empty}
        steady = [
            name
            for name, seen in dropped.items()
            if self._seen.get(name) == seen
            and self._empty_looks.get(name, EMPTY_LOOKS) >= EMPTY_LOOKS
        ]
        self._seen = dropped
        return steady

    def _work(self, name: str) -> None:
        """Book a claimed file and put it where it belongs."""
        if self._places.look(name).size <= FILE_BYTES_MAX:
            masked = self._mask(self._places.working / name)
        else:
            masked = False
        before = self._places.look(name)
        with self._places.open(name) as file:
            taken = self._too_large() if before.size > FILE_BYTES_MAX else self._take(file)
        if self._places.look(name) != before:
            # Somebody still writes: what was booked is booked once, and read again.
            return
        if masked:
            taken.counts["files with payment cards, masked"] += 1
        if not taken.is_good:
            named = self._places.reject(name, taken.why())
        elif self._rejected_max:
            named = self._places.forget(name)
        else:
            named = self._places.finish(name)
        if self._rejected_max and not taken.is_good:
            self._places.trim(self._rejected_max)
        self._count(taken, named)

    def _too_large(self) -> Taken:
        taken = Taken()
        taken.refuse(
            "the file",
            f"it is larger than {FILE_BYTES_MAX >> 20} MiB",
            "Have the POS write smaller files.",
        )
        return taken

    def _count(self, taken: Taken, name: str) -> None:
        shown = name.encode("utf-8", "replace").decode()
        if holds_payment_card(shown, Recognition()):
            shown = "(a name that looks like a payment card's number)"
        _LOG.info("file_taken", good=taken.is_good, **dict(taken.counts))
        with self._lock:
            state = self._state
            sums = dict(state.documents)
            for what, count in taken.counts.items():
                sums[what] = sums.get(what, 0) + count
            self._state = replace(
                state,
                done=state.done + taken.is_good,
                rejected=state.rejected + (not taken.is_good),
                documents=tuple(sorted(sums.items())),
                last_name=shown,
                last_at=self._clock.now(),
                waiting=max(0, state.waiting - 1),
            )

    def _trouble(self, problem: str, hint: str) -> None:
        if self._state.problem != problem:
            _LOG.warning("folder_troubled", problem=problem)
        self._pause = min(self._pause * 2, PAUSE_MAX)
        self._note(state="troubled", problem=problem, hint=hint)

    def _note(
        self,
        *,
        state: Watch | None = None,
        problem: str | None = None,
        hint: str | None = None,
        waiting: int | None = None,
    ) -> None:
        with self._lock:
            now = self._state
            self._state = replace(
                now,
                state=now.state if state is None else state,
                problem=now.problem if problem is None else problem,
                hint=now.hint if hint is None else hint,
                waiting=now.waiting if waiting is None else waiting,
            )
