"""Head office's own journals: a chain for each bucket of members, signed like a till's."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from rules.ground.ids import RecordId
from sync.office.database.desk import Sitting
from sync.office.database.tables import JOURNAL
from sync.office.database.upserts import Row, insert_new
from sync.office.tills.heads import Head, new_head, read_main_heads, write_heads
from sync.wire.canonical import Json, encode
from sync.wire.records.batch import signed_head
from sync.wire.records.header import Header, RecordKind, header_bytes
from sync.wire.records.identity import Life
from sync.wire.records.ledger_part import LedgerPart, ledger_bytes
from sync.wire.records.record import SALT_BYTES, Record, pack, salted


def author_of(bucket: int, generation: int) -> Life:
    """Return the life under which head office writes about a bucket (PROTOCOL §1.2)."""
    return Life(f"o{bucket}", generation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What head office says: a kind, what it moves, and its reasons (never erased here)."""

    kind: RecordKind
    part: LedgerPart
    facts: Json
    reverses: str = ""
    programme: int = 0
    key: str = ""


class Author:
    """Appends to buckets' chains inside one transaction; ``close`` signs and keeps.

    Whoever uses it holds the locks of the buckets it writes about.
    """

    def __init__(self, sitting: Sitting, buckets: Collection[int]) -> None:
        self._sitting = sitting
        self._buckets = buckets
        self._heads: dict[int, Head] = {}
        self._rows: list[Row] = []

    def next_record(self, bucket: int) -> RecordId:
        """Return the id that the next record about ``bucket`` will get."""
        head = self._head(bucket)
        return head.life.record(head.durable + 1)

    def write(self, bucket: int, writing: Writing) -> RecordId:
        """Append a record and return its id."""
        head = self._head(bucket)
        header = Header(
            till=head.life.till,
            life=head.life.number,
            seq=head.durable + 1,
            kind=writing.kind,
            at_ms=self._sitting.now_ms,
            reverses=writing.reverses,
            programme=writing.programme,
            key=writing.key,
        )
        salt = self._sitting.entropy
        record = Record(
            header=header_bytes(header),
            ledger=ledger_bytes(writing.part),
            facts=salted(encode(writing.facts), salt(SALT_BYTES)),
            witness=salted(b"{}", salt(SALT_BYTES)),
            personal=salted(b"", salt(SALT_BYTES)),
        )
        self._append(head, record)
        return header.record

    def close(self) -> None:
        """Keep what was written and sign each chain's new head."""
        for head in self._heads.values():
            message = signed_head(str(head.life), head.durable, head.hash)
            head.signed_seq = head.durable
            head.signature = self._sitting.keys.signing.sign(message)
        insert_new(self._sitting.connection, JOURNAL, self._rows)
        write_heads(self._sitting.connection, list(self._heads.values()))
        self._heads = {}
        self._rows = []

    def _append(self, head: Head, record: Record) -> None:
        head.durable += 1
        head.applied = head.durable
        head.hash = record.chained_to(head.hash)
        self._rows.append(
            {
                "till": head.life.till,
                "life": head.life.number,
                "branch": head.branch,
                "seq": head.durable,
                "packed": pack(record),
                "hash": head.hash,
            }
        )

    def _head(self, bucket: int) -> Head:
        if bucket not in self._heads:
            life = author_of(bucket, self._sitting.generation)
            known = self._known if bucket in self._buckets else {}
            self._heads[bucket] = known.get(life.till) or new_head(life)
        return self._heads[bucket]

    @cached_property
    def _known(self) -> dict[str, Head]:
        generation = self._sitting.generation
        names = [author_of(bucket, generation).till for bucket in self._buckets]
        heads = read_main_heads(self._sitting.connection, names, generation)
        return {head.life.till: head for head in heads}
