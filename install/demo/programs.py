"""Programs of the play: each a process of its own, its words kept in a log."""

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from install.demo.answers import UnexpectedError
from sync.kit.faults import Fault

READY_S: Final = 60
STOP_S: Final = 5
COMMAND_S: Final = 60
POLL_S: Final = 0.01
PORTS: Final = range(20_000, 32_000)
"""Below the ports that systems hand out to outgoing calls."""

PORT_TRIES: Final = 100

_START: Final = "import sys; from sync.kit.cli import main; sys.exit(main())"
_OURS: Final = "VAFA_"
_WORDS_MAX: Final = 2
_TOLD_CHARACTERS: Final = 400


class StageFault(Fault):
    """The play could not be set up, or one of its programs fell over."""


class Program:
    """A running ``vafa …`` whose output goes to ``log``. Made by :class:`Company`."""

    def __init__(self, process: subprocess.Popen[bytes], *, name: str, log: Path) -> None:
        self.process: Final = process
        self.log: Final = log
        self._name: Final = name

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """How it ended (below zero: the signal's number); None while it runs."""
        return self.process.poll()

    def wait_until(self, ready: Callable[[], bool], *, timeout_s: float = READY_S) -> None:
        """Return when ``ready`` says so; a fault when it ends or time is up before."""
        until = time.monotonic() + timeout_s
        while not ready():
            if not self.is_running:
                raise self._fault(f"ended with {self.exit_code} before it was ready")
            if time.monotonic() > until:
                raise self._fault(f"was not ready after {timeout_s} s")
            time.sleep(POLL_S)

    def kill(self) -> None:
        """End it as a power cut does: SIGKILL, no word said."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end, and insist when it does not in time; returns how it ended."""
        if self.is_running:
            self.process.terminate()
        try:
            return self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()
            return self.process.wait()

    def _fault(self, what: str) -> StageFault:
        said = self.log.read_text(encoding="utf-8", errors="replace").strip()
        return StageFault(
            f"vafa {self._name} {what}.",
            hint=f"Its log is {self.log}; it ends: {said[-_TOLD_CHARACTERS:] or '(empty)'}",
        )


class Company:
    """Everybody who plays. After :meth:`disband` nobody is left and nobody enters."""

    def __init__(self) -> None:
        self._lock: Final = threading.Lock()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._is_over = False

    def start(self, *words: str, log: Path) -> Program:
        """Start ``vafa`` with ``words`` and let it run."""
        with log.open("ab") as said:
            process = self._enter(words, output=said.fileno(), errors=subprocess.STDOUT)
        return Program(process, name=_name(words), log=log)

    def call(self, *words: str, log: Path, allowed: Sequence[int] = (0,)) -> str:
        """Run ``vafa`` with ``words`` to its end and return what it printed.

        Raises :class:`UnexpectedError` when it ends otherwise than ``allowed``.
        """
        process = self._enter(words, output=subprocess.PIPE, errors=subprocess.PIPE)
        printed, said = process.communicate(timeout=COMMAND_S)
        name = _name(words)
        with log.open("ab") as file:
            file.write(b"$ vafa " + name.encode() + b" ...\n" + printed + said)
        if process.returncode not in allowed:
            told = (said or printed).decode(errors="replace").strip()
            raise UnexpectedError(f"vafa {name} ended with {process.returncode}: {told}")
        return printed.decode(errors="replace")

    def disband(self) -> None:
        """Ask everybody to end, and insist after a while, or at once on Ctrl-C."""
        with self._lock:
            self._is_over = True
            processes = [each for each in self._processes if each.poll() is None]
        try:
            for process in processes:
                process.terminate()
            until = time.monotonic() + STOP_S
            while any(each.poll() is None for each in processes):
                if time.monotonic() > until:
                    break
                time.sleep(POLL_S)
        finally:
            for process in processes:
                if process.poll() is None:
                    process.kill()
                    process.wait()

    def _enter(
        self, words: Sequence[str], *, output: int, errors: int
    ) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._is_over:
                raise StageFault("The play is over.", hint="Start it again.")
            process = subprocess.Popen(
                command(*words),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                env=surroundings(),
            )
            self._processes.append(process)
            return process


def command(*words: str) -> Sequence[str]:
    """Return what starts ``vafa`` with ``words``: this Python, this installation."""
    return [sys.executable, "-P", "-c", _START, *words]


def surroundings() -> Mapping[str, str]:
    """Return a program's environment: ours without VAFA_… settings, in UTF-8."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return kept | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    """Return a port of the loopback that nobody uses, and no outgoing call will take."""
    for _ in range(PORT_TRIES):
        port = PORTS.start + secrets.randbelow(len(PORTS))
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise StageFault("No port is free here.", hint="See what listens: ss -ltn")


def _name(words: Sequence[str]) -> str:
    """Name a command without its arguments: they may be what no log should hold."""
    return " ".join(word for word in words[:_WORDS_MAX] if word.isalpha())
