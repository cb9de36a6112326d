"""One of our own records, read back."""

from collections.abc import Mapping
from dataclasses import dataclass

from sync.wire.canonical import Json, decode_object
from sync.wire.records.header import Header, read_header
from sync.wire.records.ledger_part import LedgerPart, read_ledger
from sync.wire.records.record import unpack


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """A record's parts as values; ``facts`` and ``witness`` are empty once erased."""

    header: Header
    ledger: LedgerPart
    facts: Mapping[str, Json]
    witness: Mapping[str, Json]


def read_stored(packed: bytes) -> StoredRecord:
    """Read a packed record of ours; a broken one raises what its reader raises."""
    record = unpack(packed)
    return StoredRecord(
        header=read_header(record.header),
        ledger=read_ledger(record.ledger),
        facts=decode_object(record.facts_bytes() or b"{}"),
        witness=decode_object(record.witness_bytes() or b"{}"),
    )
