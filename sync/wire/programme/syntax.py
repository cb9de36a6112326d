"""What the standard parsers say of a text that is no TOML or JSON, for its author."""

import json
import re
from collections.abc import Mapping
from typing import Final

from rules.ground.sentence import Sentence

_TOML_PLACE: Final = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)")
_ELSE: Final = Sentence("this cannot be read")
_NO_VALUE: Final = Sentence("no value; a text needs quotes, true and false small letters")
_REASONS: Final[Mapping[str, Sentence]] = {
    "Invalid statement": Sentence("no name stands before the ="),
    "Expected newline": Sentence(
        "the line goes on after its value; perhaps a quote is missing"
    ),
    "Found invalid character": Sentence(
        "no name may hold this sign; perhaps a quote is missing"
    ),
    "Cannot declare": Sentence("this table was there already"),
    "Cannot overwrite": Sentence("this name was given a value already"),
    "Cannot mutate": Sentence("this table was closed already"),
    "Cannot redefine": Sentence("this table was there already"),
    "Duplicate inline": Sentence("this name stands twice in one table"),
    "Expected ']": Sentence("a ] is missing at the end of the heading"),
    "Expected '='": Sentence("an = is missing after the name"),
    "Invalid initial": Sentence("a name is missing, or is not one word"),
    "Unclosed array": Sentence("a list is not closed: ] or a comma is missing"),
    "Unclosed inline": Sentence("a table is not closed: }} or a comma is missing"),
    "Unescaped": Sentence("a \\ in a text is written \\\\"),
    "Invalid hex": Sentence("a \\ in a text is written \\\\"),
    "Escaped character": Sentence("this is no letter that can be written"),
    "Unterminated string": Sentence("a quote is missing at the end of the text"),
    "Expected": Sentence("a quote or a sign is missing"),
    "Illegal character": Sentence(
        "a text ends in its own line; perhaps a quote is missing"
    ),
    "Invalid date": Sentence("there is no such day or time"),
    "Invalid value": _NO_VALUE,
    "Expecting value": _NO_VALUE,
    "Expecting property": Sentence(
        "a name in quotes is missing; perhaps a comma is too many"
    ),
    "Illegal trailing": Sentence(
        "a name in quotes is missing; perhaps a comma is too many"
    ),
    "Expecting ':'": Sentence("a : is missing after the name"),
    "Expecting ','": Sentence("a comma is missing, or a bracket at the end"),
    "Extra data": Sentence("something follows after the end"),
    "Invalid control": Sentence("a text ends in its own line; perhaps a quote is missing"),
    "Invalid \\": Sentence("a \\ in a text is written \\\\"),
}
"""By how the parser's own words begin; the first that fits is said."""


def broken_syntax(error: ValueError) -> Sentence:
    """Tell where a text is broken and what is probably missing there."""
    if isinstance(error, json.JSONDecodeError):
        return _told("JSON", _reason(error.msg), (error.lineno, error.colno))
    found = _TOML_PLACE.fullmatch(str(error))
    if found is None:
        # Whole numbers of thousands of digits are the only other thing parsers refuse.
        return Sentence("a number in it has too many digits")
    place = (int(found[2]), int(found[3])) if found[2] else None
    return _told("TOML", _reason(found[1]), place)


def _reason(says: str) -> Sentence:
    return next((said for start, said in _REASONS.items() if says.startswith(start)), _ELSE)


def _told(form: str, reason: Sentence, place: tuple[int, int] | None) -> Sentence:
    if place is None:
        return Sentence("it is not {form}: at its end, {reason}", form=form, reason=reason)
    return Sentence(
        "it is not {form}: line {line}, column {column}: {reason}",
        form=form,
        line=place[0],
        column=place[1],
        reason=reason,
    )
