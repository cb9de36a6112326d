"""How a command asks the running till: HTTP from the standard library, nothing heavier."""

import http.client
import json
import socket
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from agent.commands.place import NoTillFault, Place
from sync.kit.faults import Fault
from sync.kit.words import say

UNIX: Final = "unix:"
TIMEOUT_S: Final = 5
_ERROR: Final = 400

Json = dict[str, object]


class RefusedFault(Fault):
    """The till answered with a problem."""


def ask(
    place: Place,
    method: str,
    path: str,
    *,
    query: Mapping[str, str] | None = None,
    body: Json | None = None,
    timeout_s: float = TIMEOUT_S,
) -> Json:
    """Ask the till and return its JSON answer; a problem becomes a fault with its words."""
    pairs = (query or {}).items()
    asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs)
    headers = {"Authorization": f"Bearer {place.token}", "Content-Type": "application/json"}
    connection = _connect(place.address, timeout_s)
    try:
        connection.request(
            method,
            f"{path}?{asked}" if asked else path,
            body=None if body is None else json.dumps(body),
            headers=headers,
        )
        reply = connection.getresponse()
        answer = json.loads(reply.read())
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoTillFault(
            say("The till does not answer at {address}.", address=place.address),
            hint=say("Look at its log (journalctl -u vafa), or ask: vafa doctor"),
        ) from error
    finally:
        connection.close()
    if not isinstance(answer, dict):
        raise NoTillFault(
            say("The till's answer makes no sense."), hint=say("Compare versions.")
        )
    if reply.status >= _ERROR:
        detail = answer.get("detail", "")
        words = f"{answer.get('title', 'Refused')}. {detail}".strip()
        raise RefusedFault(words, hint=str(answer.get("hint", "")))
    return answer


class _UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: str, timeout_s: float) -> None:
        super().__init__("localhost", timeout=timeout_s)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket's file."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _connect(address: str, timeout_s: float) -> http.client.HTTPConnection:
    if address.startswith(UNIX):
        return _UnixConnection(address.removeprefix(UNIX), timeout_s)
    return http.client.HTTPConnection(address, timeout=timeout_s)
