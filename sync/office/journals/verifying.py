"""Verification: every chain, every signature, and the book against the journals."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from sqlalchemy import select

from sync.office.database.desk import Sitting
from sync.office.database.tables import (
    BALANCE,
    DEALT,
    HEAD,
    JOURNAL,
    LIFE,
    LOT,
    MEMBER,
    QUARANTINE,
)
from sync.office.journals.open_book import Key
from sync.office.journals.reading import parse
from sync.office.journals.rebuilding import LotDates, LotKey, Rebuilt
from sync.office.tills.heads import Head, head_of
from sync.wire.keys.signing import verify as is_signed_by
from sync.wire.records.batch import signed_head
from sync.wire.records.record import BrokenRecordError, unpack

PROBLEMS_MAX: Final = 100
_AT_ONCE: Final = 1_000

Named = TypeVar("Named")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was gone through, and every problem in one line each (at most a hundred)."""

    journals: int
    records: int
    accounts: int
    problems: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(sitting: Sitting) -> Verified:
    """Verify everything there is; nothing is changed by it."""
    heads = [head_of(row) for row in sitting.connection.execute(select(HEAD)).mappings()]
    rebuilt = Rebuilt()
    problems: list[str] = []
    records = 0
    keys = _keys(sitting)
    for head in heads:
        records += _verify_chain(sitting, head, rebuilt, problems)
        ours = (sitting.keys.signing.public,)
        problems += _verify_signature(head, keys.get(head.life.till, ours))
    problems += _compare(sitting, rebuilt)
    return Verified(
        journals=len(heads),
        records=records,
        accounts=len({key.account for key in rebuilt.standing()}),
        problems=tuple(problems[:PROBLEMS_MAX]),
    )


def _verify_chain(
    sitting: Sitting, head: Head, rebuilt: Rebuilt, problems: list[str]
) -> int:
    """Walk one journal, add what is applied of it to ``rebuilt``, return its length."""
    aside = _quarantined(sitting, head)
    seq, chain_hash = head.base_seq, head.base_hash
    name = f"{head.life}{head.branch}"
    for stored_seq, packed, stored_hash in _rows(sitting, head):
        seq += 1
        try:
            record = unpack(bytes(packed))
        except BrokenRecordError as error:
            problems.append(f"{name}-{stored_seq}: {error}")
            return seq - head.base_seq
        chain_hash = record.chained_to(chain_hash)
        if (stored_seq, bytes(stored_hash)) != (seq, chain_hash):
            problems.append(f"{name}-{stored_seq}: the chain is broken here")
            return seq - head.base_seq
        if seq <= head.applied and seq not in aside:
            rebuilt.add(record, *parse(record))
    if (seq, chain_hash) != (head.durable, head.hash):
        problems.append(f"{name}: the journal does not end where its head says")
    return seq - head.base_seq


def _rows(sitting: Sitting, head: Head) -> Iterator[tuple[int, bytes, bytes]]:
    last = head.base_seq
    while True:
        rows = sitting.connection.execute(
            select(JOURNAL.c.seq, JOURNAL.c.packed, JOURNAL.c.hash)
            .where(
                JOURNAL.c.till == head.life.till,
                JOURNAL.c.life == head.life.number,
                JOURNAL.c.branch == head.branch,
                JOURNAL.c.seq > last,
            )
            .order_by(JOURNAL.c.seq)
            .limit(_AT_ONCE)
        ).all()
        for seq, packed, chain_hash in rows:
            yield seq, packed, chain_hash
            last = seq
        if len(rows) < _AT_ONCE:
            return


def _quarantined(sitting: Sitting, head: Head) -> set[int]:
    rows = sitting.connection.execute(
        select(QUARANTINE.c.seq).where(
            QUARANTINE.c.till == head.life.till,
            QUARANTINE.c.life == head.life.number,
            QUARANTINE.c.branch == head.branch,
        )
    )
    return set(rows.scalars())


def _keys(sitting: Sitting) -> dict[str, tuple[bytes, ...]]:
    """Return every key each till ever had."""
    keys: dict[str, tuple[bytes, ...]] = {}
    for row in sitting.connection.execute(select(LIFE.c.till, LIFE.c.key)):
        keys[row.till] = (*keys.get(row.till, ()), bytes.fromhex(row.key))
    return keys


def _verify_signature(head: Head, keys: Iterable[bytes]) -> list[str]:
    name = f"{head.life}{head.branch}"
    if head.durable == head.base_seq:
        return []
    if head.signed_seq != head.durable:
        return [f"{name}: signed up to {head.signed_seq} of {head.durable}"]
    message = signed_head(str(head.life), head.durable, head.hash)
    if any(is_signed_by(key, message, head.signature) for key in keys):
        return []
    return [f"{name}: its head is not signed by its author"]


def _compare(sitting: Sitting, rebuilt: Rebuilt) -> list[str]:
    return [
        *_different("balance", _balances(sitting), rebuilt.standing()),
        *_different("lot", _lots(sitting), rebuilt.lots),
        *_different("tier", _tiers(sitting), _written_tiers(rebuilt)),
        *_different("grant", *_grants(sitting, rebuilt)),
        *(
            f"unit {unit}: everything sums to {total}, not to 0"
            for unit, total in sorted(rebuilt.sums().items())
            if total
        ),
    ]


def _different(
    what: str, kept: Mapping[Named, Value], written: Mapping[Named, Value]
) -> list[str]:
    return [
        f"{what} {key}: the book says {kept.get(key)}, the journals {written.get(key)}"
        for key in sorted({*kept, *written}, key=str)
        if kept.get(key) != written.get(key)
    ]


def _balances(sitting: Sitting) -> dict[Key, int]:
    rows = sitting.connection.execute(select(BALANCE))
    return {Key(*row[:5]): row.amount for row in rows}


def _lots(sitting: Sitting) -> dict[LotKey, LotDates]:
    rows = sitting.connection.execute(select(LOT))
    return {
        (row.account, row.unit, row.lot): (row.earned_ms, row.active_ms, row.expires_ms)
        for row in rows
    }


def _tiers(sitting: Sitting) -> dict[str, str]:
    rows = sitting.connection.execute(
        select(MEMBER.c.account, MEMBER.c.tier).where(MEMBER.c.tier != "")
    )
    return {row.account: row.tier for row in rows}


def _written_tiers(rebuilt: Rebuilt) -> dict[str, str]:
    return {account: tier for account, (_, tier) in rebuilt.tiers.items() if tier}


def _grants(sitting: Sitting, rebuilt: Rebuilt) -> tuple[dict[str, bool], dict[str, bool]]:
    rows = sitting.connection.execute(select(DEALT.c.grant_id, DEALT.c.taken_by))
    kept: dict[str, bool] = {row.grant_id: bool(row.taken_by) for row in rows}
    written: dict[str, bool] = {
        grant: grant in rebuilt.taken for grant in rebuilt.dealt | rebuilt.taken
    }
    return kept, written
