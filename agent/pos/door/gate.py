"""The gate before the API: who may knock, how often, and what is noted of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.pos.door.pace import Pace
from agent.pos.door.replies import problem_reply
from agent.pos.door.tokens import Tokens
from agent.pos.problems.telling import Problem, problem
from sync.kit.clock import Clock
from sync.kit.logging import Log

OPEN_PATHS: Final = frozenset({"/v1/health", "/openapi.json"})
"""What may be asked without a token: that the till lives, and how to speak with it."""

OPEN_FOLDER: Final = "/docs"
STRANGER: Final = ""
"""The caller's name when no token was shown; see :func:`caller_of`."""

PAGE: Final = "page"
"""A browser's name begins so: ``page:cashier``."""

_BEARER: Final = b"Bearer "
_ASKING: Final = frozenset({"GET", "HEAD"})
_STRANGERS_PER_S: Final = 20
_HEADERS: Final = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
)
_FAILED: Final = 400
_LOG: Final = Log("api")

Note = Callable[[str, str, int, int], None]
"""Told of every answer: method, route template, status and milliseconds. Never a path."""


class Visitors(Protocol):
    """The pages' own way in: a browser shows a cookie where a POS shows a token."""

    def serves(self, path: str) -> bool:
        """Whether a path is one of the pages'."""
        ...

    def role(self, cookies: bytes) -> str | None:
        """Return whose cookie is among these; None for nobody's."""
        ...

    def admits(self, role: str | None, path: str) -> bool:
        """Whether a visitor may go there."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What the gate checks against. ``hosts`` are the exact Host headers that are ours."""

    hosts: frozenset[bytes]
    tokens: Tokens
    requests_per_s: int
    clock: Clock
    note: Note
    visitors: Visitors | None = None


class Gate:
    """Lets a request through to ``inside`` or turns it away with a problem."""

    def __init__(self, inside: ASGIApp, house: House) -> None:
        self._inside: Final = inside
        self._house: Final = house
        self._pace: Final = Pace(house.requests_per_s, house.clock)
        self._strangers: Final = Pace(_STRANGERS_PER_S, house.clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection of uvicorn; only HTTP is spoken here."""
        if scope["type"] != "http":
            return
        began = self._house.clock.monotonic_ms()
        answered = _Answered(send)
        headers = dict(scope["headers"])
        refused = self._turned_away(scope, headers)
        if refused is None:
            await self._inside(scope, receive, answered)
        else:
            await problem_reply(refused)(scope, receive, answered)
        self._write_down(scope, answered.status, self._house.clock.monotonic_ms() - began)

    def _turned_away(self, scope: Scope, headers: dict[bytes, bytes]) -> Problem | None:
        """Say why not, in a fixed order; note the caller's name on the way."""
        if headers.get(b"host", b"").lower() not in self._house.hosts:
            return problem("wrong_host")
        visitors = self._house.visitors
        if visitors is not None and visitors.serves(scope["path"]):
            return self._visit(scope, headers, visitors)
        return self._call(scope, headers)

    def _call(self, scope: Scope, headers: dict[bytes, bytes]) -> Problem | None:
        """Judge a POS's program, or a stranger, at the API."""
        if b"origin" in headers:
            return problem("origin_refused")
        caller = self._owner(headers.get(b"authorization", b""))
        scope.setdefault("state", {})["caller"] = caller or STRANGER
        if caller is not None:
            return None if self._pace.allows(caller) else problem("too_many_requests")
        if not self._strangers.allows(STRANGER):
            return problem("too_many_requests")
        return None if _is_open(scope["path"]) else problem("unauthorized")

    def _visit(
        self, scope: Scope, headers: dict[bytes, bytes], visitors: Visitors
    ) -> Problem | None:
        """Judge a browser at the pages; only our own page may ask for a change."""
        origin = headers.get(b"origin", b"" if scope["method"] in _ASKING else b"null")
        if origin not in {b"", b"http://" + headers.get(b"host", b"").lower()}:
            return problem("origin_refused")
        role = visitors.role(headers.get(b"cookie", b""))
        caller = STRANGER if role is None else f"{PAGE}:{role}"
        scope.setdefault("state", {})["caller"] = caller
        pace = self._strangers if role is None else self._pace
        if not pace.allows(caller):
            return problem("too_many_requests")
        return None if visitors.admits(role, scope["path"]) else problem("unauthorized")

    def _owner(self, authorization: bytes) -> str | None:
        if not authorization.startswith(_BEARER):
            return None
        return self._house.tokens.owner(authorization.removeprefix(_BEARER).strip())

    def _write_down(self, scope: Scope, status: int, took_ms: int) -> None:
        route = template_of(scope)
        self._house.note(scope["method"], route, status, took_ms)
        if status >= _FAILED:
            _LOG.warning(
                "request_refused",
                method=scope["method"],
                route=route,
                status=status,
                caller=scope.get("state", {}).get("caller", STRANGER),
                took_ms=took_ms,
            )


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path == OPEN_FOLDER or path.startswith(f"{OPEN_FOLDER}/")


class _Answered:
    """Passes the answer on, adds our headers and remembers the status."""

    def __init__(self, send: Callable[[Message], Awaitable[None]]) -> None:
        self._send = send
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message["headers"], *_HEADERS]
        await self._send(message)


def caller_of(scope: Scope) -> str:
    """Return the POS whose token was shown, or :data:`STRANGER`."""
    caller = scope.get("state", {}).get("caller", STRANGER)
    return caller if isinstance(caller, str) else STRANGER


def template_of(scope: Scope) -> str:
    """Return the route's template, never the path asked for: it could hold a number."""
    template = getattr(scope.get("route"), "path", "")
    return template if isinstance(template, str) and template else "unknown"
