"""Which names a table of the document may hold, found in its JSON Schema by its place."""

from collections.abc import Mapping, Sequence
from typing import Any

Schema = Mapping[str, Any]


def names_at(schema: Schema, steps: Sequence[int | str]) -> tuple[str, ...]:
    """Return the names of the table at a place, in their order; none where no table is.

    ``steps`` are a validator's: names, positions in lists, the kind of a rule or its class.
    """
    here = schema
    for step in steps:
        here = _below(schema, _table(schema, here), step)
    return tuple(_table(schema, here).get("properties", ()))


def _below(schema: Schema, here: Schema, step: int | str) -> Schema:
    if isinstance(step, int):
        items = here.get("items", {})
        return items if isinstance(items, Mapping) else {}
    kinds = here.get("discriminator", {}).get("mapping", {})
    if step in kinds:
        return _referred(schema, kinds[step])
    below = here.get("properties", {}).get(step)
    return below if isinstance(below, Mapping) else _referred(schema, step)


def _table(schema: Schema, here: Schema) -> Schema:
    """Follow a reference, and what may be left out to what it is when it is there."""
    for part in here.get("anyOf", ()):
        if part.get("type") != "null":
            return _table(schema, part)
    return _referred(schema, here["$ref"]) if "$ref" in here else here


def _referred(schema: Schema, reference: str) -> Schema:
    found: Schema = schema.get("$defs", {}).get(reference.rpartition("/")[2], {})
    return found
