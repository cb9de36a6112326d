"""A push is read back whole, and nothing broken or too large is read."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire.canonical import NotCanonicalError
from sync.wire.records.batch import (
    BATCH_BYTES_MAX,
    Batch,
    BrokenBatchError,
    pack_batch,
    unpack_batch,
)

batches = st.builds(
    Batch,
    life=st.just("t1.1"),
    branch=st.just(""),
    first_seq=st.integers(1, 10**6),
    previous=st.binary(min_size=32, max_size=32),
    generation=st.integers(0, 9),
    nonce=st.just("00" * 16),
    signature=st.binary(min_size=64, max_size=64),
    records=st.lists(st.binary(min_size=1, max_size=50), max_size=5).map(tuple),
)


@given(batches)
def test_a_packed_batch_is_read_back(batch: Batch) -> None:
    assert unpack_batch(pack_batch(batch)) == batch


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for candidate in (data, gzip.compress(data)):
        with pytest.raises((BrokenBatchError, NotCanonicalError)):
            unpack_batch(candidate)


@given(batches, st.integers(1, 30))
def test_a_batch_cut_short_is_refused(batch: Batch, cut: int) -> None:
    with pytest.raises((BrokenBatchError, NotCanonicalError)):
        unpack_batch(pack_batch(batch)[:-cut])


def test_a_small_push_that_inflates_without_end_is_refused() -> None:
    bomb = gzip.compress(bytes(BATCH_BYTES_MAX + 1))

    with pytest.raises(BrokenBatchError):
        unpack_batch(bomb)
