"""What Schemathesis loads beside its own checks (``SCHEMATHESIS_HOOKS``)."""

import json
from typing import Any, Final

import schemathesis

SHAPE_CODES: Final = frozenset({"invalid_request", "not_json", "not_json_media"})
"""Problems that say: what you sent does not have the shape that the document describes."""


@schemathesis.check
def a_sound_shape_is_read(
    _context: schemathesis.CheckContext,
    response: schemathesis.Response,
    case: schemathesis.Case[Any],
) -> None:
    """Fail when the till refuses for its shape what the document calls well formed.

    A refusal for what it says (no such member, too few points) is an answer like another.
    """
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if "problem" in response.headers.get("content-type", [""])[0]:
        code = json.loads(response.content).get("code")
        assert code not in SHAPE_CODES, f"the document allows it, the till says {code}"


@schemathesis.hook
def map_body(_context: schemathesis.HookContext, body: object) -> object:
    """Write 100.0 as 100: one number in JSON Schema, but no till counts in fractions."""
    match body:
        case dict():
            return {name: map_body(_context, value) for name, value in body.items()}
        case list():
            return [map_body(_context, value) for value in body]
        case float() if body.is_integer():
            return int(body)
        case _:
            return body
