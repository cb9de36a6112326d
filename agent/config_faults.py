"""What is wrong in a configuration file, said in one sentence with its place and a hint."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sync.kit.faults import Fault

_SETTINGS: Final = (
    "store", "data", "language", "workstation", "api", "office", "devices", "intakes",
    "listen", "tokens", "requests_per_s", "url", "ca", "sync_every", "night",
    "name", "driver", "port", "profile", "baud", "data_bits", "parity", "stop_bits",
    "shop", "printers", "displays", "flow", "automatic", "keep", "pass_to",
    "sandbox", "kind", "path", "format", "zone", "category_level", "mapping", "every",
    "taps", "template", "printer", "pos",
)  # fmt: skip
_TABLES: Final = {"devices", "intakes", "printers", "displays", "taps"}


class ConfigFault(Fault):
    """The configuration cannot be used; the sentence names the file and the place."""


def first_fault(
    error: ValidationError, *, file: str, places: Mapping[str, str]
) -> ConfigFault:
    """Turn the first of pydantic's findings into a fault.

    ``places`` names the environment variable of each setting that came from one.
    """
    found = error.errors(include_url=False, include_context=False)[0]
    dotted = ".".join(str(part) for part in found["loc"])
    place = places.get(dotted)
    where = f"{place} (environment)" if place else f"{file}, {_place(found['loc'])}"
    sentence, hint = _words(found)
    return ConfigFault(f"{where}: {sentence}.", hint=hint)


def _words(found: ErrorDetails) -> tuple[str, str]:
    name = str(found["loc"][-1]) if found["loc"] else ""
    match found["type"]:
        case "missing":
            return f"`{name}` is missing", f"Add a line: {name} = …"
        case "extra_forbidden":
            near = get_close_matches(name, _SETTINGS, n=1)
            hint = f"Did you mean `{near[0]}`?" if near else "Take the line out."
            return f"`{name}` is no setting", hint
        case _:
            words = found["msg"].removeprefix("Value error, ")
            words = words[:1].lower() + words[1:]
            shown = f"`{name}`: {words}" if name else words
            return shown, "Compare with install/till.example.toml."


def _place(where: tuple[int | str, ...]) -> str:
    match where:
        case (str(table), int(number), *_) if table in _TABLES:
            return f"[[{table}]] number {number + 1}"
        case (str(section), _, *_):
            return f"[{section}]"
        case _:
            return "at the top"
