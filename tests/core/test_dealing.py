"""An allowance is cut exactly, from named lots, and never takes an account below zero."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.ground.ids import LotId
from rules.value.ledger import Slice
from sync.core.dealing import cut, typical

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def piece(lot: str, amount: int, days: int | None = None) -> Slice:
    """Make a lot's standing that ends so many days from now."""
    until = None if days is None else NOW + timedelta(days=days)
    return Slice(lot=LotId(lot), amount=amount, good_until=until)


pieces = st.lists(
    st.builds(
        piece,
        st.uuids().map(str),
        st.integers(-300, 300).filter(bool),
        st.none() | st.integers(-5, 400),
    ),
    max_size=8,
)


def test_the_lot_that_ends_first_is_dealt_first() -> None:
    lots = [piece("late", 100, 300), piece("ever", 100), piece("soon", 100, 3)]

    assert [(p.lot, p.amount) for p in cut(lots, 250, at=NOW)] == [
        ("soon", 100),
        ("late", 100),
        ("ever", 50),
    ]


def test_a_debt_is_paid_from_the_lot_that_ends_first() -> None:
    lots = [piece("debt", -40, 1), piece("soon", 100, 3), piece("late", 100, 300)]

    assert [(p.lot, p.amount) for p in cut(lots, 70, at=NOW)] == [
        ("soon", 60),
        ("late", 10),
    ]


def test_what_has_ended_is_not_dealt() -> None:
    assert cut([piece("ended", 100, 0)], 1, at=NOW) == ()


def test_nothing_is_dealt_when_it_is_not_all_there() -> None:
    assert cut([piece("a", 99)], 100, at=NOW) == ()
    assert cut([piece("a", 100), piece("b", -1)], 100, at=NOW) == ()


@given(pieces, st.integers(-10, 900))
def test_what_is_cut_is_exactly_what_was_asked_and_was_there(
    lots: list[Slice], points: int
) -> None:
    slices = cut(lots, points, at=NOW)

    there = {lot.lot: lot.amount for lot in lots}
    good = [
        lot.amount
        for lot in lots
        if lot.amount > 0 and (lot.good_until is None or lot.good_until > NOW)
    ]
    debts = [lot.amount for lot in lots if lot.amount < 0]
    enough = 0 < points <= sum(good) + sum(debts)
    assert sum(p.amount for p in slices) == (points if enough else 0)
    assert all(0 < p.amount <= there[p.lot] for p in slices)


@given(st.integers(0, 10_000), st.integers(1, 500), st.integers(1, 1500))
def test_one_reward_is_dealt_unasked_or_nothing(
    available: int, step: int, minimum: int
) -> None:
    points = typical(available, step=step, minimum=minimum)

    assert points == 0 or (points % step == 0 and points >= minimum)
    assert points * 4 <= available
    assert points < minimum + step
