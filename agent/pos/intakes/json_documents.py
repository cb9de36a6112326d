"""The JSON format: our own public shapes, one document a file or one a line."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from pydantic_core import from_json

from agent.pos.intakes.found import (
    Found,
    Kind,
    ShopTerms,
    Unreadable,
    UnreadableFault,
    Value,
    Wanted,
)
from rules.ground.sentence import Sentence

DOCUMENT_BYTES_MAX: Final = 1 << 20
"""As much as a call may send."""

_KINDS: Final[tuple[Kind, ...]] = ("sale", "refund", "void", "day_totals")
_HINT: Final = 'Write {"sale": {…}}, {"refund": {…}} or {"void": {…}}, one a line.'
_NO_JSON: Final = "this is no JSON"
_MARK: Final = b"\xef\xbb\xbf"


def read(file: BinaryIO, terms: ShopTerms) -> Iterator[Found]:
    """Read documents; see :class:`agent.pos.intakes.found.Reader`.

    Where the first line is a whole object, each line is a document; else the file is one,
    over as many lines as it likes, or a list of them.
    """
    at, first = _first_line(file)
    if not _is_whole(first):
        whole = _bounded(first + file.read(DOCUMENT_BYTES_MAX + 1), "the document")
        if whole.strip():
            yield from _listed(whole, terms)
        return
    yield _found(first, Sentence("line {line}", line=at), terms)
    while line := file.readline(DOCUMENT_BYTES_MAX + 1):
        at += 1
        if _bounded(line, Sentence("line {line}", line=at)).strip():
            yield _found(line, Sentence("line {line}", line=at), terms)


def _first_line(file: BinaryIO) -> tuple[int, bytes]:
    """Return the first line that is not empty, and which it is."""
    at, line = 1, file.readline(DOCUMENT_BYTES_MAX + 1).removeprefix(_MARK)
    while line and not line.strip():
        at, line = at + 1, file.readline(DOCUMENT_BYTES_MAX + 1)
    return at, _bounded(line, Sentence("line {line}", line=at))


def _is_whole(line: bytes) -> bool:
    line = line.strip()
    return line.startswith(b"{") and line.endswith(b"}")


def _bounded(data: bytes, what: str) -> bytes:
    if len(data) > DOCUMENT_BYTES_MAX:
        raise UnreadableFault(
            f"{what} is longer than {DOCUMENT_BYTES_MAX} bytes", hint=_HINT
        )
    return data


def _listed(whole: bytes, terms: ShopTerms) -> Iterator[Found]:
    try:
        value = from_json(whole)
    except ValueError:
        yield Unreadable(place="the document", what=_NO_JSON, hint=_HINT)
        return
    if not isinstance(value, list):
        yield _wanted(value, "the document", terms)
        return
    for number, one in enumerate(value, start=1):
        yield _wanted(one, f"document {number}", terms)


def _found(data: bytes, place: str, terms: ShopTerms) -> Found:
    try:
        value = from_json(data)
    except ValueError:
        return Unreadable(place=place, what=_NO_JSON, hint=_HINT)
    return _wanted(value, place, terms)


def _wanted(value: Value, place: str, terms: ShopTerms) -> Found:
    if isinstance(value, Mapping) and len(value) == 1:
        for kind in _KINDS:
            inner = value.get(kind)
            if isinstance(inner, Mapping):
                return Wanted(place=place, kind=kind, value=_with_ours(inner, terms))
    return Unreadable(place=place, what="this names no document of ours", hint=_HINT)


def _with_ours(value: Mapping[str, Value], terms: ShopTerms) -> Mapping[str, Value]:
    """Return a document with our own name wherever it says what the POS calls us."""
    if terms.pos_store == terms.store:
        return value
    return {name: _renamed(name, inner, terms) for name, inner in value.items()}


def _renamed(name: str, value: Value, terms: ShopTerms) -> Value:
    match value:
        case str() if name == "store":
            return terms.store_of(value)
        case Mapping():
            return _with_ours(value, terms)
        case list():
            return [_renamed("", inner, terms) for inner in value]
        case _:
            return value
