"""The night's comparison: whether a till agrees on head, count, rights and balances."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from rules.value.ledger import held_at
from sync.core.digests import Stated, bucket_digest, rights_digest
from sync.office.database.chunks import chunks
from sync.office.database.desk import Sitting
from sync.office.database.tables import BALANCE, BUCKET
from sync.office.telling.deltas import accounts_of
from sync.office.telling.statements import StatementWriter
from sync.office.tills.heads import Head, new_head, read_head
from sync.office.tills.roster import RosterTill, known_till
from sync.wire.buckets import bucket_of
from sync.wire.messages import Conflict, Reconciled, ReconcileRequest
from sync.wire.records.identity import Life

BUCKETS_AT_ONCE: Final = 128


def reconcile(sitting: Sitting, request: ReconcileRequest) -> Reconciled | Conflict:
    """Compare and name every difference; nothing is changed by it.

    ``differs`` holds ``head``, ``records``, ``applied`` (we have records not yet in the
    book), ``rights`` and ``bucket <n>``. A bucket that moved on is not compared.
    """
    till = known_till(sitting, request.till, request.life)
    if not isinstance(till, RosterTill):
        return Conflict(nonce=request.nonce, generation=sitting.generation, reason=till)
    head = read_head(sitting.connection, till.current) or new_head(till.current)
    moved = _moved(sitting, request)
    accounts, differing = _buckets(sitting, request, sorted(set(request.buckets) - moved))
    differs = (
        *_journal(request, head),
        *_rights(sitting, request, till.current),
        *differing,
    )
    return Reconciled(
        nonce=request.nonce,
        generation=sitting.generation,
        agrees=not differs and not moved,
        durable_seq=head.durable,
        hash=head.hash.hex(),
        records=head.durable,
        accounts=accounts,
        differs=differs,
        moved=tuple(sorted(moved)),
    )


def _moved(sitting: Sitting, request: ReconcileRequest) -> set[int]:
    """Return the buckets whose statements at the till are older than ours."""
    rows = sitting.connection.execute(select(BUCKET.c.bucket, BUCKET.c.revision))
    ours = {row.bucket: row.revision for row in rows}
    return {
        bucket
        for bucket in request.buckets
        if ours.get(bucket, 0) != request.revisions.get(bucket, 0)
    }


def _journal(request: ReconcileRequest, head: Head) -> list[str]:
    agree = {
        "head": (request.seq, request.hash) == (head.durable, head.hash.hex()),
        "records": request.records == head.durable,
        "applied": head.applied == head.durable,
    }
    return [name for name, same in agree.items() if not same]


def _rights(sitting: Sitting, request: ReconcileRequest, life: Life) -> list[str]:
    own = (str(life), held_at(str(life)))
    rows = sitting.connection.execute(
        select(
            BALANCE.c.account,
            BALANCE.c.unit,
            BALANCE.c.lot,
            BALANCE.c.place,
            BALANCE.c.amount,
        ).where(BALANCE.c.place.in_(own), BALANCE.c.amount != 0)
    )
    ours = rights_digest((row[0], row[1], row[2], row[3], row[4]) for row in rows)
    return [] if ours == request.rights else ["rights"]


def _buckets(
    sitting: Sitting, request: ReconcileRequest, compare: Sequence[int]
) -> tuple[int, list[str]]:
    """Return how many accounts were compared, and the buckets that differ."""
    writer = StatementWriter(sitting)
    compared = 0
    differing: list[str] = []
    for buckets in chunks(compare, BUCKETS_AT_ONCE):
        balances = writer.balances(accounts_of(sitting, buckets))
        compared += len({row[0] for row in balances})
        ours: dict[int, list[Stated]] = defaultdict(list)
        for balance in balances:
            ours[bucket_of(balance[0])].append(balance)
        differing += [
            f"bucket {bucket}"
            for bucket in buckets
            if bucket_digest(ours[bucket]) != request.buckets[bucket]
        ]
    return compared, differing
