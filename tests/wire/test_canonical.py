"""One value has one encoding, and nothing else is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire.canonical import (
    Json,
    NotCanonicalError,
    decode,
    encode,
    encode_ordered,
)

values: st.SearchStrategy[Json] = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abcé", max_size=6), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(values)
def test_what_is_written_is_read_back(value: Json) -> None:
    assert decode(encode(value)) == value


@given(values)
def test_what_is_in_order_is_written_the_same_the_fast_way(value: Json) -> None:
    ordered = decode(encode(value))

    assert encode_ordered(ordered) == encode(value)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_but_never_crash(data: bytes) -> None:
    try:
        value = decode(data)
    except NotCanonicalError:
        return

    assert encode(value) == data


@pytest.mark.parametrize(
    "data",
    [
        b"1.5",
        b"1e3",
        b"NaN",
        b"null",
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1,"a":1}',
        b'"\\u0041"',
        b"9223372036854775808",
        b"1" * 5000,
        b"[" * 100_000,
        b'"\xff"',
        b'"\\ud800"',
        b"",
    ],
)
def test_another_encoding_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonicalError):
        decode(data)
