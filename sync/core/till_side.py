"""What a till believes of head office: cursors move only on proof (PROTOCOL §1.4, §1.9).

Pure decisions: the till's own chain is asked through ``hash_at``, the rest are arguments.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sync.wire.messages import Acknowledgement, Conflict, Welcome

HashAt = Callable[[int], str]
"""Our own chain hash (hex) after record ``seq`` of this life; seq 0 is its genesis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far head office has this life, as last proved, and since which restore."""

    acknowledged: int
    safe: int
    generation: int
    ticket: int


@dataclass(frozen=True, slots=True)
class Proceed:
    """The answer is about our history: go on from this cursor."""

    cursor: Cursor


@dataclass(frozen=True, slots=True)
class Disbelieve:
    """Not an answer to what we asked, or an old one: nothing changes, ask again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Diverged:
    """Head office holds another history under our name: freeze redemption, keep earning."""

    reason: Literal["rewound", "fork", "ticket", "other_life", "unknown_till", "retired"]


Verdict = Proceed | Disbelieve | Diverged


def judge_welcome(
    cursor: Cursor, answer: Welcome | Conflict, *, nonce: str, seq: int, hash_at: HashAt
) -> Verdict:
    """Judge the answer to a hello; ``seq`` is our head."""
    if answer.nonce != nonce or answer.generation < cursor.generation:
        return Disbelieve("late")
    if isinstance(answer, Conflict):
        return _diverged(answer)
    again = answer.generation > cursor.generation
    if answer.ticket < cursor.ticket or (
        not again and answer.durable_seq < cursor.acknowledged
    ):
        return Disbelieve("late")
    if answer.durable_seq > seq:
        return Diverged("rewound")
    if answer.hash != hash_at(answer.durable_seq):
        return Diverged("fork")
    return Proceed(
        Cursor(
            acknowledged=answer.durable_seq,
            safe=min(answer.safe_seq, answer.durable_seq),
            generation=answer.generation,
            ticket=answer.ticket,
        )
    )


def judge_acknowledgement(
    cursor: Cursor,
    answer: Acknowledgement | Conflict,
    *,
    nonce: str,
    seq: int,
    hash_at: HashAt,
) -> Verdict:
    """Judge the answer to a push; one about another history is never believed."""
    if isinstance(answer, Conflict) and answer.nonce == nonce:
        return _diverged(answer)
    if isinstance(answer, Conflict) or answer.nonce != nonce:
        return Disbelieve("late")
    if answer.generation != cursor.generation:
        return Disbelieve("another generation")
    ours = answer.durable_seq <= seq and answer.hash == hash_at(answer.durable_seq)
    if answer.verdict == "fork" or not ours:
        return Diverged("fork")
    if answer.verdict == "stored" and answer.durable_seq < cursor.acknowledged:
        return Disbelieve("late")
    return Proceed(
        Cursor(
            acknowledged=answer.durable_seq,
            safe=max(cursor.safe, min(answer.safe_seq, answer.durable_seq)),
            generation=cursor.generation,
            ticket=cursor.ticket,
        )
    )


def _diverged(answer: Conflict) -> Diverged | Disbelieve:
    if answer.reason == "session":
        return Disbelieve("session")
    return Diverged(answer.reason)
