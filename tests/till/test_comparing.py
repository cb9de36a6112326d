"""The comparison is of what head office acknowledged, however the shop sells meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from sync.till.book.book import TillBook
from sync.till.contact.comparing import compose
from sync.till.contact.cursor import cursor_of, keep_cursor
from sync.till.contact.receiving import apply_deltas
from sync.wire.messages import BucketDelta
from tests.till.forge import earned, taken
from tests.till.test_receiving import BUCKET, open_book, statement

T = TypeVar("T")


def sell(book: TillBook) -> None:
    """Book one more sale and take one more allowance."""
    journal = book.journal
    journal.append(earned(journal, 7, number=str(journal.seq)))
    journal.append(taken(journal, 3, grant=f"o1.1-{journal.seq}"))


def acknowledged(book: TillBook) -> TillBook:
    """Have head office's word on all there is so far."""
    journal = book.journal
    keep_cursor(journal, replace(cursor_of(journal), acknowledged=journal.seq))
    delta = BucketDelta(
        bucket=BUCKET,
        revision=2,
        whole=True,
        applied={},
        statements=(statement(),),
        cards=(),
    )
    apply_deltas(book, (delta,))
    return book


def at_once(work: Callable[[], T]) -> T:
    """Do a piece of work as a loop that has nothing else to do."""
    return work()


def test_what_is_sold_during_the_comparison_changes_nothing(tmp_path: Path) -> None:
    book = open_book(tmp_path)
    sell(book)
    acknowledged(book)
    before = compose(book, nonce="0" * 32, in_loop=at_once)

    def busy(work: Callable[[], T]) -> T:
        sell(book)
        return work()

    assert compose(book, nonce="0" * 32, in_loop=busy) == before
    assert before.seq == 2
    assert book.journal.seq > before.seq


def test_what_is_acknowledged_later_is_compared_then(tmp_path: Path) -> None:
    book = open_book(tmp_path)
    sell(book)
    before = compose(acknowledged(book), nonce="0" * 32, in_loop=at_once)
    sell(book)

    after = compose(acknowledged(book), nonce="0" * 32, in_loop=at_once)

    assert after.rights != before.rights
    assert after.buckets != before.buckets


def test_only_the_buckets_asked_for_are_compared_again(tmp_path: Path) -> None:
    book = acknowledged(open_book(tmp_path))

    assert set(compose(book, nonce="0" * 32, in_loop=at_once).buckets) == {BUCKET}
    assert compose(book, nonce="0" * 32, in_loop=at_once, only=()).buckets == {}
