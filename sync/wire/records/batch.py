"""A push: a run of packed records of one journal, framed and compressed.

Before compression: a 32-bit length and the canonical JSON envelope, then for each record a
32-bit length and its packed bytes. The envelope's signature is Ed25519 over (life, last
seq, chain hash there): the till vouches for its chain up to the batch's end.
"""

import gzip
import zlib
from dataclasses import dataclass
from typing import Final

from sync.wire.canonical import Json, decode_object, encode
from sync.wire.records.header import text, whole
from sync.wire.records.record import RECORD_BYTES_MAX

BATCH_BYTES_MAX: Final = 8 << 20
"""The most a batch may unpack to; a till fills at most 1 MiB."""

RECORDS_MAX: Final = 5000
_LENGTH: Final = 4
_GZIP_WINDOW: Final = 31


class BrokenBatchError(Exception):
    """Bytes that are no batch: cut short, too long, or inconsistent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Records ``first_seq`` … of ``life``; ``previous`` is the chain hash before the first.

    ``branch`` is empty for the main chain and names a diverged tail else.
    """

    life: str
    branch: str
    first_seq: int
    previous: bytes
    generation: int
    nonce: str
    signature: bytes
    records: tuple[bytes, ...]

    @property
    def last_seq(self) -> int:
        """The sequence number of the last record (``first_seq`` - 1 when there is none)."""
        return self.first_seq + len(self.records) - 1


def signed_head(life: str, seq: int, chain_hash: bytes) -> bytes:
    """Return the bytes that a head's signature covers."""
    return b"vafa head " + life.encode() + b" " + str(seq).encode() + b" " + chain_hash


def pack_batch(batch: Batch) -> bytes:
    """Return the compressed bytes of a push."""
    envelope: dict[str, Json] = {
        "life": batch.life,
        "branch": batch.branch,
        "first_seq": batch.first_seq,
        "previous": batch.previous.hex(),
        "generation": batch.generation,
        "nonce": batch.nonce,
        "signature": batch.signature.hex(),
        "records": len(batch.records),
    }
    pieces = [encode(envelope), *batch.records]
    framed = b"".join(len(piece).to_bytes(_LENGTH) + piece for piece in pieces)
    return gzip.compress(framed, compresslevel=6, mtime=0)


def unpack_batch(data: bytes) -> Batch:
    """Read a push; on anything else BrokenBatchError or NotCanonicalError."""
    pieces = _frames(_inflate(data))
    envelope = decode_object(pieces[0])
    if whole(envelope, "records") != len(pieces) - 1 or whole(envelope, "first_seq") < 1:
        raise BrokenBatchError("another number of records than announced")
    try:
        previous = bytes.fromhex(text(envelope, "previous"))
        signature = bytes.fromhex(text(envelope, "signature"))
    except ValueError as error:
        raise BrokenBatchError("not hexadecimal") from error
    return Batch(
        life=text(envelope, "life"),
        branch=text(envelope, "branch"),
        first_seq=whole(envelope, "first_seq"),
        previous=previous,
        generation=whole(envelope, "generation"),
        nonce=text(envelope, "nonce"),
        signature=signature,
        records=tuple(pieces[1:]),
    )


def _inflate(data: bytes) -> bytes:
    inflater = zlib.decompressobj(_GZIP_WINDOW)
    try:
        framed = inflater.decompress(data, BATCH_BYTES_MAX)
    except zlib.error as error:
        raise BrokenBatchError("not compressed as announced") from error
    if not inflater.eof or inflater.unused_data:
        raise BrokenBatchError("too long, cut short, or more than one")
    return framed


def _frames(framed: bytes) -> list[bytes]:
    pieces: list[bytes] = []
    at = 0
    while at < len(framed):
        end = at + _LENGTH + int.from_bytes(framed[at : at + _LENGTH])
        if end > len(framed) or end - at - _LENGTH > RECORD_BYTES_MAX:
            raise BrokenBatchError("a record is cut short or too long")
        pieces.append(framed[at + _LENGTH : end])
        at = end
        if len(pieces) > RECORDS_MAX + 1:
            raise BrokenBatchError("too many records")
    if not pieces:
        raise BrokenBatchError("empty")
    return pieces
