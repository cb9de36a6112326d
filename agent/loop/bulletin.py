"""The bulletin: what the till wants seen at once, carried to every open page."""

import json
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Final, Protocol

READERS_MAX: Final = 32
"""Pages and displays of one store; the next one is told to come back."""


Listener = Callable[[str, Mapping[str, object]], None]
"""Hears each event and its data where it is posted: it never waits and never raises."""


class TooManyReadersError(Exception):
    """Every place is taken, or the till is stopping."""


class Reader(Protocol):
    """An open page."""

    def offer(self, news: bytes | None) -> None:
        """Take news without waiting, from any thread; None ends the reading."""
        ...


class Bulletin:
    """Posts news to every reader. Nobody waits for one and nothing is kept for later."""

    def __init__(self) -> None:
        self._lock: Final = Lock()
        self._readers: set[Reader] = set()
        self._listeners: tuple[Listener, ...] = ()
        self._closed = False

    def post(self, event: str, data: Mapping[str, object]) -> None:
        """Post ``data`` as the SSE event ``event`` (one word); callable from any thread."""
        for listener in self._listeners:
            listener(event, data)
        if not self._readers:
            return
        news = sse(event, json.dumps(data, ensure_ascii=False, separators=(",", ":")))
        with self._lock:
            for reader in self._readers:
                reader.offer(news)

    def listen(self, listener: Listener) -> None:
        """Add somebody of the till's own; before anything is posted."""
        self._listeners = (*self._listeners, listener)

    def join(self, reader: Reader) -> None:
        """Add a reader; raises :class:`TooManyReadersError`."""
        with self._lock:
            if self._closed or len(self._readers) >= READERS_MAX:
                raise TooManyReadersError
            self._readers.add(reader)

    def leave(self, reader: Reader) -> None:
        """Forget a reader."""
        with self._lock:
            self._readers.discard(reader)

    def close(self) -> None:
        """End every reading: an open page must not keep the till from stopping."""
        with self._lock:
            self._closed = True
            for reader in self._readers:
                reader.offer(None)
            self._readers.clear()

    @property
    def readers(self) -> int:
        """How many pages are open."""
        return len(self._readers)


def sse(event: str, data: str) -> bytes:
    """Write one server-sent event; JSON has no line breaks, so one data line holds it."""
    return f"event: {event}\ndata: {data}\n\n".encode()
