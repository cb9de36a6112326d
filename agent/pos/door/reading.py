"""How a request is read: at most 1 MiB of JSON, straight into our types."""

from typing import Final, TypeVar

from fastapi import Request
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from agent.pos.door.replies import JSON, ProblemError
from agent.pos.problems.telling import Problem, problem

BODY_BYTES_MAX: Final = 1 << 20
_FINDINGS_MAX: Final = 3
_OWN_WORDS: Final = frozenset({"value_error", "assertion_error"})
_TELLS_INPUT: Final = frozenset({"union_tag_invalid", "json_invalid"})

T = TypeVar("T")


async def read_request(request: Request, shape: TypeAdapter[T]) -> T:
    """Read the body as ``shape``; raises :class:`ProblemError` with the first findings."""
    declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared != JSON:
        raise ProblemError(problem("not_json_media"))
    body = await _body(request)
    try:
        return shape.validate_json(body)
    except ValidationError as error:
        raise ProblemError(
            told(error.errors(include_url=False, include_context=False))
        ) from None


def told(errors: list[ErrorDetails]) -> Problem:
    """Tell what is wrong by field and reason, never by the value that was sent."""
    if any(error["type"] == "json_invalid" for error in errors):
        return problem("not_json")
    said = [f"{_field(error)}: {_reason(error)}" for error in errors[:_FINDINGS_MAX]]
    return problem("invalid_request", what="; ".join(said) + ".")


async def _body(request: Request) -> bytes:
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > BODY_BYTES_MAX:
        raise ProblemError(problem("body_too_large", limit=BODY_BYTES_MAX))
    pieces = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > BODY_BYTES_MAX:
            raise ProblemError(problem("body_too_large", limit=BODY_BYTES_MAX))
        pieces.append(piece)
    return b"".join(pieces)


def _field(error: ErrorDetails) -> str:
    # Names of our own fields and places in lists; a union's tag is among them and harmless.
    return ".".join(str(part) for part in error["loc"]) or "body"


def _reason(error: ErrorDetails) -> str:
    if error["type"] in _TELLS_INPUT:
        return "not one of those allowed"
    words = error["msg"]
    if error["type"] in _OWN_WORDS:
        # What a check says after a colon may quote the value.
        words = words.partition(", ")[2].partition(":")[0]
    return words[:1].lower() + words[1:]
