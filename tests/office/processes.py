"""Head office as a process of its own, as the command line starts it."""

import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import httpx

COMMAND = (
    "import sys\n"
    "from sync.kit.arguments import Parser, parsed\n"
    "from sync.office.command_line import commands\n"
    "parser = Parser(prog='vafa office')\n"
    "commands.register(parser)\n"
    "sys.exit(commands.run(parsed(parser, sys.argv[1:])))\n"
)


def office_command(data: Path, *words: str) -> Sequence[str]:
    """Return how ``vafa office …`` is started on some folder."""
    return (sys.executable, "-c", COMMAND, words[0], "--data", str(data), *words[1:])


def run_office(
    data: Path, *words: str, language: str = "C.UTF-8"
) -> "subprocess.CompletedProcess[str]":
    """Run a command of head office to its end, in a terminal of a language."""
    return subprocess.run(
        office_command(data, *words),
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"LC_ALL": language},
        check=False,
    )


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


class Served:
    """A head office that serves; it can be killed and started again."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it says that it listens and answers."""
        self._process = subprocess.Popen(
            office_command(self._data, "serve", "--listen", f"127.0.0.1:{self._port}"),
            stderr=subprocess.PIPE,
        )
        assert self._process.stderr is not None
        assert b"listens" in self._process.stderr.readline()

    def client(self) -> httpx.Client:
        """Return a client that keeps trying until the door is open."""
        transport = httpx.HTTPTransport(retries=8)
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self._port}", transport=transport, timeout=30
        )

    def kill(self) -> None:
        """Kill it with SIGKILL."""
        assert self._process is not None
        self._process.kill()
        self._end()

    def stop(self) -> None:
        """Ask it to end and wait."""
        assert self._process is not None
        self._process.terminate()
        self._end()

    def _end(self) -> None:
        assert self._process is not None
        self._process.wait(timeout=30)
        assert self._process.stderr is not None
        self._process.stderr.close()
