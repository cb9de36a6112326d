"""Proportional and floor-step returns: published numbers, then their own laws."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.ground.ids import RuleId, Unit
from rules.programme import RefundTerms
from tests.rules.drawing import returns_of, sales
from tests.rules.making import BASE, award, line, programme
from tests.rules.returning import DOUBLE, back, decided, kept, points, sale, settled
from tests.rules.test_refund_laws import Sale, returned

TEN = replace(BASE, step_minor=1_000)
STEPS = programme(TEN, method="floor_step")
BY_VALUE = programme(BASE, method="proportional")


@pytest.mark.parametrize(("cents", "taken"), [(100, 0), (500, 0), (1_000, 1), (2_190, 2)])
def test_a_return_takes_its_own_whole_steps(cents: int, taken: int) -> None:
    # Square's forum on refunds: 21.90 at a point per 10.00 gave 2.
    sold = settled(STEPS, line("1", 2_190, pieces=2_190))

    assert points(decided(STEPS, sold, back("1", cents, cents))) == taken


def test_two_returns_below_a_step_take_nothing_until_all_is_back() -> None:
    # The same thread: 5.00 and 5.00 take nothing. What brings the rest takes both points.
    sold = settled(STEPS, line("1", 2_190, pieces=219))

    first = decided(STEPS, sold, back("1", 50, 500))
    second = decided(STEPS, sold, back("1", 50, 500), earlier=(kept(first),))
    rest = (kept(first), kept(second))
    last = decided(STEPS, sold, back("1", 119, 1_190), earlier=rest)

    assert [points(each) for each in (first, second, last)] == [0, 0, 2]


def test_what_was_multiplied_on_steps_goes_by_quantity() -> None:
    rules = programme(TEN, replace(DOUBLE, of=(TEN.rule,)), method="floor_step")
    sold = settled(rules, line("1", 4_000, pieces=4))

    decision = decided(rules, sold, back("1", 1, 900))

    assert {each.rule: each.points for each in decision.reversals} == {"x2": 1}


def test_half_of_the_value_takes_half_of_everything() -> None:
    # Open Loyalty's user guide, returns: a sale of 40.00 gave 40 for the order, 10 for A,
    # 20 for B; C is half of the value. By value 35 of the 70 go, line by line 20.
    order = [award(points, on=on) for on, points in (("A", 10), ("B", 10), ("C", 20))]
    extra = (award(10, on="A", rule=RuleId("a")), award(20, on="B", rule=RuleId("b")))
    sold = sale(line("A", 1000), line("B", 1000), line("C", 2000), awards=(*order, *extra))

    assert points(decided(BY_VALUE, sold, back("C", 1, 2000))) == 35


def test_half_of_an_order_by_value() -> None:
    # Odoo, pos_loyalty tests: two at 50.00, a point a unit: 50 go. LoyaltyLion's help:
    # 20.00 at a point a unit, all of it back: 20.
    odoo = settled(BY_VALUE, line("1", 10_000, pieces=2))
    lion = settled(BY_VALUE, line("1", 2_000))

    assert points(decided(BY_VALUE, odoo, back("1", 1, 5_000))) == 50
    assert points(decided(BY_VALUE, lion, back("1", 1, 2_000))) == 20


def test_goods_that_earned_on_nothing_keep_points_until_all_is_back() -> None:
    sold = sale(line("1", 0), line("2", 0), awards=(award(7),))

    first = decided(BY_VALUE, sold, back("1", 1, 0))

    assert points(first) == 0
    assert points(decided(BY_VALUE, sold, back("2", 1, 0), earlier=(kept(first),))) == 7


@given(sales(), st.data())
def test_splitting_a_proportional_return_changes_nothing(
    sale: Sale, data: st.DataObject
) -> None:
    rules, sold, _ = sale
    by_value = replace(rules, refund=RefundTerms(method="proportional"))
    visits = data.draw(returns_of(sold.basket))
    some = visits[: data.draw(st.integers(min_value=1, max_value=len(visits)))]

    apart = returned(by_value, sold, some)
    together = returned(by_value, sold, (tuple(row for visit in some for row in visit),))

    sums = [Counter[Unit](), Counter[Unit]()]
    for count, decisions in zip(sums, (apart, together), strict=True):
        for decision in decisions:
            for reversal in decision.reversals:
                count[reversal.unit] += reversal.points
    assert sums[0] == sums[1]
