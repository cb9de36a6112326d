"""One journal row as bytes: five parts, hashed in two levels, stored and sent as they are.

``hash_n = SHA-256(hash_{n-1} ‖ H(header) ‖ H(ledger) ‖ H(salt ‖ facts) ‖ H(salt ‖ witness)
‖ H(salt ‖ personal))``. A salted part can be erased later: its digest stays, its bytes and
salt go, and the chain still verifies.

Packed form, version 1: one byte ``01``, then for each part in order a 32-bit big-endian
length and the bytes (salted parts begin with their 16-byte salt). Length ``FFFFFFFF`` says
erased; 32 bytes of digest follow.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

VERSION: Final = b"\x01"
SALT_BYTES: Final = 16
HASH_BYTES: Final = 32
RECORD_BYTES_MAX: Final = 1 << 20
_ERASED: Final = 0xFFFFFFFF
_LENGTH_BYTES: Final = 4
_SALTED: Final = (False, False, True, True, True)


class BrokenRecordError(Exception):
    """Bytes that are no record: cut short, too long, or of an unknown version."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its bytes (salt first where salted), or only its digest once erased."""

    data: bytes | None
    digest: bytes

    @property
    def erased(self) -> bool:
        """Whether only the digest is left."""
        return self.data is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One journal row: ``ledger`` moves value, ``facts`` say what was sold.

    ``witness`` is what the decision read of the member; ``personal`` is sealed to head
    office.
    """

    header: bytes
    ledger: bytes
    facts: Part
    witness: Part
    personal: Part

    def chained_to(self, previous: bytes) -> bytes:
        """Return this record's chain hash after ``previous`` (32 bytes each)."""
        return sha256(
            previous
            + sha256(self.header).digest()
            + sha256(self.ledger).digest()
            + self.facts.digest
            + self.witness.digest
            + self.personal.digest
        ).digest()

    def facts_bytes(self) -> bytes:
        """Return the facts without their salt; empty once erased."""
        return _without_salt(self.facts)

    def witness_bytes(self) -> bytes:
        """Return the witness without its salt; empty once erased."""
        return _without_salt(self.witness)

    def personal_bytes(self) -> bytes:
        """Return the sealed personal part without its salt; empty once erased."""
        return _without_salt(self.personal)


def genesis(life: str) -> bytes:
    """Return what the first record of ``life`` is chained to."""
    return sha256(b"vafa journal " + life.encode()).digest()


def salted(data: bytes, salt: bytes) -> Part:
    """Make a part that can be erased later; ``salt`` is 16 random bytes, used once."""
    if len(salt) != SALT_BYTES:
        raise BrokenRecordError("a salt is 16 bytes")
    whole = salt + data
    return Part(whole, sha256(whole).digest())


def erase(part: Part) -> Part:
    """Forget a part's bytes and salt and keep its digest."""
    return Part(None, part.digest)


def pack(record: Record) -> bytes:
    """Return the bytes that are stored and sent."""
    pieces = [VERSION]
    for data in (record.header, record.ledger):
        pieces += (len(data).to_bytes(_LENGTH_BYTES), data)
    for part in (record.facts, record.witness, record.personal):
        if part.data is None:
            pieces += (_ERASED.to_bytes(_LENGTH_BYTES), part.digest)
        else:
            pieces += (len(part.data).to_bytes(_LENGTH_BYTES), part.data)
    return b"".join(pieces)


def unpack(packed: bytes) -> Record:
    """Read packed bytes of at most 1 MiB; on anything else :class:`BrokenRecordError`."""
    if not packed[:1] == VERSION:
        raise BrokenRecordError("unknown record version")
    if len(packed) > RECORD_BYTES_MAX:
        raise BrokenRecordError("record too long")
    parts: list[Part] = []
    at = 1
    for can_be_erased in _SALTED:
        part, at = _read_part(packed, at, can_be_erased=can_be_erased)
        parts.append(part)
    if at != len(packed):
        raise BrokenRecordError("bytes after the last part")
    header, ledger, facts, witness, personal = parts
    if header.data is None or ledger.data is None:
        raise BrokenRecordError("header and ledger are never erased")
    return Record(
        header=header.data,
        ledger=ledger.data,
        facts=facts,
        witness=witness,
        personal=personal,
    )


def _read_part(packed: bytes, at: int, *, can_be_erased: bool) -> tuple[Part, int]:
    start = at + _LENGTH_BYTES
    length = int.from_bytes(packed[at:start])
    erased = length == _ERASED and can_be_erased
    end = start + (HASH_BYTES if erased else length)
    if start > len(packed) or end > len(packed):
        raise BrokenRecordError("record cut short")
    data = packed[start:end]
    if erased:
        return Part(None, data), end
    if can_be_erased and len(data) < SALT_BYTES:
        raise BrokenRecordError("a salt is missing")
    return Part(data, sha256(data).digest()), end


def _without_salt(part: Part) -> bytes:
    return b"" if part.data is None else part.data[SALT_BYTES:]
