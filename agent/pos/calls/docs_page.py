"""The docs page: Swagger UI from our own files, so that it works without the internet."""

from functools import cache
from importlib.resources import files
from typing import Final

from fastapi import Response

from agent.pos.door.replies import problem_reply
from agent.pos.problems.telling import problem

_TYPES: Final = {
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
}
_START: Final = "start.js"
# Swagger UI writes style attributes while it draws, hence the one 'unsafe-inline'.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS: Final = {"content-security-policy": _POLICY, "referrer-policy": "no-referrer"}

_PAGE: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Vafa, the till's local API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="description"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
"""

# This page only asks: with anything else a browser names an origin, and the gate refuses
# origins.
_SCRIPT: Final = """SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#description",
  validatorUrl: null,
  supportedSubmitMethods: ["get"],
});
"""


async def docs_page() -> Response:
    """Show the page."""
    return Response(_PAGE, media_type="text/html; charset=utf-8", headers=_HEADERS)


async def docs_file(name: str) -> Response:
    """Serve one of the page's files; any other name is not found."""
    if name == _START:
        return Response(
            _SCRIPT, media_type=_TYPES["swagger-ui-bundle.js"], headers=_HEADERS
        )
    if name not in _TYPES:
        return problem_reply(problem("not_found"))
    return Response(_file(name), media_type=_TYPES[name], headers=_HEADERS)


async def description() -> Response:
    """Serve the committed OpenAPI document; a test holds it equal to the application."""
    return Response(_description(), media_type="application/json")


@cache
def _description() -> bytes:
    return files("agent.pos").joinpath("openapi.json").read_bytes()


@cache
def _file(name: str) -> bytes:
    return files("agent.pos").joinpath("docs", name).read_bytes()
