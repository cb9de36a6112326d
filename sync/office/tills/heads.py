"""Where each journal stands: reading and moving its head."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, and_, select

from sync.core.intake import Chain
from sync.office.database.chunks import chunks
from sync.office.database.tables import HEAD, JOURNAL
from sync.office.database.upserts import put
from sync.wire.records.identity import Life
from sync.wire.records.record import genesis

MAIN = ""
"""The branch that is none."""


@dataclass(slots=True, kw_only=True)
class Head:
    """One journal's marks; ``base_seq`` is 0 for a main chain."""

    life: Life
    branch: str
    base_seq: int
    base_hash: bytes
    durable: int
    hash: bytes
    applied: int
    safe: int
    signed_seq: int
    signature: bytes


def new_head(
    life: Life, branch: str = MAIN, *, after: tuple[int, bytes] | None = None
) -> Head:
    """Make the head of an empty journal; a branch begins after (seq, chain hash there)."""
    seq, chain_hash = after or (0, genesis(str(life)))
    return Head(
        life=life,
        branch=branch,
        base_seq=seq,
        base_hash=chain_hash,
        durable=seq,
        hash=chain_hash,
        applied=seq,
        safe=0,
        signed_seq=seq,
        signature=b"",
    )


def read_head(connection: Connection, life: Life, branch: str = MAIN) -> Head | None:
    """Read a head and lock it until the transaction ends."""
    row = (
        connection.execute(
            select(HEAD)
            .where(
                HEAD.c.till == life.till,
                HEAD.c.life == life.number,
                HEAD.c.branch == branch,
            )
            .with_for_update()
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else head_of(row)


def read_main_heads(connection: Connection, names: Iterable[str], life: int) -> list[Head]:
    """Read the heads of the main chains that some authors write in one life."""
    heads: list[Head] = []
    for chunk in chunks(names):
        query = select(HEAD).where(
            HEAD.c.till.in_(chunk), HEAD.c.life == life, HEAD.c.branch == MAIN
        )
        heads += map(head_of, connection.execute(query).mappings())
    return heads


def head_of(row: RowMapping) -> Head:
    """Make a head of its row."""
    return Head(
        life=Life(row["till"], row["life"]),
        branch=row["branch"],
        base_seq=row["base_seq"],
        base_hash=bytes(row["base_hash"]),
        durable=row["durable"],
        hash=bytes(row["hash"]),
        applied=row["applied"],
        safe=row["safe"],
        signed_seq=row["signed_seq"],
        signature=bytes(row["signature"]),
    )


def write_heads(connection: Connection, heads: list[Head]) -> None:
    """Keep heads as they stand now."""
    rows: list[dict[str, object]] = [
        {
            "till": head.life.till,
            "life": head.life.number,
            "branch": head.branch,
            "base_seq": head.base_seq,
            "base_hash": head.base_hash,
            "durable": head.durable,
            "hash": head.hash,
            "applied": head.applied,
            "safe": head.safe,
            "signed_seq": head.signed_seq,
            "signature": head.signature,
        }
        for head in heads
    ]
    put(connection, HEAD, rows)


def chain_of(connection: Connection, head: Head, *, first: int, last: int) -> Chain:
    """Read the stored hashes of records ``first`` to ``last``, to compare with."""
    known = {head.base_seq: head.base_hash, head.durable: head.hash}
    rows = connection.execute(
        select(JOURNAL.c.seq, JOURNAL.c.hash).where(
            and_(
                JOURNAL.c.till == head.life.till,
                JOURNAL.c.life == head.life.number,
                JOURNAL.c.branch == head.branch,
                JOURNAL.c.seq.between(first, min(last, head.durable)),
            )
        )
    )
    known.update((row.seq, bytes(row.hash)) for row in rows)
    return Chain(base_seq=head.base_seq, durable=head.durable, hash_at=known.__getitem__)
