"""Runs head office as a process: door and standing duties tied together."""

import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

import uvicorn

from sync.kit.clock import SystemClock
from sync.kit.faults import Fault
from sync.office.app import make_app
from sync.office.counter import Counter
from sync.office.jobs import begin
from sync.office.office import Office

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where it listens: without a certificate on this machine only, unless ``plain``."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    plain: bool = False


def listening(text: str) -> tuple[str, int]:
    """Read ``HOST:PORT`` (an IPv6 host in brackets); raises a :class:`Fault`."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise Fault(f"{text} is no address", hint="Write it as 127.0.0.1:8788")
    return host.strip("[]"), int(port)


def serve(office: Office, at: Listening) -> None:
    """Serve until told to stop; says on standard error where."""
    if at.certificate is None and at.host not in _LOOPBACK and not at.plain:
        raise Fault(
            "without a certificate, enrolment would send keys in the open",
            hint="Give --tls-cert and --tls-key, or --plain behind a proxy that has them.",
        )
    guard = Lock()
    counter = Counter(office, guard=guard)
    app = make_app(counter, begin=lambda: begin(office, clock=SystemClock(), guard=guard))
    config = uvicorn.Config(
        app,
        host=at.host,
        port=at.port,
        ssl_certfile=at.certificate,
        ssl_keyfile=at.key,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
        limit_concurrency=256,
    )
    scheme = "https" if at.certificate else "http"
    sys.stderr.write(f"vafa: head office listens on {scheme}://{at.host}:{at.port}\n")
    sys.stderr.flush()
    uvicorn.Server(config).run()
