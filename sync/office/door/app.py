"""Head office's door: HTTP in and out. Only this file and serving.py know of the web."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from starlette.middleware.gzip import GZipMiddleware

from rules.ground.refusal import refuse
from sync.office.door.counter import BODY_BYTES_MAX, Counter, Reply
from sync.office.door.routes import ROUTES
from sync.wire.keys.signing import NONCE_HEADER

Begin = Callable[[], Callable[[], None]]
"""Begins what runs beside the door and returns what ends it."""


def make_app(counter: Counter, *, begin: Begin | None = None) -> FastAPI:
    """Make the app; what may block runs in a thread, so the door stays open meanwhile."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        end = begin() if begin else _nothing
        try:
            yield
        finally:
            await asyncio.to_thread(end)

    app = FastAPI(
        title="Vafa head office",
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    # The answer's signature is over its plain bytes, so packing them changes nothing.
    app.add_middleware(GZipMiddleware, minimum_size=1024)

    async def enrol(request: Request) -> Response:
        body = await _read(request)
        if body is None:
            return _too_large(counter, request)
        return _response(await asyncio.to_thread(counter.enrol, body))

    async def signed(request: Request) -> Response:
        body = await _read(request)
        if body is None:
            return _too_large(counter, request)
        reply = await asyncio.to_thread(
            counter.answer, request.url.path, request.headers, body
        )
        return _response(reply)

    async def health() -> dict[str, str | int]:
        return dict(await asyncio.to_thread(counter.health))

    app.add_api_route("/v1/enrol", enrol, methods=["POST"])
    for path in ROUTES:
        app.add_api_route(path, signed, methods=["POST"])
    app.add_api_route("/v1/health", health, methods=["GET"])
    return app


async def _read(request: Request) -> bytes | None:
    """Read a body as far as its path allows; None when there is more."""
    limit = BODY_BYTES_MAX[request.url.path]
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > limit:
        return None
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            return None
    return bytes(body)


def _too_large(counter: Counter, request: Request) -> Response:
    refusal = refuse("body_too_large", limit=BODY_BYTES_MAX[request.url.path])
    return _response(counter.refused(refusal, request.headers.get(NONCE_HEADER, "")))


def _response(reply: Reply) -> Response:
    return Response(
        reply.body,
        status_code=reply.status,
        media_type=reply.media_type,
        headers=dict(reply.headers),
    )


def _nothing() -> None:
    return
