"""What is wrong in a programme document, as plain sentences with their place."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

_SHOWN_MAX = 200
_NAMES = ("rule", "tier", "unit", "pattern", "prefix")
_SAID = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "unexpected_keyword_argument": "is not known here",
    "int_type": "must be a whole number",
    "string_type": "must be text in quotes",
    "tuple_type": "must be a list",
    "dataclass_type": "must be a table",
    "dict_type": "must be a table",
    "fraction_parsing": 'must be an exact number in quotes, like "3/2" or "1.5"',
    "fraction_type": 'must be an exact number in quotes, like "3/2" or "1.5"',
}


def sentences(error: ValidationError, document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return one sentence for each thing that is wrong, in the order of the document."""
    found = error.errors(include_url=False, include_input=False)
    return tuple(dict.fromkeys(_sentence(detail, document) for detail in found))


def _sentence(detail: ErrorDetails, document: Mapping[str, Any]) -> str:
    place = _place(detail["loc"], document)
    return f"{place}: {_said(detail)[:_SHOWN_MAX]}."


def _said(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    match detail["type"]:
        case "value_error":
            return str(context["error"])
        case "literal_error":
            return f"must be {context['expected']}"
        case "union_tag_invalid":
            known_kinds = context["expected_tags"]
            return f"kind '{context['tag']}' is not known; known are {known_kinds}"
        case "union_tag_not_found":
            return "kind is missing; it says which rule this is"
        case known:
            return _SAID.get(known, detail["msg"])


def _place(steps: tuple[int | str, ...], document: Mapping[str, Any]) -> str:
    """Write a path as an author would say it: ``earn 2 (coffee-x2), factor``."""
    here: Any = document
    place = ""
    for step in steps:
        if isinstance(step, int):
            here = here[step] if isinstance(here, list) and step < len(here) else None
            place += f" {step + 1}{_named(here)}"
        elif isinstance(here, dict) and here.get("kind") == step and step not in here:
            continue
        else:
            here = here.get(step) if isinstance(here, dict) else None
            place += f", {step}" if place else step
    return place or "document"


def _named(item: Any) -> str:
    if not isinstance(item, dict):
        return ""
    name = next((item[key] for key in _NAMES if isinstance(item.get(key), str)), "")
    return f" ({name[:_SHOWN_MAX]})" if name else ""
