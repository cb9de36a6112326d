"""A POS program: calls a till's local API and hears its events, standard library only."""

import json
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Final
from urllib.parse import urlencode

from install.demo.answers import Answer, Json, UnexpectedError

HOST: Final = "127.0.0.1"
TIMEOUT_S: Final = 10

Body = Mapping[str, object]


class LostAnswerError(Exception):
    """The call went out and no answer came back: nobody here knows whether it was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One server-sent event and when its last byte came (``time.perf_counter_ns``)."""

    event: str
    data: Json
    at_ns: int


class Pos:
    """One POS program of one till; keeps its connection open as a real one does."""

    def __init__(
        self,
        port: int,
        *,
        token: str,
        through: int | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        """Speak to the till on ``port``, by way of the port ``through`` if given."""
        self.port: Final = port
        self._through: Final = through or port
        self._timeout_s: Final = timeout_s
        self._headers: Final = {
            "Authorization": f"Bearer {token}",
            "Host": f"{HOST}:{port}",
        }
        self._line: HTTPConnection | None = None

    def post(self, path: str, body: Body | None = None) -> Answer:
        """Call ``path`` with a JSON body."""
        return self._call("POST", path, json.dumps(body or {}).encode())

    def get(self, path: str, **query: str) -> Answer:
        """Ask ``path``."""
        return self._call("GET", f"{path}?{urlencode(query)}" if query else path, None)

    def delete(self, path: str) -> Answer:
        """Take back what ``path`` names."""
        return self._call("DELETE", path, None)

    def listen(self) -> "Listener":
        """Open the stream of events, and return once it is open."""
        line = self._call_up()
        line.request("GET", "/v1/events", headers=self._headers)
        return Listener(line, line.getresponse())

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _call_up(self) -> HTTPConnection:
        return HTTPConnection(HOST, self._through, timeout=self._timeout_s)

    def _call(self, method: str, path: str, body: bytes | None) -> Answer:
        headers = dict(self._headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
        began = time.perf_counter_ns()
        try:
            line = self._line or self._call_up()
            self._line = line
            line.request(method, path, body, headers)
            with line.getresponse() as reply:
                text, status = reply.read(), reply.status
        except (OSError, HTTPException) as error:
            self.close()
            raise LostAnswerError(f"{method} {path.partition('?')[0]}") from error
        took_us = (time.perf_counter_ns() - began) // 1000
        # The query may hold a card's number: what is told names the path alone.
        call = f"{method} {path.partition('?')[0]}"
        return Answer(call=call, status=status, body=text, took_us=took_us)


class Listener:
    """Hears a till's events on a thread of its own, from the moment it exists."""

    def __init__(self, line: HTTPConnection, reply: HTTPResponse) -> None:
        self._line: Final = line
        self._reply: Final = reply
        self._news: Final = threading.Condition()
        self._heard: list[Heard] = []
        self._text = bytearray()
        threading.Thread(target=self._hear, daemon=True).start()

    @property
    def heard(self) -> tuple[Heard, ...]:
        """Everything heard so far."""
        with self._news:
            return tuple(self._heard)

    @property
    def text(self) -> bytes:
        """Every byte heard so far."""
        return bytes(self._text)

    def wait_for(self, fits: Callable[[Heard], bool], *, timeout_s: float = 5) -> Heard:
        """Return the first event that fits, also one heard before this was asked."""
        found: list[Heard] = []

        def there() -> bool:
            found[:] = [heard for heard in self._heard if fits(heard)]
            return bool(found)

        with self._news:
            if not self._news.wait_for(there, timeout_s):
                kinds = [heard.event for heard in self._heard]
                raise UnexpectedError(f"The event did not come. Heard: {kinds}")
        return found[0]

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            if self._line.sock is not None:
                self._line.sock.shutdown(socket.SHUT_RDWR)
        self._line.close()

    def _hear(self) -> None:
        event = ""
        # ValueError is what reading says when the stream was closed in between.
        with (
            closing(self._reply),
            suppress(OSError, HTTPException, ValueError, AttributeError),
        ):
            while line := self._reply.readline():
                self._text += line
                name, _, value = line.decode().rstrip("\r\n").partition(": ")
                if name == "event":
                    event = value
                elif name == "data":
                    self._keep(event, value)

    def _keep(self, event: str, value: str) -> None:
        heard = Heard(event=event, data=json.loads(value), at_ns=time.perf_counter_ns())
        with self._news:
            self._heard.append(heard)
            self._news.notify_all()
