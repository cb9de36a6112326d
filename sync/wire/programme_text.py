"""From a document's bytes to plain lists, tables, texts and whole numbers."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

DOCUMENT_BYTES_MAX = 1024 * 1024
TOML_BYTES_MAX = 256 * 1024
"""Some thousand rules; the standard parser takes a second or more for a hostile MiB."""

_SHOWN_MAX = 160
_KEY_PARTS_MAX = 32
_BEFORE_A_KEY = re.compile(r"[=,{\[]")


class DocumentError(Exception):
    """The bytes hold no plain document; ``places`` says why, a sentence each."""

    def __init__(self, places: tuple[str, ...]) -> None:
        super().__init__(places[0])
        self.places = places


@dataclass(frozen=True, slots=True)
class _Inexact:
    """Stands where a number with a point was written."""

    text: str


def plain_document(document: bytes, form: Literal["toml", "json"]) -> Mapping[str, Any]:
    """Parse a document; raise :class:`DocumentError` for what is not plain values."""
    if len(document) > DOCUMENT_BYTES_MAX:
        raise DocumentError((f"It is larger than {DOCUMENT_BYTES_MAX} bytes.",))
    if form == "toml" and len(document) > TOML_BYTES_MAX:
        raise DocumentError(
            (f"It is larger than {TOML_BYTES_MAX} bytes of TOML; write it in JSON.",)
        )
    try:
        text = document.decode()
        parsed = _from_toml(text) if form == "toml" else _from_json(text)
        if not isinstance(parsed, dict):
            raise DocumentError(("It must be one table (an object) at the top.",))
        broken = tuple(_not_plain(parsed, ""))
    except UnicodeDecodeError as error:
        raise DocumentError((f"It is not UTF-8 text (byte {error.start}).",)) from error
    except RecursionError as error:
        raise DocumentError(("It is nested too deeply.",)) from error
    except ValueError as error:
        said = str(error)[:_SHOWN_MAX]
        raise DocumentError((f"It is not {form.upper()}: {said}.",)) from error
    if broken:
        raise DocumentError(broken)
    return parsed


def _from_toml(text: str) -> Any:
    # The standard parser's time grows with the square of a dotted key's parts.
    for number, line in enumerate(text.splitlines(), start=1):
        if any(part.count(".") > _KEY_PARTS_MAX for part in _BEFORE_A_KEY.split(line)):
            raise DocumentError((f"Line {number}: too many dots in one name.",))
    return tomllib.loads(text, parse_float=_Inexact)


def _from_json(text: str) -> Any:
    return json.loads(
        text, parse_float=_Inexact, parse_constant=_Inexact, object_pairs_hook=_once_each
    )


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f'"{twice}" is given twice in one object')
    return table


def _not_plain(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _not_plain(item, f"{place}, {name}" if place else name)
    elif isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from _not_plain(item, f"{place} {number}")
    elif isinstance(value, _Inexact):
        yield f'{place}: {value.text} is not exact; put it in quotes, like "1.5" or "3/2".'
    elif not isinstance(value, str | int):
        yield f"{place}: a date, a time or nothing at all cannot stand here."
