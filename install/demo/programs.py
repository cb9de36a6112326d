"""Programs of the play: each a process of its own, its words kept in a log."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from install.demo.answers import UnexpectedError
from sync.kit.faults import Fault

READY_S: Final = 30
STOP_S: Final = 5
COMMAND_S: Final = 60
POLL_S: Final = 0.01

_START: Final = "import sys; from sync.kit.cli import main; sys.exit(main())"
_OURS: Final = "VAFA_"


class StageFault(Fault):
    """The play could not be set up, or one of its programs fell over."""


class Program:
    """A running ``vafa …``. Its output goes to ``log``, one file for all its starts."""

    def __init__(self, *words: str, log: Path) -> None:
        """Start it."""
        self._words: Final = words
        self.log: Final = log
        self._process = self._started()

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.poll()

    @property
    def process_id(self) -> int:
        """The process's number."""
        return self._process.pid

    def wait_until(
        self, ready: Callable[[], bool], *, timeout_s: float = READY_S
    ) -> None:
        """Return when ``ready`` says so; a fault when it ends or time is up before."""
        until = time.monotonic() + timeout_s
        while not ready():
            if not self.is_running:
                raise self._fault(f"ended with {self.exit_code} while it should be starting")
            if time.monotonic() > until:
                raise self._fault(f"was not ready after {timeout_s} s")
            time.sleep(POLL_S)

    def kill(self) -> None:
        """End it as a power cut does: SIGKILL, no word said."""
        self._process.kill()
        self._process.wait()

    def ask_to_stop(self) -> None:
        """Ask it to end by itself."""
        if self.is_running:
            self._process.terminate()

    def stop(self) -> None:
        """End it, the hard way when it does not end by itself in time."""
        self.ask_to_stop()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()

    def _started(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            # Started by its full path, with words we made.
            return subprocess.Popen(
                command(*self._words),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=surroundings(),
            )

    def _fault(self, what: str) -> StageFault:
        last = self.log.read_text(encoding="utf-8", errors="replace")[-400:].strip()
        return StageFault(
            f"vafa {' '.join(self._words[:2])} {what}.",
            hint=f"Its log is {self.log}. It ends: {last or '(with nothing)'}",
        )


def call(*words: str, log: Path, allowed: Sequence[int] = (0,)) -> str:
    """Run ``vafa …`` to its end and return what it printed."""
    done = subprocess.run(
        command(*words),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=surroundings(),
        timeout=COMMAND_S,
        check=False,
    )
    with log.open("ab") as file:
        file.write(b"$ vafa " + " ".join(words).encode() + b"\n" + done.stdout + done.stderr)
    if done.returncode not in allowed:
        told = (done.stderr or done.stdout).decode(errors="replace").strip()
        raise UnexpectedError(f"vafa {' '.join(words[:3])} ended with {done.returncode}: {told}")
    return done.stdout.decode(errors="replace")


def command(*words: str) -> Sequence[str]:
    """Return what starts ``vafa`` with ``words``: this Python, this installation."""
    return [sys.executable, "-P", "-c", _START, *words]


def surroundings() -> Mapping[str, str]:
    """Return the environment of a program: ours without VAFA_… settings, answering in UTF-8."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return kept | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    """Return a port of the loopback that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop_all(programs: Sequence[Program]) -> None:
    """Ask every program to end, then wait for each."""
    for program in programs:
        program.ask_to_stop()
    for program in programs:
        program.stop()


def name_of(exit_code: int | None) -> str:
    """Say how a process ended: the signal's name, or its exit code."""
    if exit_code is not None and exit_code < 0:
        return signal.Signals(-exit_code).name
    return str(exit_code)
