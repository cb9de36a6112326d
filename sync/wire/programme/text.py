"""From a document's bytes to plain lists, tables, texts and whole numbers."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rules.ground.sentence import Sentence
from sync.wire.programme.syntax import broken_syntax
from sync.wire.programme.words import DOCUMENT, at, named

DOCUMENT_BYTES_MAX = 1024 * 1024
TOML_BYTES_MAX = 256 * 1024
"""Some thousand rules; the standard parser takes a second or more for a hostile MiB."""

_SHOWN_MAX = 40
_KEY_PARTS_MAX = 32
_BEFORE_A_KEY = re.compile(r"[=,{\[]")


class DocumentError(Exception):
    """The bytes hold no plain document; ``places`` says why, a sentence each."""

    def __init__(self, *places: Sentence) -> None:
        super().__init__(*places)
        self.places = places


def _broken(said: Sentence) -> DocumentError:
    return DocumentError(at(DOCUMENT, said))


class _TwiceError(ValueError):
    """A name that one object gives two values."""

    def __init__(self, name: str) -> None:
        self.sentence = Sentence('"{name}" is given twice in one object', name=name)
        super().__init__(self.sentence)


@dataclass(frozen=True, slots=True)
class _Inexact:
    """Stands where a number with a point was written."""

    text: str


def plain_document(document: bytes, form: Literal["toml", "json"]) -> Mapping[str, Any]:
    """Parse a document; raise :class:`DocumentError` for what is not plain values."""
    _refuse_large(len(document), form)
    try:
        text = document.decode("utf-8-sig")
        parsed = _from_toml(text) if form == "toml" else _from_json(text)
        if not isinstance(parsed, dict):
            raise _broken(Sentence("it must be one table (an object) at the top"))
        broken = tuple(_not_plain(parsed, ""))
    except UnicodeDecodeError as error:
        said = Sentence(
            "it is not UTF-8 text (byte {at}); save it as UTF-8", at=error.start
        )
        raise _broken(said) from error
    except RecursionError as error:
        raise _broken(Sentence("it is nested too deeply")) from error
    except _TwiceError as error:
        raise _broken(error.sentence) from error
    except ValueError as error:
        raise _broken(broken_syntax(error)) from error
    if broken:
        raise DocumentError(*broken)
    return parsed


def _refuse_large(size: int, form: Literal["toml", "json"]) -> None:
    if size > DOCUMENT_BYTES_MAX:
        raise _broken(Sentence("it is larger than {most} bytes", most=DOCUMENT_BYTES_MAX))
    if form == "toml" and size > TOML_BYTES_MAX:
        raise _broken(
            Sentence(
                "it is larger than {most} bytes of TOML; write it in JSON",
                most=TOML_BYTES_MAX,
            )
        )


def _from_toml(text: str) -> Any:
    # The standard parser's time grows with the square of a dotted key's parts.
    for number, line in enumerate(text.splitlines(), start=1):
        if any(part.count(".") > _KEY_PARTS_MAX for part in _BEFORE_A_KEY.split(line)):
            raise _broken(Sentence("line {line}: too many dots in one name", line=number))
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
        raise _TwiceError(twice[:_SHOWN_MAX])
    return table


def _not_plain(value: Any, place: str) -> Iterator[Sentence]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _not_plain(item, f"{place}, {name}" if place else name)
    elif isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from _not_plain(item, f"{place} {number}{named(item)}")
    elif isinstance(value, _Inexact):
        yield at(place, _inexact(place, value.text[:_SHOWN_MAX]))
    elif not isinstance(value, str | int):
        yield at(
            place,
            Sentence(
                "a date, a time or nothing at all cannot stand here; put it in quotes"
            ),
        )


def _inexact(place: str, written: str) -> Sentence:
    if "_minor" in place.rpartition(", ")[2]:
        return Sentence(
            "{value} is not exact; money is in minor units (12.50 is written 1250), and an "
            'exact part of one stands in quotes, like "2.5"',
            value=written,
        )
    return Sentence(
        '{value} is not exact; put it in quotes, like "1.5" or "3/2"', value=written
    )
