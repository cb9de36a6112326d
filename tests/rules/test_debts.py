"""Debt: paid from what is used up first, whole, and never more than there is."""

from hypothesis import given
from hypothesis import strategies as st

from rules.ground.ids import LotId, Place
from rules.value.debts import overdrawn, paid_off, payment
from rules.value.ledger import POINTS
from tests.rules.making import SARA, piece


@given(st.lists(st.integers(-5, 50), max_size=4), st.lists(st.integers(0, 50), max_size=3))
def test_what_is_paid_and_what_is_owed_is_the_debt(have: list[int], owe: list[int]) -> None:
    slices = [piece(f"t1.1-{number}/1", amount) for number, amount in enumerate(have)]
    debts = {LotId(f"t1.2-{number}/1"): amount for number, amount in enumerate(owe)}

    paid, owed = paid_off(slices, debts)

    whole = sum(one.amount for one in paid)
    assert whole + owed == sum(owe)
    assert whole == min(sum(owe), sum(max(0, amount) for amount in have))


def test_a_payment_and_an_overdraft_move_what_they_say() -> None:
    (paid,), _ = paid_off([piece("t1.1-1/1", 5)], {LotId("t1.1-2/1"): 3})

    there = payment(SARA, POINTS, paid, place=Place("t1.1")).postings
    assert [(one.lot, one.amount, one.place) for one in there] == [
        ("t1.1-1/1", -3, "t1.1"),
        ("t1.1-2/1", 3, "available"),
    ]
    spent = overdrawn(SARA, POINTS, LotId("t1.1-1/1"), 7).postings[0]
    assert (spent.amount, spent.place) == (-7, "available")
