"""A member as shown here: what happens shows at once, however often they are looked at."""

import itertools
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sync.kit.clock import to_ms
from sync.till.book.book import TillBook
from sync.till.book.identity import TillKeys
from sync.till.contact.receiving import apply_deltas
from sync.wire.buckets import bucket_of
from sync.wire.keys.signing import SigningKey
from sync.wire.messages import BucketDelta, Statement
from tests.till.forge import (
    LIFE,
    SARA,
    START,
    FakeClock,
    counted_entropy,
    earned,
    taken,
)
from tests.till.test_programmes import document

STATEMENT = Statement(
    account=SARA,
    status="active",
    home="S01",
    tier="silver",
    tier_until_ms=0,
    spend_minor=41_200,
    available=1_240,
    dealable=840,
    pending=35,
    held={},
    issued={},
    expiring=(),
    revision=7,
    as_of_ms=1_795_250_000_000,
)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def book(tmp_path: Path, clock: FakeClock) -> Iterator[TillBook]:
    signing = SigningKey(bytes(32))
    keys = TillKeys(
        signing=signing, office=signing.public, token=bytes(32), voucher=bytes(32)
    )
    opened = TillBook.open(
        tmp_path, keys=keys, store="S01", clock=clock, entropy=counted_entropy()
    )
    with closing(opened) as book:
        book.begin_life(LIFE, 1)
        tell(book, STATEMENT, itertools.count(1))
        yield book


def tell(book: TillBook, statement: Statement, revisions: Iterator[int]) -> None:
    """Let head office's word on one member come down."""
    apply_deltas(
        book,
        [
            BucketDelta(
                bucket=bucket_of(statement.account),
                revision=next(revisions),
                whole=True,
                applied={},
                statements=(statement,),
                cards=(),
            )
        ],
    )


def shown(book: TillBook) -> tuple[int, int, int]:
    """Look at Sara twice: (available, pending, spendable here) are the same both times."""
    first, second = book.view(SARA), book.view(SARA)
    assert first is not None
    assert first == second
    standing = first.standing
    return standing.available, standing.pending, standing.spendable_here


def test_a_statement_shows(book: TillBook) -> None:
    assert shown(book) == (1_240, 35, 0)


def test_a_sale_of_our_own_shows_at_once(book: TillBook) -> None:
    shown(book)
    book.journal.append(earned(book.journal, 22))

    assert shown(book) == (1_240, 57, 0)


def test_points_dealt_here_show_until_they_end(book: TillBook, clock: FakeClock) -> None:
    shown(book)
    book.journal.append(taken(book.journal, 100))

    assert shown(book)[2] == 100

    clock.instant = START + timedelta(days=90)

    assert shown(book)[2] == 0


def test_a_newer_statement_shows_at_once(book: TillBook) -> None:
    shown(book)
    tell(book, replace(STATEMENT, available=7), itertools.count(2))

    assert shown(book)[0] == 7


def test_a_frozen_till_shows_nothing_to_spend(book: TillBook) -> None:
    book.journal.append(taken(book.journal, 100))
    shown(book)
    book.journal.freeze("anchor")

    assert shown(book)[2] == 0


def test_nobody_is_shown_before_their_statement_comes(book: TillBook) -> None:
    shown(book)
    apply_deltas(
        book,
        [
            BucketDelta(
                bucket=bucket_of(SARA),
                revision=9,
                whole=True,
                applied={},
                statements=(),
                cards=(),
            )
        ],
    )

    assert book.view(SARA) is None


def test_a_programme_is_in_force_from_its_start(book: TillBook) -> None:
    second_starts = START + timedelta(days=10)

    assert book.programmes.in_force(START) == 0

    book.members.keep_programme(1, 0, document(1))
    book.members.keep_programme(2, to_ms(second_starts), document(2))

    assert book.programmes.in_force(START) == 1
    assert book.programmes.in_force(second_starts) == 2
