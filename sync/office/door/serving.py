"""Runs head office as a process: door and standing duties tied together."""

import os
import socket
import ssl
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

import uvicorn

from rules.ground.sentence import Sentence
from sync.kit.clock import SystemClock
from sync.kit.faults import Fault
from sync.kit.words import tell
from sync.office.door.app import make_app
from sync.office.door.counter import Counter
from sync.office.door.jobs import begin
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
        raise Fault(
            Sentence("{text} is no address", text=text),
            hint=Sentence("Write it as 127.0.0.1:8788"),
        )
    return host.strip("[]"), int(port)


def serve(office: Office, at: Listening) -> None:
    """Serve until told to stop; says on standard error where."""
    if at.certificate is None and at.host not in _LOOPBACK and not at.plain:
        raise Fault(
            Sentence("without a certificate, enrolment would send keys in the open"),
            hint=Sentence(
                "Give --tls-cert and --tls-key, or --plain behind a proxy that has them."
            ),
        )
    _must_be_usable(at)
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
    listens = Sentence(
        "vafa: head office listens on {address}", address=f"{scheme}://{at.host}:{at.port}"
    )
    sys.stderr.write(f"{tell(listens)}\n")
    sys.stderr.flush()
    uvicorn.Server(config).run()


def _must_be_usable(at: Listening) -> None:
    """Raise a :class:`Fault` where the web server would end with a traceback."""
    try:
        _, _, _, _, address = socket.getaddrinfo(
            at.host, at.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        family = socket.AF_INET6 if ":" in str(address[0]) else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            if os.name == "posix":
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as error:
        raise Fault(
            Sentence(
                "{host}:{port} cannot be listened at: {why}",
                host=at.host,
                port=at.port,
                why=str(error.strerror),
            ),
            hint=Sentence(
                "Does head office run already? Else choose another --listen HOST:PORT."
            ),
        ) from error
    if at.certificate is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(at.certificate, at.key)
    except OSError as error:
        raise Fault(
            Sentence(
                "the certificate or its key cannot be used: {why}",
                why=str(error.strerror),
            ),
            hint=Sentence("--tls-cert and --tls-key name PEM files that belong together."),
        ) from error
