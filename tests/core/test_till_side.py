"""A till's cursor moves only on proof about its own history (PROTOCOL §1.4, §1.9)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sync.core.till_side import (
    Cursor,
    Disbelieve,
    Diverged,
    Proceed,
    judge_acknowledgement,
    judge_welcome,
)
from sync.wire.messages import Acknowledgement, Conflict, Welcome

NONCE = "ab" * 16
CURSOR = Cursor(acknowledged=5, safe=2, generation=1, ticket=7)
HEAD = 9


def ours(seq: int) -> str:
    """Return our own chain hash after a record: any text that tells the records apart."""
    return f"{seq:064x}"


WELCOME = Welcome(
    nonce=NONCE,
    session=1,
    generation=1,
    durable_seq=6,
    hash=ours(6),
    safe_seq=3,
    ticket=8,
    now_ms=0,
)
STORED = Acknowledgement(
    nonce=NONCE,
    generation=1,
    verdict="stored",
    durable_seq=8,
    hash=ours(8),
    safe_seq=0,
    applied_seq=6,
)


def hello(answer: Welcome | Conflict, cursor: Cursor = CURSOR) -> object:
    """Judge an answer to our hello."""
    return judge_welcome(cursor, answer, nonce=NONCE, seq=HEAD, hash_at=ours)


def push(answer: Acknowledgement | Conflict) -> object:
    """Judge an answer to our push."""
    return judge_acknowledgement(CURSOR, answer, nonce=NONCE, seq=HEAD, hash_at=ours)


def test_a_welcome_about_our_history_sets_the_cursor() -> None:
    expected = Cursor(acknowledged=6, safe=3, generation=1, ticket=8)

    assert hello(WELCOME) == Proceed(expected)


@pytest.mark.parametrize(
    "late",
    [
        replace(WELCOME, nonce="cd" * 16),
        replace(WELCOME, generation=0),
        replace(WELCOME, ticket=6),
        replace(WELCOME, durable_seq=4, hash=ours(4)),
    ],
)
def test_a_delayed_welcome_moves_nothing(late: Welcome) -> None:
    assert hello(late) == Disbelieve("late")


def test_after_a_restore_of_head_office_the_cursor_goes_back() -> None:
    restored = replace(WELCOME, generation=2, durable_seq=1, hash=ours(1), safe_seq=1)

    assert hello(restored) == Proceed(
        Cursor(acknowledged=1, safe=1, generation=2, ticket=8)
    )


def test_another_history_under_our_name_is_a_fork() -> None:
    assert hello(replace(WELCOME, hash=ours(7))) == Diverged("fork")
    assert hello(replace(WELCOME, durable_seq=HEAD + 1)) == Diverged("rewound")
    assert push(replace(STORED, hash=ours(7))) == Diverged("fork")
    assert push(replace(STORED, durable_seq=HEAD + 1, hash=ours(HEAD + 1))) == Diverged(
        "fork"
    )
    assert push(replace(STORED, verdict="fork")) == Diverged("fork")


@pytest.mark.parametrize("judge", [hello, push])
def test_a_conflict_freezes_only_when_it_answers_us(
    judge: Callable[[Conflict], object],
) -> None:
    conflict = Conflict(nonce=NONCE, generation=1, reason="ticket")

    assert judge(conflict) == Diverged("ticket")
    assert isinstance(judge(replace(conflict, nonce="cd" * 16)), Disbelieve)
    assert judge(replace(conflict, reason="session")) == Disbelieve("session")


def test_an_acknowledgement_moves_the_cursor_and_safe_never_falls() -> None:
    assert push(STORED) == Proceed(replace(CURSOR, acknowledged=8, safe=2))


def test_a_gap_sends_the_cursor_back_to_what_head_office_proves() -> None:
    gap = replace(STORED, verdict="gap", durable_seq=3, hash=ours(3))

    assert push(gap) == Proceed(replace(CURSOR, acknowledged=3, safe=2))


@pytest.mark.parametrize(
    "late",
    [
        replace(STORED, nonce="cd" * 16),
        replace(STORED, generation=2),
        replace(STORED, generation=0),
        replace(STORED, durable_seq=4, hash=ours(4)),
    ],
)
def test_a_delayed_acknowledgement_moves_nothing(late: Acknowledgement) -> None:
    assert isinstance(push(late), Disbelieve)
