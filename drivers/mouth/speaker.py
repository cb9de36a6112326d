"""One thread a printer or display: takes jobs without a wait, and says each in its time."""

import random
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from drivers.mouth.outlets import PIECE_BYTES, Outlet, open_outlet, stays_open
from drivers.mouth.printers.status import BLOCKING, Condition
from drivers.ports.backoff import Backoff
from drivers.ports.port import PortSettings, Waker
from drivers.ports.port_fault import PortFault

STOP_S = 0.5
LOOK_S: Final = 30
"""How often a device that is kept open, or that is in trouble, is asked how it is."""

_REST: Final = "rest"

Look = Callable[[Outlet], Condition]
"""Asks a device how it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something to say. ``make`` gives its bytes on the device's own thread.

    If it raises, the job is dropped. ``good_s`` is how long anybody waits for it; ``name``
    is told in states and logs, so it never holds anything of a person.
    """

    name: str
    make: Callable[[], bytes]
    good_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerState:
    """How a device that is told things is. Counts are since the start.

    ``why_dropped`` is ``no room``, ``too late`` or what kind of mistake it was.
    """

    device: str
    port: str
    is_running: bool
    condition: Condition
    waiting: int
    done: int
    dropped: int
    last_dropped: str = ""
    why_dropped: str = ""
    fault: str | None = None
    hint: str | None = None

    @property
    def is_well(self) -> bool:
        """Whether what is said now would be printed or shown."""
        return self.is_running and self.fault is None and self.condition not in BLOCKING


Told = Callable[[SpeakerState], None]
"""Told on a device's thread that it is otherwise than before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How many jobs wait, and whether a newer one pushes the oldest out (a display).

    What was said last is followed by ``rest`` after ``rests_s`` seconds of nothing new.
    """

    jobs_max: int
    newest_wins: bool = False
    rests_s: int = 0
    rest: Callable[[], bytes] = bytes


PAPER: Final = Policy(jobs_max=32)
GLASS: Final = Policy(jobs_max=1, newest_wins=True)


class Speaker:
    """Keeps one device told until stopped. Started once; stopping again does no harm."""

    def __init__(
        self,
        settings: PortSettings,
        *,
        device: str,
        policy: Policy,
        look: Look | None = None,
        told: Told = lambda _: None,
    ) -> None:
        """Say which port; ``told`` hears of every change of how the device is."""
        self._settings = settings
        self._device = device
        self._policy = policy
        self._look = look
        self._told = told
        self._waker = Waker()
        self._changed = threading.Condition()
        self._jobs: deque[tuple[Job, int]] = deque()
        self._backoff = Backoff(random.Random(device))  # noqa: S311  # only spreads tries
        self._thread = threading.Thread(target=self._run, name=f"to {device}", daemon=True)
        self._outlet: Outlet | None = None
        self._fault: PortFault | None = None
        self._condition: Condition = "unknown"
        self._has_answered = self._is_over = self._is_shown = False
        self._done = self._dropped = 0
        self._last_dropped = self._why_dropped = ""

    @property
    def state(self) -> SpeakerState:
        """How the device is just now; may be asked from any thread."""
        fault = self._fault
        return SpeakerState(
            device=self._device,
            port=self._settings.port,
            is_running=self._thread.is_alive(),
            condition=self._condition,
            waiting=len(self._jobs),
            done=self._done,
            dropped=self._dropped,
            last_dropped=self._last_dropped,
            why_dropped=self._why_dropped,
            fault=None if fault is None else str(fault),
            hint=None if fault is None else fault.hint,
        )

    def start(self) -> None:
        """Begin; a device that is not there yet is waited for."""
        self._thread.start()

    def say(self, job: Job) -> bool:
        """Put a job in the queue, at once; False when it has no room or is stopping."""
        until_ms = _monotonic_ms() + job.good_s * 1000
        with self._changed:
            if self._waker.is_woken:
                return False
            if len(self._jobs) >= self._policy.jobs_max:
                if not self._policy.newest_wins:
                    self._drop(job, why="no room")
                    return False
                self._jobs.popleft()
            self._jobs.append((job, until_ms))
            self._changed.notify()
        return True

    def call_off(self) -> None:
        """Ask the thread to end, without waiting for it."""
        self._waker.wake()
        with self._changed:
            self._changed.notify()

    def stop(self, within_s: float = STOP_S) -> bool:
        """End within so long. Gives False if the device held the thread then."""
        self.call_off()
        if self._thread.is_alive():
            self._thread.join(within_s)
        is_stopped = not self._thread.is_alive()
        if is_stopped and not self._is_over:
            self._is_over = True
            self._waker.close()
        return is_stopped

    def _run(self) -> None:
        while not self._waker.is_woken:
            before = self.state
            try:
                self._turn()
            except PortFault as fault:
                self._fault = fault
                self._close()
            after = self.state
            if _tells(before) != _tells(after):
                self._told(after)
            if not after.is_well:
                self._waker.pause(self._backoff.next_ms() / 1000)
                self._drop_old()
            else:
                self._backoff.reset()
                self._wait()
        self._close()

    def _turn(self) -> None:
        """Look how the device is, then say the oldest job; raises PortFault."""
        outlet = self._outlet or open_outlet(self._settings, self._waker)
        self._outlet = outlet
        self._ask(outlet)
        self._fault = None
        if self._jobs and self._condition not in BLOCKING:
            self._say(outlet, self._jobs[0][0])
        if not stays_open(self._settings.port) and not self._jobs:
            self._close()

    def _ask(self, outlet: Outlet) -> None:
        if self._look is None:
            return
        condition = self._look(outlet)
        if self._waker.is_woken:
            return
        if condition == "unknown" and self._has_answered:
            # It used to answer: now it is switched off, or no longer at the other end.
            condition = "trouble"
        self._has_answered = self._has_answered or condition != "unknown"
        self._condition = condition

    def _say(self, outlet: Outlet, job: Job) -> None:
        try:
            data = job.make()
        except Exception as error:  # noqa: BLE001  # one slip must not silence a printer
            self._finish(job, is_done=False, why=type(error).__name__)
            return
        for start in range(0, len(data), PIECE_BYTES):
            if self._waker.is_woken:
                return
            outlet.write(data[start : start + PIECE_BYTES])
        self._finish(job, is_done=True)

    def _finish(self, job: Job, *, is_done: bool, why: str = "") -> None:
        with self._changed:
            if self._jobs and self._jobs[0][0] is job:
                self._jobs.popleft()
            self._is_shown = job.name != _REST
            self._done += is_done
            if not is_done:
                self._drop(job, why=why)

    def _drop(self, job: Job, *, why: str) -> None:
        self._dropped += 1
        self._last_dropped, self._why_dropped = job.name, why

    def _drop_old(self) -> None:
        """Forget what nobody waits for any more: its customer has left."""
        now_ms = _monotonic_ms()
        while self._jobs and self._jobs[0][1] <= now_ms:
            self._finish(self._jobs[0][0], is_done=False, why="too late")

    def _wait(self) -> None:
        """Sleep until there is a job, until it is time to look again, or until called."""
        looks = self._look is not None and self._outlet is not None
        wait_s = LOOK_S if looks else None
        rests = self._is_shown and self._policy.rests_s > 0
        with self._changed:
            if self._jobs or self._waker.is_woken:
                return
            self._changed.wait(self._policy.rests_s if rests else wait_s)
            if rests and not self._jobs:
                job = Job(name=_REST, make=self._policy.rest, good_s=LOOK_S)
                self._jobs.append((job, _monotonic_ms() + LOOK_S * 1000))

    def _close(self) -> None:
        if self._outlet is not None:
            self._outlet.close()
            self._outlet = None


def _tells(state: SpeakerState) -> tuple[object, ...]:
    return state.fault, state.condition, state.dropped


def _monotonic_ms() -> int:
    return time.monotonic_ns() // 1_000_000
