"""The OpenAPI 3.1 description: FastAPI's own, completed with our shapes and problems."""

from collections.abc import Mapping, Sequence
from typing import Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from agent.pos.operations import OPERATIONS
from agent.pos.operations.codes import EVERYWHERE
from agent.pos.operations.operation import JSON, Operation
from agent.pos.problems.register import PROBLEMS
from agent.pos.problems.telling import MEDIA_TYPE

_WORDS: Final = """The till's local API. It works whether or not a network exists.

Money is a whole number of the currency's minor unit, `quantity` a decimal string, and every
instant carries an offset. A document's natural key is (store, workstation, business_day,
number, kind): the same document again gets the same answer, byte for byte; other content
under the same key is refused. Every refusal and error is a problem of RFC 9457 with a
stable `code`.
"""
_REFERENCE: Final = "#/components/schemas/{model}"
_OPEN: Final = frozenset({"health"})
_BODY_OPTIONAL: Final = frozenset({"sync"})
_PROBLEM_SCHEMA: Final = {
    "type": "object",
    "description": "A refusal or an error (RFC 9457). `code` is stable.",
    "required": ["type", "code", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "code": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "hint": {"type": "string"},
        "instance": {"type": "string"},
    },
}

Schemas = dict[str, object]


def describe(app: FastAPI) -> dict[str, object]:
    """Return the description of the application's routes as one JSON object."""
    document: dict[str, object] = get_openapi(
        title=app.title, version=app.version, description=_WORDS, routes=app.routes
    )
    schemas: Schemas = {"Problem": _PROBLEM_SCHEMA}
    paths = _table(document["paths"])
    for name, operation in OPERATIONS.items():
        described = _table(_table(paths[operation.path])[operation.method.lower()])
        _complete(name, operation, described, schemas)
    document["components"] = {
        "schemas": dict(sorted(schemas.items())),
        "securitySchemes": {"pos": {"type": "http", "scheme": "bearer"}},
    }
    document["security"] = [{"pos": []}]
    return document


def _complete(
    name: str, operation: Operation, described: dict[str, object], schemas: Schemas
) -> None:
    described["tags"] = [operation.group]
    if name in _OPEN:
        described["security"] = [{}, {"pos": []}]
    if operation.request is not None:
        schema = _collected(operation.request.json_schema(ref_template=_REFERENCE), schemas)
        described["requestBody"] = {
            "required": name not in _BODY_OPTIONAL,
            "content": {JSON: {"schema": schema}},
        }
    described["responses"] = {"200": _answer(operation, schemas), **_problems(operation)}


def _answer(operation: Operation, schemas: Schemas) -> Schemas:
    shape: TypeAdapter[object] = TypeAdapter(operation.answer)
    schema = _collected(shape.json_schema(ref_template=_REFERENCE), schemas)
    return {"description": "Done", "content": {operation.media: {"schema": schema}}}


def _problems(operation: Operation) -> Schemas:
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys((*operation.problems, *EVERYWHERE)):
        by_status.setdefault(PROBLEMS[code].status, []).append(code)
    return {
        str(status): {
            "description": "; ".join(f"`{code}`: {PROBLEMS[code].title}" for code in codes),
            "content": {MEDIA_TYPE: {"schema": _one_of(codes)}},
        }
        for status, codes in sorted(by_status.items())
    }


def _one_of(codes: Sequence[str]) -> Schemas:
    """Describe a problem whose code is one of these: a POS can rely on the list."""
    problem = {"$ref": _REFERENCE.format(model="Problem")}
    return {"allOf": [problem, {"properties": {"code": {"enum": sorted(codes)}}}]}


def _collected(schema: Mapping[str, object], schemas: Schemas) -> Schemas:
    """Move a schema's definitions to the components and return what is left of it."""
    own = dict(schema)
    if "oneOf" in own:
        # Fields that nobody named are ignored, so a body may fit more than one branch.
        own["anyOf"] = own.pop("oneOf")
    for name, definition in _table(own.pop("$defs", {})).items():
        schemas[name] = definition
    return own


def _table(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("a JSON object was expected")
    return value
