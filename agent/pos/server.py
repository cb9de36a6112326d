"""The HTTP server: uvicorn on a thread of its own, on a socket that was opened before."""

import socket
from threading import Thread
from typing import Final

import uvicorn
from starlette.types import ASGIApp

STOP_S: Final = 1
"""How long an answer on its way may take once the till stops."""

_CONNECTIONS_MAX: Final = 256
_IDLE_S: Final = 60


class Server:
    """Serves an application until stopped."""

    def __init__(self, app: ASGIApp, listening: socket.socket) -> None:
        self._listening: Final = listening
        self._server: Final = uvicorn.Server(
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
        self._server.should_exit = True
        self._thread.join(STOP_S + 1)

    def _run(self) -> None:
        self._server.run(sockets=[self._listening])
