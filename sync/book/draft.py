"""A record before it is written: what happened, without its place in the chain."""

from dataclasses import dataclass, field
from datetime import datetime

from sync.kit.clock import to_ms
from sync.wire.records.header import Header, RecordKind, Totals, header_bytes
from sync.wire.records.identity import Life
from sync.wire.records.ledger_part import LedgerPart, ledger_bytes
from sync.wire.records.record import SALT_BYTES, Record, salted

SALTS_BYTES = 3 * SALT_BYTES
"""A record has three parts that can be erased, each with a salt of its own."""

EMPTY = b"{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What happened; facts and witness are canonical JSON, the personal part is sealed."""

    kind: RecordKind
    at: datetime
    ledger: LedgerPart
    facts: bytes = EMPTY
    witness: bytes = EMPTY
    personal: bytes = b""
    key: str = ""
    programme: int = 0
    edition: int = 0
    revision: int = 0
    reverses: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What only the writer of a chain knows: the machine's clocks and the totals so far."""

    boot: str = ""
    mono_ms: int = 0
    contact_ms: int = 0
    totals: Totals = field(default_factory=Totals)


def compose(
    draft: Draft, life: Life, seq: int, *, around: Circumstances, salts: bytes
) -> Record:
    """Make a draft record ``seq`` of ``life``; ``salts`` are 48 fresh random bytes."""
    header = Header(
        till=life.till,
        life=life.number,
        seq=seq,
        kind=draft.kind,
        at_ms=to_ms(draft.at),
        key=draft.key,
        programme=draft.programme,
        edition=draft.edition,
        revision=draft.revision,
        reverses=draft.reverses,
        boot=around.boot,
        mono_ms=around.mono_ms,
        contact_ms=around.contact_ms,
        totals=around.totals,
    )
    return Record(
        header=header_bytes(header),
        ledger=ledger_bytes(draft.ledger),
        facts=salted(draft.facts, salts[:SALT_BYTES]),
        witness=salted(draft.witness, salts[SALT_BYTES : 2 * SALT_BYTES]),
        personal=salted(draft.personal, salts[2 * SALT_BYTES : SALTS_BYTES]),
    )
