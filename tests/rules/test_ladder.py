"""Where a member stands, and what a sale or a return does to it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.ground.bounds import OutOfBoundsError
from rules.ground.ids import TierId
from rules.ladder.places import after_return, after_sale, entered, now, place_on
from rules.ladder.terms import Ladder, Tier
from tests.rules.making import LADDER, standing

SPEND = st.integers(min_value=0, max_value=200_000)


def ladder(**starts: int) -> Ladder:
    return Ladder(
        window_days=180,
        tiers=tuple(
            Tier(tier=TierId(name), from_minor=start) for name, start in starts.items()
        ),
    )


ERPNEXT = ladder(Bronze=0, Silver=10_000, Gold=20_000)


# frappe/erpnext, test_loyalty_program.py: the sale itself counts towards the tier.
@pytest.mark.parametrize(
    ("before", "sale", "tier"),
    [
        (0, 6_000, "Bronze"),
        (0, 25_000, "Gold"),
        (4_000, 500, "Bronze"),
        (8_000, 3_000, "Silver"),
        (18_000, 3_000, "Gold"),
    ],
)
def test_the_sale_itself_counts_towards_the_tier(before: int, sale: int, tier: str) -> None:
    member = standing(tier="Bronze", spend_minor=before)

    assert after_sale(ERPNEXT, member, sale) == tier


def test_a_tier_is_reached_on_its_very_threshold() -> None:
    # Open Loyalty's user guide, level table: 10 reaches the level from 10, 30 that from 30.
    levels = ladder(L0=0, L1=10, L2=30, L3=100)

    assert [place_on(levels, spend).tier for spend in (9, 10, 29, 30)] == [
        "L0",
        "L1",
        "L1",
        "L2",
    ]


def test_at_the_top_there_is_no_further_way() -> None:
    place = place_on(LADDER, 123_456)

    assert (place.tier, place.next_tier, place.share) == ("gold", None, "1.000")
    assert (place.have, place.need) == (123_456, 50_000)


def test_the_share_is_rounded_down_so_that_one_is_only_said_when_reached() -> None:
    assert place_on(LADDER, 49_999).share == "0.999"
    assert place_on(LADDER, 30).share == "0.001"


def test_less_than_nothing_spent_is_nothing() -> None:
    place = place_on(LADDER, -5)

    assert (place.tier, place.have, place.share) == ("bronze", 0, "0.000")


@given(SPEND, SPEND)
def test_more_spend_never_stands_lower(first: int, second: int) -> None:
    starts = {tier.tier: tier.starts for tier in LADDER.tiers}
    less, more = sorted((first, second))

    assert starts[place_on(LADDER, less).tier] <= starts[place_on(LADDER, more).tier]


def test_a_return_takes_the_tier_its_spend_was_holding_up() -> None:
    assert (
        after_return(LADDER, standing(tier="gold", spend_minor=51_000), 2_000) == "silver"
    )
    assert after_return(LADDER, standing(tier="gold", spend_minor=51_000), 1_000) == "gold"


def test_a_return_does_not_take_a_tier_that_stands_for_another_reason() -> None:
    assert after_return(LADDER, standing(tier="gold", spend_minor=45_000), 20_000) == "gold"


def test_without_a_ladder_nothing_moves() -> None:
    assert after_sale(None, standing(), 10**9) == "silver"
    assert after_return(None, standing(), 10**9) == "silver"
    assert entered(None, TierId("a"), TierId("b")) == ()


def test_a_jump_enters_every_tier_on_the_way() -> None:
    crossed = entered(LADDER, TierId("bronze"), TierId("gold"))

    assert [tier.tier for tier in crossed] == ["silver", "gold"]


def test_a_tier_the_ladder_does_not_know_stands_below_the_first() -> None:
    assert after_sale(LADDER, standing(tier="platinum", spend_minor=0), 0) == "bronze"
    assert after_return(LADDER, standing(tier="platinum", spend_minor=60_000), 50_000) == (
        "platinum"
    )


@given(SPEND, SPEND)
def test_a_sale_and_its_return_end_where_they_began(spend: int, sale: int) -> None:
    before = place_on(LADDER, spend).tier
    bought = after_sale(LADDER, standing(tier=before, spend_minor=spend), sale)
    returned = after_return(LADDER, standing(tier=bought, spend_minor=spend + sale), sale)

    assert returned == before


@pytest.mark.parametrize("starts", [[], [1], [0, 5, 5], [0, 7, 6]])
def test_a_ladder_begins_at_nothing_and_ascends(starts: list[int]) -> None:
    assert starts[:1] != [0] or any(low >= high for low, high in pairwise(starts))
    with pytest.raises(OutOfBoundsError):
        ladder(**{f"t{at}": start for at, start in enumerate(starts)})


def test_a_tier_reached_by_our_own_sales_is_predicted_and_lost_again_by_a_return() -> None:
    member = standing(tier="silver", spend_minor=51_000)

    assert now(LADDER, member) == "gold"
    assert after_return(LADDER, member, 500) == "gold"
    assert after_return(LADDER, member, 5_000) == "silver"
