"""The bulletin: what the till wants seen at once, carried to every open page."""

import json
from asyncio import AbstractEventLoop, Queue, wait_for
from collections.abc import Mapping
from threading import Lock
from typing import Final

READERS_MAX: Final = 32
"""Pages and displays of one store; the next one is told to come back."""

BUFFER_NEWS_MAX: Final = 64
"""A page this far behind no longer reads: it is let go and asks for the session anew."""


class TooManyReadersError(Exception):
    """Every place is taken."""


class Reader:
    """One open page: a bounded buffer, filled in its own event loop."""

    def __init__(self, events: AbstractEventLoop) -> None:
        self._events: Final = events
        # One place more than the buffer: the mark of the end always finds room.
        self._buffer: Queue[bytes | None] = Queue(BUFFER_NEWS_MAX + 1)
        self._ended = False

    def offer(self, news: bytes | None) -> None:
        """Hand news over from any thread; None ends the reading."""
        self._events.call_soon_threadsafe(self._put, news)

    async def next(self, timeout_s: float) -> bytes | None:
        """Wait for the next news: empty when there was none in time, None at the end."""
        try:
            return await wait_for(self._buffer.get(), timeout_s)
        except TimeoutError:
            return b""

    def _put(self, news: bytes | None) -> None:
        if self._ended:
            return
        if news is None or self._buffer.qsize() >= BUFFER_NEWS_MAX:
            self._ended = True
            self._buffer.put_nowait(None)
        else:
            self._buffer.put_nowait(news)


class Bulletin:
    """Posts news to every reader. Nobody waits for one and nothing is kept for later."""

    def __init__(self) -> None:
        self._lock: Final = Lock()
        self._readers: set[Reader] = set()
        self._closed = False

    def post(self, event: str, data: Mapping[str, object]) -> None:
        """Post ``data`` as the SSE event ``event`` (one word); callable from any thread."""
        if not self._readers:
            return
        news = sse(event, json.dumps(data, ensure_ascii=False, separators=(",", ":")))
        with self._lock:
            for reader in self._readers:
                reader.offer(news)

    def join(self, events: AbstractEventLoop) -> Reader:
        """Open a reader; raises :class:`TooManyReadersError` when every place is taken."""
        with self._lock:
            if self._closed or len(self._readers) >= READERS_MAX:
                raise TooManyReadersError
            reader = Reader(events)
            self._readers.add(reader)
            return reader

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
