"""Where the local API listens: opened first, so that a till in the way is met at once."""

import os
import socket
from pathlib import Path
from typing import Final

from agent.settings.config_values import UNIX, split_address
from sync.kit.faults import Fault

_BACKLOG: Final = 128


class AddressFault(Fault):
    """The API's address cannot be used."""


def open_address(address: str) -> socket.socket:
    """Open the listening socket of ``127.0.0.1:8787`` or ``unix:/path``."""
    try:
        if address.startswith(UNIX):
            return _open_path(Path(address.removeprefix(UNIX)))
        return _open_port(*split_address(address))
    except OSError as error:
        raise AddressFault(
            f"The address {address} cannot be used: {error.strerror}.",
            hint="Does a till run already (vafa status)? Or change [api] listen.",
        ) from error


def address_of(listening: socket.socket) -> str:
    """Return the address as a caller writes it, with the port that was really taken."""
    if listening.family == socket.AF_UNIX:
        return f"{UNIX}{listening.getsockname()}"
    host, port = listening.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def hosts_of(address: str) -> frozenset[bytes]:
    """Return the exact Host headers that mean us."""
    if address.startswith(UNIX):
        return frozenset({b"localhost"})
    _, port = split_address(address)
    return frozenset({address.encode(), f"localhost:{port}".encode()})


def _open_port(host: str, port: int) -> socket.socket:
    # Named as TCP and not left to the default, so that asyncio switches Nagle off:
    # else each answer on a kept connection waits 40 ms for an acknowledgement.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    listening.listen(_BACKLOG)
    return listening


def _open_path(path: Path) -> socket.socket:
    # A socket file stays behind a killed till; nobody listens at it any more.
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        listening.bind(str(path))
    finally:
        os.umask(before)
    listening.listen(_BACKLOG)
    return listening
