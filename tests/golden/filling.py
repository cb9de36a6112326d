"""A value for any shape: every field filled, the same each time, from its JSON Schema."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any, Final

Schema = Mapping[str, Any]

_CLASS: Final = re.compile(r"\^?\[([^\]]+)\]\{(\d+)(?:,\d+)?\}\$?")
_ITEMS: Final = 2


def filled(schema: Schema) -> Any:  # noqa: ANN401  # any JSON
    """Return a value that fits a schema, with every field there and none empty."""
    return _value(schema, schema.get("$defs", {}), "")


def variants(schema: Schema) -> Iterator[tuple[str, Any]]:
    """Yield (name, value): one for each choice that the shape's own fields leave open."""
    base = filled(schema)
    choices = {
        name: field["enum"]
        for name, field in schema.get("properties", {}).items()
        if "enum" in field
    }
    for picked in product(*choices.values()):
        yield "-".join(map(str, picked)), base | dict(zip(choices, picked, strict=True))


def _value(schema: Schema, defs: Schema, name: str) -> Any:  # noqa: ANN401  # any JSON
    while "$ref" in schema:
        schema = defs[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        return _value(schema["anyOf"][0], defs, name)
    if "enum" in schema or "const" in schema:
        return schema.get("enum", [schema.get("const")])[0]
    match schema.get("type"):
        case "object":
            return _object(schema, defs, name)
        case "array":
            return [_value(schema["items"], defs, name)] * _ITEMS
        case kind:
            return _PLAIN[str(kind)](schema, name)


def _object(schema: Schema, defs: Schema, name: str) -> dict[str, Any]:
    if "additionalProperties" in schema and "properties" not in schema:
        # A number is the only name that fits both kinds of table.
        return {"17": _value(schema["additionalProperties"], defs, name)}
    return {
        inner: _value(field, defs, inner) for inner, field in schema["properties"].items()
    }


def _text(schema: Schema, name: str) -> str:
    pattern = _CLASS.fullmatch(schema.get("pattern", ""))
    if pattern is not None:
        letters = "0123456789" if pattern[1] == "0-9" else "ABCDEF"
        letters = "0123456789abcdef" if "a-f" in pattern[1] else letters
        return (letters * int(pattern[2]))[: int(pattern[2])]
    return name.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength")]


_PLAIN: Final[Mapping[str, Callable[[Schema, str], str | int]]] = {
    "string": _text,
    "integer": lambda schema, _: max(schema.get("minimum", 0), 7),
    "boolean": lambda *_: True,
}
"""What fills a field that holds no others."""
