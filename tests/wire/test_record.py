"""Records: packed and read back, chained, and erased without breaking the chain."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire.records.record import (
    BrokenRecordError,
    Record,
    erase,
    genesis,
    pack,
    salted,
    unpack,
)

records = st.builds(
    lambda header, ledger, parts, salt: Record(
        header=header,
        ledger=ledger,
        facts=salted(parts[0], salt),
        witness=salted(parts[1], salt),
        personal=salted(parts[2], salt),
    ),
    st.binary(max_size=40),
    st.binary(max_size=40),
    st.tuples(st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=40)),
    st.binary(min_size=16, max_size=16),
)


@given(records)
def test_a_packed_record_is_read_back(record: Record) -> None:
    assert unpack(pack(record)) == record


@given(records)
def test_erasing_parts_keeps_the_chain_hash(record: Record) -> None:
    before = record.chained_to(genesis("t1.1"))

    erased = Record(
        header=record.header,
        ledger=record.ledger,
        facts=erase(record.facts),
        witness=record.witness,
        personal=erase(record.personal),
    )

    assert unpack(pack(erased)).chained_to(genesis("t1.1")) == before
    assert erased.facts_bytes() == b""


@given(records, st.data())
def test_a_changed_byte_is_refused_or_changes_the_hash(
    record: Record, data: st.DataObject
) -> None:
    packed = bytearray(pack(record))
    at = data.draw(st.integers(0, len(packed) - 1))
    packed[at] ^= 1 << data.draw(st.integers(0, 7))

    try:
        changed = unpack(bytes(packed))
    except BrokenRecordError:
        return

    assert changed.chained_to(genesis("t1.1")) != record.chained_to(genesis("t1.1"))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        record = unpack(data)
    except BrokenRecordError:
        return

    assert pack(record) == data


def test_the_chain_hash_is_the_one_written_down_in_the_protocol() -> None:
    salt = bytes(range(16))
    record = Record(
        header=b"h",
        ledger=b"l",
        facts=salted(b"f", salt),
        witness=salted(b"w", salt),
        personal=salted(b"p", salt),
    )

    parts = (b"h", b"l", salt + b"f", salt + b"w", salt + b"p")
    expected = sha256(
        genesis("t1.1") + b"".join(sha256(part).digest() for part in parts)
    ).digest()

    assert record.chained_to(genesis("t1.1")) == expected


def test_a_salt_of_another_length_is_refused() -> None:
    with pytest.raises(BrokenRecordError):
        salted(b"", b"short")
