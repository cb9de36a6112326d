"""The HTTP server: uvicorn on a thread of its own, on a socket that was opened before."""

import asyncio
import socket
from contextlib import suppress
from threading import Thread
from typing import Final

import uvicorn
from starlette.types import ASGIApp
from typing_extensions import override

STOP_S: Final = 1
"""How long an answer on its way may take once the till stops."""

TICK_S: Final = 1
_CONNECTIONS_MAX: Final = 256
_IDLE_S: Final = 60


class _AtRest(uvicorn.Server):
    """A server that sleeps until asked; uvicorn's own looks round ten times a second."""

    _over: asyncio.Event | None = None
    _events: asyncio.AbstractEventLoop | None = None

    @override
    async def main_loop(self) -> None:
        self._events, self._over = asyncio.get_running_loop(), asyncio.Event()
        # Once a second it writes the date that answers carry.
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), TICK_S)

    def end(self) -> None:
        """Take no more calls; asked from another thread."""
        self.should_exit = True
        if self._events is not None and self._over is not None:
            with suppress(RuntimeError):
                # RuntimeError: it has ended by itself.
                self._events.call_soon_threadsafe(self._over.set)


class Server:
    """Serves an application until stopped."""

    def __init__(self, app: ASGIApp, listening: socket.socket) -> None:
        self._listening: Final = listening
        self._server: Final = _AtRest(
            uvicorn.Config(
                app,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=_CONNECTIONS_MAX,
                timeout_keep_alive=_IDLE_S,
                timeout_graceful_shutdown=STOP_S,
            )
        )
        self._thread: Final = Thread(target=self._run, name="http", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more calls, finish those under way, and end."""
        self._server.end()
        self._thread.join(STOP_S + 1)

    def _run(self) -> None:
        self._server.run(sockets=[self._listening])
