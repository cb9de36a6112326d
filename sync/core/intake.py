"""What head office says to a hello and to a push, decided from its roster and its marks.

PROTOCOL §1.4, §1.7 and §1.9. No I/O: the caller hands in what it has stored.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from sync.wire.messages import Hello

Reason = Literal["unknown_till", "other_life", "ticket", "rewound", "fork", "retired"]

HashAt = Callable[[int], bytes]
"""The stored chain hash after record ``seq``, from a journal's base to its head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The roster's and the journal's word on a till.

    ``ticket`` is the one expected next and ``ticket_nonce`` what the one before was used
    with; ``greeted`` is the newest generation a hello of it named. ``durable`` and ``hash``
    are the head of the current life's main chain; ``frozen`` says why that life is dealt
    nothing, else it is empty.
    """

    life: int
    ticket: int
    ticket_nonce: str
    greeted: int
    retired: bool
    frozen: str
    durable: int
    hash: str


@dataclass(frozen=True, slots=True)
class Greeting:
    """A hello that is believed: the ticket expected next and the nonce it was bound to."""

    ticket: int
    nonce: str


def judge_hello(hello: Hello, known: Known | None, *, generation: int) -> Greeting | Reason:
    """Say whether this is the one till we know, neither a copy nor older than we saw it.

    The order is fixed: who, then which life, then whether the ticket is the next one, then
    whether its journal still holds what we hold. A repeated hello (same ticket, same nonce)
    is believed again. A till that has not heard of our restore is forgiven a ticket that is
    ahead of ours: we forgot what it learned from us. What is behind is late mail.
    """
    if known is None:
        return "unknown_till"
    stranger = _stranger(hello, known)
    if stranger is not None:
        return stranger
    greeting = _ticket(hello, known, generation=generation)
    if greeting is None:
        return "ticket"
    if hello.seq < known.durable:
        return "rewound"
    if hello.seq == known.durable and hello.hash != known.hash:
        return "fork"
    return greeting


def _stranger(hello: Hello, known: Known) -> Reason | None:
    if known.retired:
        return "retired"
    if hello.life != known.life:
        return "other_life"
    return "fork" if known.frozen else None


def _ticket(hello: Hello, known: Known, *, generation: int) -> Greeting | None:
    if hello.ticket == known.ticket:
        return Greeting(known.ticket + 1, hello.nonce)
    if hello.ticket == known.ticket - 1 and hello.nonce == known.ticket_nonce:
        return Greeting(known.ticket, hello.nonce)
    unaware = hello.generation < generation and known.greeted < generation
    if unaware and hello.ticket > known.ticket:
        return Greeting(hello.ticket + 1, hello.nonce)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One stored journal: it begins after ``base_seq`` and is stored up to ``durable``."""

    base_seq: int
    durable: int
    hash_at: HashAt


@dataclass(frozen=True, slots=True)
class Continues:
    """The records from index ``fresh`` on are new; those before it we hold, the same."""

    fresh: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Records before these are missing."""


@dataclass(frozen=True, slots=True)
class Diverges:
    """From index ``at`` on this is another history than the one we hold."""

    at: int


def judge_push(
    chain: Chain, *, first_seq: int, previous: bytes, hashes: Sequence[bytes]
) -> Continues | Gap | Diverges:
    """Lay a run of records (their chain hashes, begun from ``previous``) onto a journal."""
    if first_seq > chain.durable + 1:
        return Gap()
    if first_seq <= chain.base_seq or chain.hash_at(first_seq - 1) != previous:
        return Diverges(0)
    for index, chain_hash in enumerate(hashes):
        seq = first_seq + index
        if seq > chain.durable:
            return Continues(index)
        if chain.hash_at(seq) != chain_hash:
            return Diverges(index)
    return Continues(len(hashes))


def branch_name(chain_hash: bytes) -> str:
    """Name a diverged tail after its first record's hash, so that it is stored once."""
    return f"~{chain_hash.hex()[:16]}"
