"""The order in which lots are used up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.value.ledger import Slice
from rules.value.lots import consume, in_order, last_consumed, usable
from tests.rules.making import piece

JANUARY = datetime(2027, 1, 1, tzinfo=UTC)
FEBRUARY = datetime(2027, 2, 1, tzinfo=UTC)

ENDS = st.none() | st.integers(min_value=0, max_value=3).map(
    lambda days: JANUARY + timedelta(days=days)
)
SLICES = st.lists(
    st.builds(piece, st.just(""), st.integers(min_value=0, max_value=50), ENDS), max_size=6
).map(
    lambda found: [
        Slice(
            lot=piece(f"t1.1-{at * 7 % 12}/1", 0).lot,
            amount=old.amount,
            good_until=old.good_until,
        )
        for at, old in enumerate(found)
    ]
)


# The four cases below: Setono's sylius-loyalty-plugin, LotReplayerTest.
def test_a_single_lot_is_whole() -> None:
    assert consume([piece("t1.1-1/1", 100)], 100) == (piece("t1.1-1/1", 100),)


def test_a_redemption_takes_only_what_it_needs() -> None:
    assert consume([piece("t1.1-1/1", 100)], 30) == (piece("t1.1-1/1", 30),)


def test_a_lot_that_never_expires_is_used_last() -> None:
    never = piece("t1.1-1/1", 100)
    ends = piece("t1.1-2/1", 100, JANUARY)

    assert consume([never, ends], 100) == (ends,)


def test_a_redemption_over_two_lots_drains_them_in_order() -> None:
    first = piece("t1.1-1/1", 50, JANUARY)
    second = piece("t1.1-2/1", 50, FEBRUARY)

    assert consume([second, first], 70) == (first, piece("t1.1-2/1", 20, FEBRUARY))


def test_of_two_that_end_together_the_older_goes_first_in_the_order_of_numbers() -> None:
    older, younger = piece("t1.1-99/1", 10, JANUARY), piece("t1.1-100/1", 10, JANUARY)

    assert in_order([younger, older]) == (older, younger)


def test_a_lot_of_another_kind_of_name_has_its_place_too() -> None:
    named = [piece("old-cards", 1), piece("t1.1-2/1", 1), piece("t1.1-2/2", 1)]

    assert in_order(reversed(named)) == tuple(named)


def test_good_until_is_excluded() -> None:
    pieces = [piece("t1.1-1/1", 10, JANUARY), piece("t1.1-2/1", 0), piece("t1.1-3/1", 5)]

    assert usable(pieces, JANUARY) == (piece("t1.1-3/1", 5),)
    assert len(usable(pieces, JANUARY - timedelta(microseconds=1))) == 2


@given(SLICES, st.data())
def test_consuming_takes_exactly_what_was_asked_and_no_more_than_a_lot_has(
    slices: list[Slice], data: st.DataObject
) -> None:
    amount = data.draw(st.integers(min_value=0, max_value=sum(s.amount for s in slices)))

    taken = consume(slices, amount)

    have = {part.lot: part.amount for part in slices}
    assert sum(part.amount for part in taken) == amount
    assert all(0 < part.amount <= have[part.lot] for part in taken)


@given(SLICES, st.data())
def test_no_later_lot_is_touched_while_an_earlier_one_has_something_left(
    slices: list[Slice], data: st.DataObject
) -> None:
    amount = data.draw(st.integers(min_value=0, max_value=sum(s.amount for s in slices)))

    taken = consume(slices, amount)

    order = [part for part in in_order(slices) if part.amount]
    assert [part.lot for part in taken] == [part.lot for part in order[: len(taken)]]
    assert taken[:-1] == tuple(order[: len(taken)][:-1])


@given(SLICES, st.permutations(range(6)))
def test_the_order_given_does_not_matter(slices: list[Slice], order: list[int]) -> None:
    mixed = [slices[at] for at in order if at < len(slices)]

    assert in_order(mixed) == in_order(slices)


def test_more_than_there_is_cannot_be_consumed() -> None:
    with pytest.raises(ValueError, match="1 of 11"):
        consume([piece("t1.1-1/1", 10)], 11)


def test_what_was_consumed_last_goes_back_first() -> None:
    consumed = [piece("a", 30), piece("b", 50), piece("a", 20)]

    assert last_consumed(consumed, 40, skip=0) == (piece("a", 20), piece("b", 20))
    assert last_consumed(consumed, 60, skip=40) == (piece("b", 30), piece("a", 30))
    with pytest.raises(ValueError, match="1 more than was consumed"):
        last_consumed(consumed, 61, skip=40)
