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
    Wanted,
)

DOCUMENT_BYTES_MAX: Final = 1 << 20
"""As much as a call may send."""

_KINDS: Final[tuple[Kind, ...]] = ("sale", "refund", "void", "day_totals")
_HINT: Final = 'Write {"sale": {…}}, {"refund": {…}} or {"void": {…}}, one a line.'
_MARK: Final = b"\xef\xbb\xbf"


def read(file: BinaryIO, terms: ShopTerms) -> Iterator[Found]:
    """Read documents; see :class:`agent.pos.intakes.found.Reader`.

    Where the first line is a whole object, each line is a document; else the file is one,
    over as many lines as it likes.
    """
    del terms  # our own documents say everything themselves
    first = _bounded(file.readline(DOCUMENT_BYTES_MAX + 1), "the first line")
    first = first.removeprefix(_MARK)
    if not _is_whole(first):
        whole = _bounded(first + file.read(DOCUMENT_BYTES_MAX + 1), "the document")
        if whole.strip():
            yield _found(whole, "the document")
        return
    yield _found(first, "line 1")
    at = 1
    while line := file.readline(DOCUMENT_BYTES_MAX + 1):
        at += 1
        if _bounded(line, f"line {at}").strip():
            yield _found(line, f"line {at}")


def _is_whole(line: bytes) -> bool:
    line = line.strip()
    return line.startswith(b"{") and line.endswith(b"}")


def _bounded(data: bytes, what: str) -> bytes:
    if len(data) > DOCUMENT_BYTES_MAX:
        raise UnreadableFault(
            f"{what} is longer than {DOCUMENT_BYTES_MAX} bytes", hint=_HINT
        )
    return data


def _found(data: bytes, place: str) -> Found:
    try:
        value = from_json(data)
    except ValueError:
        return Unreadable(place=place, what="this is no JSON", hint=_HINT)
    if isinstance(value, Mapping) and len(value) == 1:
        for kind in _KINDS:
            inner = value.get(kind)
            if isinstance(inner, Mapping):
                return Wanted(place=place, kind=kind, value=inner)
    return Unreadable(place=place, what="this names no document of ours", hint=_HINT)
