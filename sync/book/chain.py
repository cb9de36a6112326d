"""Walk a chain and say whether every record still follows from the one before."""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.ground.sentence import Sentence
from rules.value.ledger import UnbalancedEntryError
from sync.wire.canonical import NotCanonicalError
from sync.wire.records.header import read_header
from sync.wire.records.identity import Life
from sync.wire.records.ledger_part import read_ledger
from sync.wire.records.record import BrokenRecordError, genesis, unpack


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """What a walk found; ``broken_at`` is the first record that does not fit, else 0."""

    life: str
    records: int
    head: bytes
    broken_at: int = 0
    reason: str = ""

    @property
    def holds(self) -> bool:
        """Whether every record fits."""
        return self.broken_at == 0


def walk(life: Life, rows: Iterable[tuple[int, bytes, bytes]]) -> ChainReport:
    """Verify (seq, chain hash, packed record) rows of one life, from its first record."""
    head = genesis(str(life))
    count = 0
    for seq, stored_hash, packed in rows:
        reason, following = _link(life, count + 1, packed, head)
        if not reason and seq != count + 1:
            reason = Sentence("a record is missing")
        if not reason and following != stored_hash:
            reason = Sentence("the chain hash does not follow")
        if reason:
            return ChainReport(
                life=str(life), records=count, head=head, broken_at=count + 1, reason=reason
            )
        head = following
        count += 1
    return ChainReport(life=str(life), records=count, head=head)


def _link(life: Life, seq: int, packed: bytes, head: bytes) -> tuple[str, bytes]:
    try:
        record = unpack(packed)
        header = read_header(record.header)
        read_ledger(record.ledger)
    except (BrokenRecordError, NotCanonicalError, UnbalancedEntryError) as error:
        return Sentence("unreadable: {why}", why=str(error)), head
    if header.written_by != life or header.seq != seq:
        return Sentence("written under another number"), head
    return "", record.chained_to(head)
