"""The committed description as a judge: whether a value fits what it says of a call."""

import json
from functools import cache
from typing import Any, Final

from jsonschema_rs import Draft202012Validator

from agent.pos.openapi import COMMITTED
from agent.pos.operations import OPERATIONS

JSON_MEDIA: Final = "application/json"
PROBLEM_MEDIA: Final = "application/problem+json"


def request_faults(name: str, value: object) -> list[str]:
    """Say what of a request does not fit the description of the call ``name``."""
    return _faults(_operation(name)["requestBody"]["content"][JSON_MEDIA], value)


def answer_faults(name: str, status: int, value: object) -> list[str]:
    """Say what of an answer does not fit; a status that is not described is a fault."""
    described = _operation(name)["responses"].get(str(status))
    if described is None:
        return [f"{name}: {status} is not described"]
    media = JSON_MEDIA if JSON_MEDIA in described["content"] else PROBLEM_MEDIA
    return _faults(described["content"][media], value)


def _operation(name: str) -> dict[str, Any]:
    operation = OPERATIONS[name]
    found: dict[str, Any] = _document()["paths"][operation.path][operation.method.lower()]
    return found


def _faults(media: dict[str, Any], value: object) -> list[str]:
    schema = media["schema"] | {"components": _document()["components"]}
    judge = Draft202012Validator(schema, validate_formats=True)
    return [f"{error.instance_path}: {error.message}" for error in judge.iter_errors(value)]


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(COMMITTED.read_text("utf-8"))
    return document
