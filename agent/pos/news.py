"""Server-sent events: an open page hears what happens at the till as it happens."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from fastapi import Response
from fastapi.responses import StreamingResponse

from agent.bulletin import Reader, TooManyReadersError
from agent.doors import Doors
from agent.pos.problems import problem
from agent.pos.replies import problem_reply

HEARTBEAT_S: Final = 15
_ALIVE: Final = b": alive\n\n"


class News:
    """Streams the bulletin."""

    def __init__(self, doors: Doors) -> None:
        self._doors: Final = doors

    async def events(self) -> Response:
        """Stream events: `scan`, `device`. Nothing is repeated; ask the session first."""
        try:
            reader = self._doors.bulletin.join(asyncio.get_running_loop())
        except TooManyReadersError:
            return problem_reply(problem("busy"))
        return StreamingResponse(self._stream(reader), media_type="text/event-stream")

    async def _stream(self, reader: Reader) -> AsyncIterator[bytes]:
        try:
            yield _ALIVE
            while (news := await reader.next(HEARTBEAT_S)) is not None:
                yield news or _ALIVE
        finally:
            self._doors.bulletin.leave(reader)
