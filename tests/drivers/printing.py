"""Pretended printers and displays: a pty that records, a network printer that can stall."""

import os
import select
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from drivers.mouth.printers.status import ask_status
from drivers.mouth.speaker import PAPER, Job, Look, Policy, Speaker
from drivers.ports.port import PortSettings, Waker
from drivers.recorded.simulate import PtyScanner
from tests.drivers.listening import until

READY: Mapping[int, int] = {1: 0x16, 2: 0x12, 4: 0x12}
"""What a printer with paper and a closed cover answers to ``DLE EOT``."""

COVER_OPEN: Mapping[int, int] = {1: 0x1E, 2: 0x16, 4: 0x12}
PAPER_OUT: Mapping[int, int] = {1: 0x1E, 2: 0x32, 4: 0x72}
PAPER_LOW: Mapping[int, int] = {1: 0x16, 2: 0x12, 4: 0x1E}


class PtyPrinter(PtyScanner):
    """A printer on a pseudo terminal: keeps what it prints, answers how it is."""

    def __init__(self, path: Path, answers: Mapping[int, int] = READY) -> None:
        """Plug it in at ``path`` and switch it on."""
        self.answers = answers
        self.printed = bytearray()
        self._reader: threading.Thread | None = None
        self._waker = Waker()
        super().__init__(path)

    def replug(self) -> None:
        """Plug it in, and read what comes for as long as it is plugged."""
        super().replug()
        if self._reader is None:
            self._waker = Waker()
            self._reader = threading.Thread(target=self._read, daemon=True)
            self._reader.start()

    def unplug(self) -> None:
        """Read no more, then pull the plug: no other pty may be taken for this one."""
        if self._reader is not None:
            self._waker.wake()
            self._reader.join()
            self._waker.close()
            self._reader = None
        super().unplug()

    def _read(self) -> None:
        master, wake = self._master_fd, self._waker.fd
        while not self._waker.is_woken:
            ready, _, _ = select.select([master, wake], [], [])
            if master in ready:
                data = os.read(master, 4096)
                self.printed += without_questions(
                    data, self.answers, lambda said: os.write(master, said)
                )


def without_questions(
    data: bytes, answers: Mapping[int, int], say: Callable[[bytes], object]
) -> bytes:
    """Answer each ``DLE EOT n`` in what came, and return the rest."""
    for number in (1, 2, 4):
        question = bytes((0x10, 0x04, number))
        if question in data:
            data = data.replace(question, b"")
            if answers:
                say(bytes((answers[number],)))
    return data


class NetworkPrinter:
    """A printer on a socket of this machine: one job a connection; can stop reading."""

    def __init__(self, answers: Mapping[int, int] = READY, *, stalls: bool = False) -> None:
        """Listen on a free port."""
        self.answers = answers
        self.jobs: list[bytes] = []
        self.connections = 0
        self._stalls = stalls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._number: int = self._listener.getsockname()[1]
        self._kept: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def port(self) -> str:
        """What the till's configuration names."""
        return f"tcp://127.0.0.1:{self._number}"

    def close(self) -> None:
        """Switch it off."""
        for each in (*self._kept, self._listener):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                self.connections += 1
                self._kept.append(line)
                if not self._stalls:
                    self._take(line)

    def _take(self, line: socket.socket) -> None:
        job = bytearray()
        with suppress(OSError):
            while data := line.recv(4096):
                job += without_questions(data, self.answers, line.send)
        if job:
            self.jobs.append(bytes(job))


@contextmanager
def speaking(
    port: str, *, policy: Policy = PAPER, look: Look | None = ask_status
) -> Iterator[Speaker]:
    """Run a speaker on a port for the length of a test."""
    speaker = Speaker(
        PortSettings(port=port, write_s=5), device="p", policy=policy, look=look
    )
    speaker.start()
    try:
        yield speaker
    finally:
        speaker.stop()


def job(data: bytes, name: str = "slip", good_s: int = 60) -> Job:
    """Make a job of bytes that are there already."""
    return Job(name=name, make=lambda: data, good_s=good_s)


def until_done(speaker: Speaker, jobs: int) -> None:
    """Wait until so many jobs were said."""
    until(lambda: speaker.state.done >= jobs)
