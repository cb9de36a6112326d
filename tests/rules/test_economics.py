"""What a programme costs and owes, checked against published examples of IFRS 15."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.economics.deferral import (
    Allocated,
    allocate_price,
    deferral,
    recognised,
    worth_alone,
)
from rules.economics.owed import Movement, owed, redemption_share
from rules.economics.result import Costs, result


def test_a_price_is_split_by_what_each_would_cost_alone() -> None:
    """IFRS 15, illustrative example 52: 100,000 paid, goods 100,000, points 9,500 alone."""
    split = allocate_price(100_000, goods_alone_minor=100_000, points_alone_minor=9_500)

    assert split == Allocated(to_goods_minor=91_324, to_points_minor=8_676)


def test_another_published_split() -> None:
    """A textbook's slides: 7,200,000 paid, points 800,000 alone."""
    split = allocate_price(
        7_200_000, goods_alone_minor=7_200_000, points_alone_minor=800_000
    )

    assert split == Allocated(to_goods_minor=6_480_000, to_points_minor=720_000)


@pytest.mark.parametrize(
    ("liability", "redeemed", "expected", "already", "revenue"),
    [
        # IFRS 15, illustrative example 52, two years.
        (8_676, 4_500, 9_500, 0, 4_110),
        (8_676, 8_500, 9_700, 4_110, 3_493),
        # KPMG, handbook on revenue, examples 10A and 10B.
        (9_000, 4_500, 9_700, 0, 4_175),
        (9_000, 8_500, 9_900, 4_175, 3_552),
        # When more is redeemed than was expected, all of it is earned.
        (9_000, 9_950, 9_900, 7_727, 1_273),
    ],
)
def test_revenue_follows_redemption_and_catches_up(
    liability: int, redeemed: int, expected: int, already: int, revenue: int
) -> None:
    assert (
        recognised(liability, redeemed=redeemed, expected=expected, already_minor=already)
        == revenue
    )


def test_points_alone_are_worth_what_is_expected_to_be_redeemed() -> None:
    """Finlearnhub: 2,000 points of 0.10, 85 % redeemed, are worth 170 and not 158."""
    worth = worth_alone(2_000, value_minor=Fraction(10), redeemed_share=Fraction(85, 100))

    assert worth == 17_000


@given(st.integers(1, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=9))
def test_all_years_together_recognise_the_whole_liability(
    liability: int, years: list[int]
) -> None:
    expected = max(1, sum(years))
    already = done = 0
    for redeemed in years:
        done += redeemed
        already += recognised(
            liability, redeemed=done, expected=expected, already_minor=already
        )

    assert already == (liability if sum(years) else 0)


def test_sales_put_off_what_their_points_are_worth_and_earn_it_as_they_are_used() -> None:
    # IFRS 15, illustrative example 52: 9,500 of 10,000 points of 1 are expected in all.
    first_year = Movement(earned=10_000, redeemed=4_500)

    found = deferral(
        100_000, first_year, value_minor=Fraction(1), redeemed_share=Fraction(10, 11)
    )

    assert (found.deferred_minor, found.recognised_minor) == (8_676, 4_110)
    assert found.waiting_minor == 4_566


@pytest.mark.parametrize("price", [0, -500])
def test_sales_that_brought_no_money_put_nothing_off(price: int) -> None:
    found = deferral(
        price, Movement(earned=9), value_minor=Fraction(1), redeemed_share=Fraction(1)
    )

    assert (found.deferred_minor, found.recognised_minor) == (0, 0)


def test_what_is_owed_is_what_is_expected_to_be_redeemed() -> None:
    movement = Movement(opening=1_000, earned=500, redeemed=300, given_back=20, expired=220)

    said = owed(movement, value_minor=Fraction(1), redeemed_share=Fraction(3, 4))

    assert movement.outstanding == 1_000
    assert (said.nominal_minor, said.expected_minor, said.breakage) == (1_000, 750, 250)


def test_the_share_redeemed_is_of_points_whose_fate_is_known() -> None:
    years = (
        Movement(earned=900, redeemed=310, given_back=10, expired=60),
        Movement(earned=900, redeemed=300, expired=140),
    )

    assert redemption_share(years) == Fraction(600, 800)
    assert redemption_share(()) == 1


def test_a_programme_must_grow_sales_by_so_much_to_pay_for_itself() -> None:
    costs = Costs(discounts_minor=2_000, redeemed_minor=1_000, owed_minor=500)

    year = result(100_000, margin=Fraction(30, 100), costs=costs)

    assert (year.margin_minor, year.left_minor, year.cost_rate) == (30_000, 26_500, 350)
    assert year.break_even_lift == 1_321
    assert result(1_000, margin=Fraction(1, 10), costs=costs).break_even_lift is None
