"""The service calls: health, metrics, and syncing now."""

from typing import Final

from fastapi import Request, Response

from agent.loop.doors import Doors
from agent.pos.door.gate import STRANGER, caller_of
from agent.pos.door.reading import read_request
from agent.pos.door.replies import reply
from agent.pos.requests.sign_in_request import SIGN_IN
from agent.pos.requests.sync_request import SYNC, SyncRequest


class Service:
    """Answers about the till itself."""

    def __init__(self, doors: Doors) -> None:
        self._doors: Final = doors

    async def health(self, request: Request) -> Response:
        """Tell how the till is. Without a token only whether it lives."""
        health = await self._doors.health()
        if caller_of(request.scope) == STRANGER:
            return reply({"status": health["status"]})
        return reply(health)

    async def metrics(self) -> Response:
        """Tell Prometheus."""
        return Response(await self._doors.metrics(), media_type="text/plain; version=0.0.4")

    async def sign_in(self, request: Request) -> Response:
        """Make a one-time code, and the address that opens a page with it."""
        wish = await read_request(request, SIGN_IN)
        return reply(self._doors.invite(wish.page))

    async def sync(self, request: Request) -> Response:
        """Bring till and head office together now; with `reconcile`, compare all of it."""
        wish = SyncRequest()
        if request.headers.get("content-length", "0") != "0":
            wish = await read_request(request, SYNC)
        return reply(await self._doors.sync(compare=wish.reconcile))
