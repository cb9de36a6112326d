"""A till as a real process: enrolled by hand, started by ``vafa run``, stopped."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, Final

from install.demo.programs import command, surroundings
from sync.till.book.identity import Identity, fingerprint, keep
from sync.wire.keys.signing import SigningKey
from sync.wire.messages import Enrolled
from tests.bench.member_file import member_file
from tests.bench.shop import STORE, TOKEN_KEY
from tests.bench.size import Size
from tests.bench.till import LIFE

HOST: Final = "127.0.0.1"
OFFICE_KEY: Final = SigningKey(bytes(31) + b"\x01")
_STOP_S: Final = 5
_KNOCK_S: Final = 0.001
_NO_OFFICE: Final = "http://127.0.0.1:9"
_MS: Final = 1_000_000


class NotStartedError(Exception):
    """The till ended before it had started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A till that serves. The nanoseconds are from the start of its process."""

    pid: int
    port: int
    token: str
    hearing_ns: int
    serving_ns: int
    health_ns: int

    def resident_bytes(self) -> int:
        """Return how much of its memory is in use."""
        return resident_bytes(self.pid)


def enrol(directory: Path, size: Size, *, office_url: str = "") -> int:
    """Make an enrolled till's folder and configuration; return the port it listens on."""
    data = directory / "data"
    data.mkdir(parents=True)
    enrolled = Enrolled(
        idem="00" * 16,
        organisation="bench",
        store=STORE,
        till=LIFE.till,
        life=LIFE.number,
        generation=1,
        office_key=OFFICE_KEY.public.hex(),
        token_key=TOKEN_KEY.hex(),
        voucher_key=TOKEN_KEY.hex(),
    )
    identity = Identity(
        office_url=office_url or _NO_OFFICE,
        enrolled=enrolled,
        secret_key=bytes(32).hex(),
        fingerprint=fingerprint(),
    )
    keep(data, identity)
    member_file(data / "members.db", members=size.members, rules=size.rules)
    port = _free_port()
    office = f'\n[office]\nurl = "{office_url}"\n' if office_url else ""
    (directory / "till.toml").write_text(
        f'store = "{STORE}"\ndata = "data"\n\n[api]\nlisten = "{HOST}:{port}"\n'
        f"requests_per_s = 100000\n{office}",
        encoding="utf-8",
    )
    return port


@contextmanager
def running(directory: Path, port: int) -> Iterator[Running]:
    """Start the till of a folder, wait until it serves, and stop it at the end."""
    began = time.perf_counter_ns()
    with subprocess.Popen(
        command("run", "--config", str(directory / "till.toml")),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=surroundings(),
        text=True,
    ) as process:
        try:
            health_ns = _healthy(process, port) - began
            told, told_ns = _started(process)
            hearing_ms, serving_ms = told["hearing_after_ms"], told["serving_after_ms"]
            since_hearing_ns = (serving_ms - hearing_ms) * _MS
            yield Running(
                pid=process.pid,
                port=port,
                token=(directory / "data" / "tokens" / "pos.token").read_text().strip(),
                hearing_ns=min(told_ns, health_ns + began) - began - since_hearing_ns,
                serving_ns=told_ns - began,
                health_ns=health_ns,
            )
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_STOP_S)
            process.kill()


def resident_bytes(pid: int) -> int:
    """Return a process's resident memory, as Linux counts it."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


def _healthy(process: "subprocess.Popen[str]", port: int) -> int:
    """Knock until the health page answers; return when it did."""
    while process.poll() is None:
        with suppress(OSError), socket.create_connection((HOST, port)) as door:
            door.sendall(f"GET /v1/health HTTP/1.1\r\nHost: {HOST}:{port}\r\n\r\n".encode())
            if door.recv(64).startswith(b"HTTP/1.1 200"):
                return time.perf_counter_ns()
        time.sleep(_KNOCK_S)
    raise NotStartedError(_all(process.stderr))


def _started(process: "subprocess.Popen[str]") -> tuple[dict[str, int], int]:
    """Read the till's log up to where it says it has started; the rest is let by."""
    log = process.stderr
    for line in log or ():
        with suppress(ValueError):
            said = json.loads(line)
            if said.get("event") == "started":
                Thread(target=_all, args=[log], daemon=True).start()
                return said, time.perf_counter_ns()
    raise NotStartedError(_all(log))


def _all(log: IO[str] | None) -> str:
    return log.read() if log else ""


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
