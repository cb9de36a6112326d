"""Server-sent events: an open page hears what happens at the till as it happens."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from fastapi import Response
from fastapi.responses import StreamingResponse

from agent.loop.bulletin import TooManyReadersError
from agent.loop.doors import Doors
from agent.pos.door.replies import problem_reply
from agent.pos.problems.telling import problem

HEARTBEAT_S: Final = 15
BUFFER_NEWS_MAX: Final = 64
"""A page this far behind no longer reads: it is let go and asks for the session anew."""

_ALIVE: Final = b": alive\n\n"


class Page:
    """One open page: a bounded buffer, filled in its own event loop."""

    def __init__(self) -> None:
        self._events: Final = asyncio.get_running_loop()
        # One place more than news may fill: the mark of the end always finds room.
        self._buffer: asyncio.Queue[bytes | None] = asyncio.Queue(BUFFER_NEWS_MAX + 1)
        self._ended = False

    def offer(self, news: bytes | None) -> None:
        """Take news from any thread; None ends the reading."""
        if not self._events.is_closed():
            self._events.call_soon_threadsafe(self._put, news)

    async def next(self, timeout_s: float) -> bytes | None:
        """Wait for the next news: empty when there was none in time, None at the end."""
        try:
            return await asyncio.wait_for(self._buffer.get(), timeout_s)
        except TimeoutError:
            return b""

    def _put(self, news: bytes | None) -> None:
        if self._ended:
            return
        self._ended = news is None or self._buffer.qsize() >= BUFFER_NEWS_MAX
        self._buffer.put_nowait(None if self._ended else news)


class News:
    """Streams the bulletin."""

    def __init__(self, doors: Doors) -> None:
        self._doors: Final = doors

    async def events(self) -> Response:
        """Stream each `scan`, `quote`, `hold`, `release`, `sale`, `refund` and `void`.

        Also `top_up`, `attach`, `suspend` and `resume`. A scan is as POST /v1/scans answers
        it; the others have `session` (the workstation) and `answer`. Nothing is repeated:
        ask the session.
        """
        page = Page()
        try:
            self._doors.bulletin.join(page)
        except TooManyReadersError:
            return problem_reply(problem("busy"))
        return StreamingResponse(self._stream(page), media_type="text/event-stream")

    async def _stream(self, page: Page) -> AsyncIterator[bytes]:
        try:
            yield _ALIVE
            while (news := await page.next(HEARTBEAT_S)) is not None:
                yield news or _ALIVE
        finally:
            self._doors.bulletin.leave(page)
