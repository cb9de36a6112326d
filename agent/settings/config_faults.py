"""What is wrong in a configuration file, said in one sentence with its place and a hint."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sync.kit.faults import Fault


class ConfigFault(Fault):
    """The configuration cannot be used; the sentence names the file and the place."""


def first_fault(
    error: ValidationError,
    *,
    file: str,
    places: Mapping[str, str],
    shape: type[BaseModel],
) -> ConfigFault:
    """Turn the first of pydantic's findings into a fault.

    ``places`` names the environment variable of each setting that came from one; ``shape``
    is what the whole file should be, so that a hint names only settings that there are.
    """
    found = error.errors(include_url=False, include_context=False)[0]
    dotted = ".".join(str(part) for part in found["loc"])
    place = places.get(dotted)
    where = f"{place} (environment)" if place else f"{file}, {_place(found['loc'])}"
    sentence, hint = _words(found, shape)
    return ConfigFault(f"{where}: {sentence}.", hint=hint)


def _words(found: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    name = str(found["loc"][-1]) if found["loc"] else ""
    match found["type"]:
        case "missing":
            return f"`{name}` is missing", f"Add a line: {name} = …"
        case "extra_forbidden":
            return f"`{name}` is no setting", _meant(name, found["loc"], _tables(shape))
        case _:
            words = found["msg"].removeprefix("Value error, ")
            words = words[:1].lower() + words[1:]
            shown = f"`{name}`: {words}" if name else words
            return shown, "Compare with install/till.example.toml."


def _meant(
    name: str, where: tuple[int | str, ...], tables: Mapping[str, tuple[str, ...]]
) -> str:
    """Say what is written like it in its own table, else where it belongs."""
    own = _place(where).partition(" number ")[0] if len(where) > 1 else ""
    if near := get_close_matches(name, tables.get(own, ()), n=1):
        return f"Did you mean `{near[0]}`?"
    belongs = next((table for table, known in tables.items() if name in known), None)
    if belongs is None:
        return "Take the line out."
    to = f"into {belongs}" if belongs else "to the top"
    return f"Move the line {to}, or take it out."


def _tables(shape: type[BaseModel]) -> dict[str, tuple[str, ...]]:
    """Give each table's settings by its heading; those at the top have none."""
    tables = {"": tuple(shape.model_fields)}
    for name, field in shape.model_fields.items():
        parts = get_args(field.annotation)
        for kind in (field.annotation, *parts):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                heading = f"[[{name}]]" if Ellipsis in parts else f"[{name}]"
                tables[heading] = tuple(kind.model_fields)
    return tables


def _place(where: tuple[int | str, ...]) -> str:
    match where:
        case (str(table), int(number), *_):
            return f"[[{table}]] number {number + 1}"
        case (str(section), _, *_):
            return f"[{section}]"
        case _:
            return "at the top"
