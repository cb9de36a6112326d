"""A push: raw records are stored, and only then answered for (PROTOCOL §1.4).

What is in them is read later (applying.py). Here only the chain is checked: it must be
signed by the life it claims to be of and continue what we hold; what does not is kept as a
branch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import select

from rules.ground.refusal import Refusal, refuse
from sync.core.intake import (
    Chain,
    Continues,
    Diverges,
    Gap,
    Reason,
    branch_name,
    judge_push,
)
from sync.office.database.desk import Sitting
from sync.office.database.findings import find
from sync.office.database.tables import JOURNAL
from sync.office.database.upserts import insert_new
from sync.office.tills.heads import MAIN, Head, chain_of, new_head, read_head, write_heads
from sync.office.tills.roster import (
    RosterLife,
    RosterTill,
    read_life,
    read_till,
    write_life,
    write_till,
)
from sync.wire.keys.signing import verify
from sync.wire.records.batch import Batch, signed_head
from sync.wire.records.identity import BrokenIdentityError, Life
from sync.wire.records.record import BrokenRecordError, unpack

Verdict = Literal["stored", "gap", "fork"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What became of a batch: whether it fitted, and the mark that answers for it."""

    verdict: Verdict
    life: Life
    branch: str
    durable_seq: int
    hash: bytes
    safe_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Author:
    till: RosterTill
    life: RosterLife


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """A run of records of one life with the chain hash after each."""

    life: Life
    first_seq: int
    previous: bytes
    packed: Sequence[bytes]
    hashes: Sequence[bytes]

    @property
    def last_seq(self) -> int:
        return self.first_seq + len(self.packed) - 1

    @property
    def last_hash(self) -> bytes:
        return self.hashes[-1] if self.hashes else self.previous

    def after(self, count: int) -> "_Run":
        """Return the run without its first ``count`` records."""
        return _Run(
            life=self.life,
            first_seq=self.first_seq + count,
            previous=self.hashes[count - 1] if count else self.previous,
            packed=self.packed[count:],
            hashes=self.hashes[count:],
        )


def store(sitting: Sitting, batch: Batch) -> Stored | Reason | Refusal:
    """Store a batch of records durably, in one transaction, exactly as they are.

    Records that are there already are compared by hash and passed over. Returns a Reason
    for who may not push, a Refusal (``broken_record``, ``bad_signature``) for what is no
    journal.
    """
    author = _author(sitting, batch)
    if not isinstance(author, _Author):
        return author
    try:
        run = _chained(batch, author.life.life)
    except BrokenRecordError as error:
        return refuse("broken_record", why=str(error))
    if not _is_signed(sitting, batch, run, author):
        return refuse("bad_signature")
    main = read_head(sitting.connection, run.life) or new_head(run.life)
    verdict, head = _lay(sitting, run, main=main, told_branch=batch.branch)
    _sign(sitting, head, run, batch.signature)
    if verdict == "fork":
        _freeze(sitting, author, run, head)
    elif not batch.branch:
        _report(sitting, author, batch, main)
    if batch.branch and verdict == "stored":
        # Its own chain up to its end is what a diverged tail must be told we hold.
        return _stored(verdict, head, (run.last_seq, run.last_hash))
    return _stored(verdict, main, (main.durable, main.hash))


def _stored(verdict: Verdict, head: Head, mark: tuple[int, bytes]) -> Stored:
    return Stored(
        verdict=verdict,
        life=head.life,
        branch=head.branch,
        durable_seq=mark[0],
        hash=mark[1],
        safe_seq=head.safe,
    )


def _author(sitting: Sitting, batch: Batch) -> _Author | Reason:
    try:
        life = Life.parse(batch.life)
    except BrokenIdentityError:
        return "unknown_till"
    till = read_till(sitting.connection, life.till)
    known = read_life(sitting.connection, life)
    if till is None or known is None:
        return "unknown_till"
    return "retired" if till.retired else _Author(till=till, life=known)


def _chained(batch: Batch, life: Life) -> _Run:
    hashes: list[bytes] = []
    chain_hash = batch.previous
    for packed in batch.records:
        chain_hash = unpack(packed).chained_to(chain_hash)
        hashes.append(chain_hash)
    return _Run(
        life=life,
        first_seq=batch.first_seq,
        previous=batch.previous,
        packed=batch.records,
        hashes=hashes,
    )


def _is_signed(sitting: Sitting, batch: Batch, run: _Run, author: _Author) -> bool:
    """Check the signature by the life's own key, or by its till's present one.

    A till that was given a new life may have lost the key of the old one with its disk.
    """
    message = signed_head(batch.life, run.last_seq, run.last_hash)
    if verify(bytes.fromhex(author.life.key), message, batch.signature):
        return True
    current = read_life(sitting.connection, author.till.current)
    return current is not None and verify(
        bytes.fromhex(current.key), message, batch.signature
    )


def _sign(sitting: Sitting, head: Head, run: _Run, signature: bytes) -> None:
    """Keep where a journal stands, and its author's newest signature over it."""
    if run.hashes and head.signed_seq < run.last_seq <= head.durable:
        head.signed_seq, head.signature = run.last_seq, signature
    if head.durable > head.base_seq or head.branch == MAIN:
        write_heads(sitting.connection, [head])


def _freeze(sitting: Sitting, author: _Author, run: _Run, head: Head) -> None:
    """Deal nothing more to a life that has two histories, until it is enrolled anew."""
    if not author.life.frozen:
        write_life(sitting.connection, replace(author.life, frozen="fork"))
    find(
        sitting,
        run.life,
        head.base_seq + 1,
        branch=head.branch,
        code="fork",
        detail=f"{len(run.packed)} records kept as branch {head.branch}",
    )


def _report(sitting: Sitting, author: _Author, batch: Batch, main: Head) -> None:
    """Count a till as heard in full once all it claimed at its hello is here.

    Tails of closed lives are to be sent first, so the main chain being here says they are
    too.
    """
    till = author.till
    till.last_seen_ms = sitting.now_ms
    generation = sitting.generation
    if (
        author.life.life == till.current
        and batch.generation == generation
        and main.durable >= till.claimed_seq
    ):
        till.reported = generation
    write_till(sitting.connection, till)


def _lay(
    sitting: Sitting, run: _Run, *, main: Head, told_branch: str
) -> tuple[Verdict, Head]:
    """Lay a run onto the main chain, or onto the branch it continues, or begin a branch."""
    head = _continued(sitting, run, main)
    verdict = judge_push(
        _chain(sitting, head, run),
        first_seq=run.first_seq,
        previous=run.previous,
        hashes=run.hashes,
    )
    if isinstance(verdict, Gap) and not told_branch:
        return "gap", head
    if isinstance(verdict, Continues):
        _append(sitting, head, run.after(verdict.fresh))
    else:
        at = verdict.at if isinstance(verdict, Diverges) else 0
        head = _branch_off(sitting, run.after(at))
    return "stored" if head.branch == MAIN or told_branch else "fork", head


def _continued(sitting: Sitting, run: _Run, main: Head) -> Head:
    """Return the head whose journal holds what came just before; else the main one."""
    before = run.first_seq - 1
    rows = sitting.connection.execute(
        select(JOURNAL.c.branch).where(
            JOURNAL.c.till == run.life.till,
            JOURNAL.c.life == run.life.number,
            JOURNAL.c.branch > MAIN,
            JOURNAL.c.seq == before,
            JOURNAL.c.hash == run.previous,
        )
    )
    branch = rows.scalars().first()
    found = None if branch is None else read_head(sitting.connection, run.life, branch)
    return found or main


def _branch_off(sitting: Sitting, tail: _Run) -> Head:
    """Keep a diverged tail under the name of its first record's hash."""
    before = (tail.first_seq - 1, tail.previous)
    if not tail.hashes:
        # An empty push from another history: there is nothing to keep but the finding.
        return new_head(tail.life, branch_name(tail.previous), after=before)
    name = branch_name(tail.hashes[0])
    head = read_head(sitting.connection, tail.life, name)
    if head is None:
        head = new_head(tail.life, name, after=before)
    verdict = judge_push(
        _chain(sitting, head, tail),
        first_seq=tail.first_seq,
        previous=tail.previous,
        hashes=tail.hashes,
    )
    if isinstance(verdict, Continues):
        _append(sitting, head, tail.after(verdict.fresh))
        return head
    if isinstance(verdict, Diverges) and verdict.at:
        return _branch_off(sitting, tail.after(verdict.at))
    raise AssertionError("a branch's first record is not the one it is named after")


def _chain(sitting: Sitting, head: Head, run: _Run) -> Chain:
    return chain_of(sitting.connection, head, first=run.first_seq - 1, last=run.last_seq)


def _append(sitting: Sitting, head: Head, run: _Run) -> None:
    rows: list[dict[str, object]] = [
        {
            "till": head.life.till,
            "life": head.life.number,
            "branch": head.branch,
            "seq": run.first_seq + index,
            "packed": packed,
            "hash": chain_hash,
        }
        for index, (packed, chain_hash) in enumerate(
            zip(run.packed, run.hashes, strict=True)
        )
    ]
    insert_new(sitting.connection, JOURNAL, rows)
    if rows:
        head.durable, head.hash = run.last_seq, run.last_hash
