"""Budgets of campaigns: how much of them a receipt gets, why not more, what it draws."""

from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.evaluator import Evaluator
from rules.ground.ids import RuleId
from rules.sale.decisions import Quote
from rules.value.budgets import Budget
from tests.rules.campaigning import EARN, OFF, campaign, here, points, sold, words
from tests.rules.making import LIFE, basket, line, programme, standing


@pytest.mark.parametrize(
    ("over", "left", "given_", "told"),
    [
        ("trim", 100, 100, []),
        ("trim", 30, 30, ["refuse.budget_short"]),
        ("nothing", 30, 0, ["refuse.budget_short"]),
        ("trim", 0, 0, ["refuse.budget_spent"]),
    ],
)
def test_a_budget_of_points_gives_what_is_left_or_nothing(
    over: Literal["trim", "nothing"], left: int, given_: int, told: list[str]
) -> None:
    budget = Budget(counts="points", amount=1_000, over=over)

    sale = sold(campaign(programme(EARN), budget), here(left, "b.points.ever"))

    assert points(sale) == given_
    assert [one.amount for one in sale.drawn.allotments] == ([given_] if given_ else [])
    assert words(sale) == told


def test_what_a_sale_drew_is_spent_where_it_stood() -> None:
    budget = Budget(counts="points", amount=1_000)

    sale = sold(campaign(programme(EARN), budget), here(130, "b.points.ever"))

    (spent,) = [entry for entry in sale.entries if entry.kind == "redeem"]
    assert [(one.account, one.amount, one.place) for one in spent.postings] == [
        ("b-summer", -100, LIFE),
        ("house:budgets", 100, "house"),
    ]


def test_a_discount_stops_where_its_campaign_has_no_more_to_give() -> None:
    budget = Budget(counts="discount_minor", amount=100_000)
    made = campaign(programme(discounts=(OFF,)), budget)
    left = here(1_200, "b.discount_minor.ever")
    asked = replace(basket(line("1", 10_000)), budgets=(left,))

    quote = Evaluator(made).quote(asked, standing())

    assert isinstance(quote, Quote)
    assert quote.total_minor == 8_800
    short = (("less_minor", 3_800), ("left_minor", 1_200))
    assert [(one.words, one.values) for one in quote.not_used] == [
        ("refuse.budget_short", short)
    ]
    assert sold(made, left, off=1_200).drawn.allotments == (left,)
    assert words(sold(made)) == ["refuse.budget_spent"]


def test_nothing_in_part_where_the_campaign_says_all_or_nothing() -> None:
    budget = Budget(counts="discount_minor", amount=100_000, over="nothing")
    made = campaign(programme(discounts=(OFF,)), budget)
    left = here(1_200, "b.discount_minor.ever")

    quote = Evaluator(made).quote(
        replace(basket(line("1", 10_000)), budgets=(left,)), standing()
    )

    assert isinstance(quote, Quote)
    assert quote.total_minor == 10_000
    assert [one.words for one in quote.not_used] == ["refuse.budget_short"]


def test_two_discounts_of_one_budget_take_it_once_whatever_groups_they_are_of() -> None:
    other = replace(OFF, rule=RuleId("more"), group="apart", stacking="always")
    first = replace(OFF, group="own", stacking="always")
    budget = Budget(counts="discount_minor", amount=100_000)
    made = campaign(programme(discounts=(first, other)), budget)
    left = here(1_200, "b.discount_minor.ever")

    quote = Evaluator(made).quote(
        replace(basket(line("1", 10_000), line("2", 4_000)), budgets=(left,)), standing()
    )

    assert isinstance(quote, Quote)
    assert sum(off.amount_minor for off in quote.discounts) == 1_200


def test_all_budgets_of_a_campaign_hold_and_the_tightest_is_told() -> None:
    whole = Budget(counts="points", amount=1_000)
    day = Budget(counts="points", amount=40, per="day", of="store")
    uses = Budget(counts="uses", amount=3)
    made = campaign(programme(EARN), whole, day, uses)
    everything = (
        here(500, "b.points.ever"),
        here(40, "b.points.day", "b-summer@S01/2026-11-21"),
        here(3, "b.uses.ever"),
    )

    sale = sold(made, *everything)

    assert points(sale) == 40
    assert {one.unit: one.amount for one in sale.drawn.allotments} == {
        "b.points.ever": 40,
        "b.points.day": 40,
        "b.uses.ever": 1,
    }
    assert dict(sale.not_used[0].values) == {"less": 60, "left": 40}
    assert words(sold(made, *everything[:2])) == ["refuse.budget_spent"]


def test_another_stores_part_and_another_days_are_not_ours() -> None:
    day = Budget(counts="points", amount=40, per="day", of="store")
    made = campaign(programme(EARN), day)

    assert points(sold(made, here(40, "b.points.day", "b-summer@S02/2026-11-21"))) == 0
    assert points(sold(made, here(40, "b.points.day", "b-summer@S01/2026-11-22"))) == 0
    assert points(sold(made, here(40, "b.points.day", "b-summer@S01/2026-11-21"))) == 40


def test_a_members_own_budget_is_a_counter_of_theirs() -> None:
    budget = Budget(counts="points", amount=130, of="member", per="month")
    made = campaign(programme(EARN), budget)
    before = replace(standing(), counts=(("n.campaign.summer.points.2026-11", 100),))

    first, second = sold(made), sold(made, member=before)

    assert (points(first), points(second)) == (100, 30)
    assert [(one.unit, one.amount) for one in first.drawn.counts] == [
        ("n.campaign.summer.points.2026-11", 100)
    ]
    assert "n.campaign.summer.points.2026-11" in {lot.unit for lot in first.lots}


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=4),
    st.integers(0, 20_000),
    st.sampled_from(["trim", "nothing"]),
)
def test_no_sale_draws_more_than_any_budget_leaves(
    left: list[int], minor: int, over: Literal["trim", "nothing"]
) -> None:
    periods: tuple[Literal["ever", "day", "month", "year"], ...] = (
        "ever",
        "day",
        "month",
        "year",
    )
    names = {"ever": "ever", "day": "2026-11-21", "month": "2026-11", "year": "2026"}
    budgets = [
        Budget(counts="points", amount=1_000, per=per, over=over)
        for per, _ in zip(periods, left, strict=False)
    ]
    shelves = [
        here(amount, f"b.points.{per}", f"b-summer/{names[per]}")
        for per, amount in zip(periods, left, strict=False)
    ]

    sale = sold(campaign(programme(EARN), *budgets), *shelves, minor=minor)

    assert points(sale) <= min([minor // 100, *left])
    assert all(one.amount == points(sale) for one in sale.drawn.allotments)
    if over == "trim":
        assert points(sale) == min([minor // 100, *left])
