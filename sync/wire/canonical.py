"""One value, one sequence of bytes: the JSON that is hashed, stored and sent.

Objects with sorted keys, arrays, strings, whole numbers and booleans; no floats, no nulls,
no white space, UTF-8. After RFC 8785 (JSON Canonicalization Scheme), which for this subset
is the same bytes as long as keys are ASCII.
"""

import json
from collections.abc import Mapping, Sequence
from json import JSONDecodeError
from typing import NoReturn

from pydantic_core import to_json

Json = str | int | bool | Sequence["Json"] | Mapping[str, "Json"]

INTEGER_MAX = 2**63 - 1
_DIGITS_MAX = 20
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


class NotCanonicalError(Exception):
    """Bytes that are not the one encoding of a value of the subset."""


def encode(value: Json) -> bytes:
    """Return the canonical bytes of ``value``; no type of ours holds a float."""
    return _ENCODER.encode(value).encode()


def encode_ordered(value: Json) -> bytes:
    """Return what :func:`encode` does, for a value whose names are in order at any depth.

    Four times as fast. Out of order, the bytes would not be canonical: whoever writes with
    it has a test that reads back what was written.
    """
    return to_json(value)


def decode(data: bytes) -> Json:
    """Read canonical bytes; floats, nulls, huge numbers, another order are refused."""
    try:
        value: Json = json.loads(
            data, parse_float=_refuse, parse_constant=_refuse, parse_int=_whole
        )
    except (JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotCanonicalError(str(error)) from error
    try:
        same = encode(value) == data
    except (UnicodeEncodeError, RecursionError) as error:
        raise NotCanonicalError(str(error)) from error
    if not same:
        raise NotCanonicalError("another encoding of the same value")
    if b"null" in data:
        _refuse_nothing(value)
    return value


def decode_object(data: bytes) -> Mapping[str, Json]:
    """Read canonical bytes that must hold an object."""
    value = decode(data)
    if not isinstance(value, Mapping):
        raise NotCanonicalError("an object was expected")
    return value


def _refuse(text: str) -> NoReturn:
    raise NotCanonicalError(f"not a whole number: {text[:20]}")


def _whole(text: str) -> int:
    number = int(text) if len(text) <= _DIGITS_MAX else INTEGER_MAX + 1
    if abs(number) > INTEGER_MAX:
        raise NotCanonicalError("a number beyond 63 bits")
    return number


def _refuse_nothing(value: Json | None) -> None:
    if value is None:
        raise NotCanonicalError("null is not a value here")
    if isinstance(value, Mapping):
        for inner in value.values():
            _refuse_nothing(inner)
    elif not isinstance(value, str | int):
        for inner in value:
            _refuse_nothing(inner)
