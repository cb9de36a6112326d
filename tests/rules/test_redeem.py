"""When points may be spent."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.ground.ids import RuleId
from rules.ground.refusal import refuse
from rules.rewards.points_product import PointsProduct
from rules.rewards.points_tender import PointsTender
from rules.rewards.redeem import redeem, redeemable
from rules.sale.decisions import Redeemable, Redemption
from rules.value.ledger import Slice
from tests.rules.making import AT, POINTS_OFF, piece, standing

HERE = (piece("t1.1-1/1", 300), piece("t1.1-2/1", 600, AT + timedelta(days=1)))
STALE = piece("t1.9-1/1", 1000, AT)


def test_a_yes_names_what_is_used_and_what_it_is_worth() -> None:
    answer = redeem(POINTS_OFF, 700, here=HERE, available=1240, at=AT)

    assert isinstance(answer, Redemption)
    assert (answer.reward, answer.points, answer.value_minor) == ("points-off", 700, 700)
    assert answer.slices == (HERE[1], piece("t1.1-1/1", 100))


def test_ten_steps_of_five_are_worth_fifty() -> None:
    # Setono's sylius-loyalty-plugin, redemption: 1000 points at 100 for 5.00 pay 50.00.
    reward = PointsTender(
        rule=RuleId("off"), step=100, value_minor_per_step=500, minimum=100
    )

    answer = redeem(reward, 1000, here=(piece("t1.1-1/1", 5000),), available=5000, at=AT)

    assert isinstance(answer, Redemption)
    assert answer.value_minor == 5000


@pytest.mark.parametrize(
    ("points", "answer"),
    [
        (0, refuse("below_minimum", minimum=100, asked=0)),
        (-100, refuse("below_minimum", minimum=100, asked=-100)),
        (50, refuse("below_minimum", minimum=100, asked=50)),
        (150, refuse("not_a_step", step=100, asked=150)),
        (
            1300,
            refuse("too_few_points", available=1240, spendable_here=900, short_by=60),
        ),
        (
            1000,
            refuse("over_allowance", available=1240, spendable_here=900, short_by=100),
        ),
    ],
)
def test_a_no_says_why_and_what_is_missing(points: int, answer: object) -> None:
    assert redeem(POINTS_OFF, points, here=(*HERE, STALE), available=1240, at=AT) == answer


@given(
    st.lists(st.integers(min_value=0, max_value=900), max_size=4),
    st.integers(min_value=-200, max_value=2000),
    st.integers(min_value=-200, max_value=2000),
)
def test_a_yes_is_given_just_within_the_bounds(
    amounts: list[int], available: int, points: int
) -> None:
    here = tuple(piece(f"t1.1-{at}/1", amount) for at, amount in enumerate(amounts))

    answer = redeem(POINTS_OFF, points, here=(*here, STALE), available=available, at=AT)

    within = 100 <= points <= min(available, sum(amounts)) and points % 100 == 0
    assert isinstance(answer, Redemption) == within
    if isinstance(answer, Redemption):
        assert answer.points == points
        assert STALE.lot not in [used.lot for used in answer.slices]


@pytest.mark.parametrize(
    ("share", "basket_minor", "points"),
    [
        (Fraction(1), 2724, 900),
        (Fraction(1), 450, 400),
        # A cap of 30 % (published by noris.ru): of 1000, 300 may be paid.
        (Fraction(3, 10), 1000, 300),
        (Fraction(1, 3), 300, 100),
    ],
)
def test_an_offer_is_capped_by_the_basket_and_its_share(
    share: Fraction, basket_minor: int, points: int
) -> None:
    reward = PointsTender(
        rule=RuleId("off"), step=100, value_minor_per_step=100, max_share=share
    )

    offer = redeemable(reward, standing(*HERE), at=AT, basket_minor=basket_minor)

    assert offer == Redeemable(
        reward=RuleId("off"), max_points=points, step=100, value_minor_per_step=100
    )


@pytest.mark.parametrize("here", [(), (piece("t1.1-1/1", 99),), (STALE,)])
def test_nothing_is_offered_below_the_minimum(here: tuple[Slice, ...]) -> None:
    assert redeemable(POINTS_OFF, standing(*here), at=AT) is None


def test_nothing_is_offered_to_a_blocked_member() -> None:
    assert redeemable(POINTS_OFF, standing(*HERE, status="blocked"), at=AT) is None


def test_of_a_product_all_that_the_member_has_is_offered_wherever_it_stands() -> None:
    mug = PointsProduct(rule=RuleId("mug"), price_points=200, skus=("MUG",))
    pieces = (2_900,) * 9

    member = replace(standing(*HERE), available=1_240)

    offer = redeemable(mug, member, at=AT, basket_minor=30_000, pieces=pieces)
    nothing = redeemable(mug, member, at=AT, basket_minor=30_000)

    assert offer == Redeemable(
        reward=RuleId("mug"),
        max_points=1_200,
        step=200,
        value_minor_per_step=2_900,
        elsewhere=300,
    )
    assert nothing is None


@given(
    st.integers(min_value=0, max_value=3000),
    st.integers(min_value=0, max_value=3000),
)
def test_whatever_is_offered_can_be_had(points: int, basket_minor: int) -> None:
    member = standing(piece("t1.1-1/1", points))

    offer = redeemable(POINTS_OFF, member, at=AT, basket_minor=basket_minor)

    if offer is not None:
        answer = redeem(
            POINTS_OFF,
            offer.max_points,
            here=member.points_here,
            available=member.available,
            at=AT,
        )
        assert isinstance(answer, Redemption)
        assert answer.value_minor <= basket_minor
