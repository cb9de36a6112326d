"""What head office says to a hello and to a push."""

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.intake import (
    Chain,
    Continues,
    Diverges,
    Gap,
    Greeting,
    Known,
    Reason,
    branch_name,
    judge_hello,
    judge_push,
)
from sync.wire.messages import Hello

HASH = "aa" * 32
OTHER = "bb" * 32
KNOWN = Known(
    life=3,
    ticket=7,
    ticket_nonce="0" * 16,
    greeted=1,
    retired=False,
    frozen="",
    durable=10,
    hash=HASH,
)
HELLO = Hello(
    version=1,
    till="t1",
    life=3,
    generation=1,
    seq=12,
    hash=OTHER,
    ticket=7,
    nonce="1" * 16,
    fingerprint="machine",
)


def test_the_next_ticket_is_believed_and_bound_to_its_nonce() -> None:
    assert judge_hello(HELLO, KNOWN, generation=1) == Greeting(8, HELLO.nonce)


def test_a_repeated_hello_is_believed_again_and_moves_no_ticket() -> None:
    known = replace(KNOWN, ticket=8, ticket_nonce=HELLO.nonce)

    assert judge_hello(HELLO, known, generation=1) == Greeting(8, HELLO.nonce)


@pytest.mark.parametrize(
    ("hello", "known", "reason"),
    [
        (HELLO, None, "unknown_till"),
        (HELLO, replace(KNOWN, retired=True), "retired"),
        (replace(HELLO, life=2), KNOWN, "other_life"),
        (HELLO, replace(KNOWN, frozen="fork"), "fork"),
        (replace(HELLO, ticket=6), KNOWN, "ticket"),
        (replace(HELLO, ticket=8), KNOWN, "ticket"),
        (replace(HELLO, ticket=1), KNOWN, "ticket"),
        (replace(HELLO, seq=9), KNOWN, "rewound"),
        (replace(HELLO, seq=10), KNOWN, "fork"),
    ],
)
def test_a_till_that_is_not_the_one_we_know_is_told_why(
    hello: Hello, known: Known | None, reason: Reason
) -> None:
    assert judge_hello(hello, known, generation=1) == reason


def test_a_ticket_is_forgiven_until_the_till_knows_of_our_restore() -> None:
    old = replace(HELLO, ticket=9)

    assert judge_hello(old, KNOWN, generation=2) == Greeting(10, HELLO.nonce)
    assert judge_hello(old, replace(KNOWN, greeted=2), generation=2) == "ticket"


def test_a_late_hello_after_our_restore_costs_the_till_nothing() -> None:
    late, own = replace(HELLO, ticket=9), replace(HELLO, ticket=12, nonce="2" * 16)
    later_still = replace(HELLO, ticket=10, nonce="3" * 16)

    greeted = judge_hello(late, KNOWN, generation=2)
    assert isinstance(greeted, Greeting)
    known = replace(KNOWN, ticket=greeted.ticket, ticket_nonce=greeted.nonce)
    assert judge_hello(own, known, generation=2) == Greeting(13, own.nonce)
    known = replace(KNOWN, ticket=13, ticket_nonce=own.nonce)
    assert judge_hello(later_still, known, generation=2) == "ticket"


def test_a_till_that_knows_of_our_restore_is_forgiven_nothing() -> None:
    hello = replace(HELLO, ticket=9, generation=2)

    assert judge_hello(hello, KNOWN, generation=2) == "ticket"


def _chain(records: int, *, base: int = 0) -> tuple[Chain, list[bytes]]:
    hashes = [sha256(f"{base} {number}".encode()).digest() for number in range(records + 1)]
    chain = Chain(
        base_seq=base, durable=base + records, hash_at=lambda seq: hashes[seq - base]
    )
    return chain, hashes


def test_records_behind_a_missing_one_are_a_gap() -> None:
    chain, hashes = _chain(5)

    assert judge_push(chain, first_seq=7, previous=hashes[5], hashes=[b"x"]) == Gap()


def test_new_records_that_follow_ours_continue() -> None:
    chain, hashes = _chain(5)

    assert judge_push(chain, first_seq=6, previous=hashes[5], hashes=[b"x"]) == Continues(0)


@given(st.integers(1, 6), st.integers(0, 6))
def test_what_we_hold_is_passed_over_wherever_a_run_begins(first: int, new: int) -> None:
    chain, hashes = _chain(5)
    run = [*hashes[first:], *(bytes([number]) for number in range(new))]

    verdict = judge_push(chain, first_seq=first, previous=hashes[first - 1], hashes=run)

    assert verdict == Continues(6 - first)


def test_a_run_that_differs_diverges_from_the_first_record_that_does() -> None:
    chain, hashes = _chain(5)
    run = [hashes[3], b"other", b"new"]

    assert judge_push(chain, first_seq=3, previous=hashes[2], hashes=run) == Diverges(1)


def test_a_run_after_another_history_diverges_at_once() -> None:
    chain, _ = _chain(5)

    assert judge_push(chain, first_seq=6, previous=b"other", hashes=[b"x"]) == Diverges(0)
    assert judge_push(chain, first_seq=6, previous=b"other", hashes=[]) == Diverges(0)


def test_nothing_before_a_branch_is_compared_with_it() -> None:
    chain, hashes = _chain(5, base=10)

    assert judge_push(chain, first_seq=9, previous=hashes[0], hashes=[b"x"]) == Diverges(0)
    assert judge_push(chain, first_seq=11, previous=hashes[0], hashes=hashes[1:]) == (
        Continues(5)
    )


def test_a_branch_is_named_after_its_first_record() -> None:
    assert branch_name(bytes.fromhex(HASH)) == "~" + "aa" * 8
