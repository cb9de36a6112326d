"""Buckets of members: how head office's book and change log are split (PROTOCOL §1.8)."""

from functools import lru_cache
from hashlib import sha256
from typing import Final

BUCKET_BITS: Final = 10
BUCKETS: Final = 1 << BUCKET_BITS


@lru_cache(maxsize=65536)
def bucket_of(account: str) -> int:
    """Return the bucket of an account: the first ten bits of SHA-256 of its id."""
    return int.from_bytes(sha256(account.encode()).digest()[:2]) >> (16 - BUCKET_BITS)
