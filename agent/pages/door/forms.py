"""How a form of a page is read: a few short fields, nothing else."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request

from agent.pos.door.replies import ProblemError
from agent.pos.problems.telling import problem

MEDIA_TYPE: Final = "application/x-www-form-urlencoded"
BODY_BYTES_MAX: Final = 8192
FIELDS_MAX: Final = 16


async def read_form(request: Request) -> Mapping[str, str]:
    """Read the body's fields; raises :class:`ProblemError`. Of two of a name, the last."""
    declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared != MEDIA_TYPE:
        raise ProblemError(problem("not_json_media"))
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > BODY_BYTES_MAX:
            raise ProblemError(problem("body_too_large", limit=BODY_BYTES_MAX))
    try:
        return dict(
            parse_qsl(
                body.decode("ascii"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=FIELDS_MAX,
            )
        )
    except ValueError:
        raise ProblemError(problem("invalid_request", what="no form.")) from None
