"""How a page leaves: HTML under a strict policy, its own files, its events."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from fastapi import Response

from agent.pos.door.replies import problem_reply
from agent.pos.problems.telling import problem

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# Under "no-referrer" a form's Origin would be "null": the gate could not tell it is ours.
HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": _POLICY,
    "referrer-policy": "same-origin",
}
_FILES: Final[Mapping[str, str]] = {
    "page.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "sign_in.js": "text/javascript; charset=utf-8",
    "fonts/vazirmatn.woff2": "font/woff2",
    "fonts/noto-sans-ethiopic-400.woff2": "font/woff2",
    "fonts/noto-sans-ethiopic-700.woff2": "font/woff2",
}


def html(
    page: str, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return HTML, a page or a part of one."""
    return Response(
        page,
        status_code=status,
        media_type="text/html; charset=utf-8",
        headers={**HEADERS, **(headers or {})},
    )


async def page_file(name: str) -> Response:
    """Serve one of the pages' files; any other name is not found."""
    if name not in _FILES:
        return problem_reply(problem("not_found"))
    return Response(_file(name), media_type=_FILES[name], headers=dict(HEADERS))


def events_in(event: str, data: str) -> bytes:
    """Write one server-sent event; a line of data for each line of the text."""
    lines = "".join(f"data: {line}\n" for line in data.splitlines() or [""])
    return f"event: {event}\n{lines}\n".encode()


@cache
def _file(name: str) -> bytes:
    return files("agent.pages").joinpath("static", name).read_bytes()
