"""Conditions are asked once an occasion, and only those that are named."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rules.campaigns.campaign import Campaign, Campaigns
from rules.conditions.asked import Asked
from rules.conditions.occasion import Occasion
from rules.conditions.when import When
from rules.evaluator import frame_of
from rules.ground.ids import TierId
from tests.rules.making import basket, line, programme, standing

WHENS = st.builds(
    When,
    weekdays=st.sampled_from([(), ("sat",), ("sun", "mon")]),
    minimum_minor=st.sampled_from([0, 500, 5_000]),
    tiers=st.sampled_from([(), ("silver",), ("gold",)]),
    birthday=st.sampled_from(["", "day", "month"]),
    birthday_days=st.integers(0, 3),
)


def occasion() -> Occasion:
    return Occasion(frame_of(programme()), basket(line("1", 1_000)), standing())


@given(st.lists(WHENS, max_size=8))
def test_an_answer_kept_is_the_answer_asked_anew(whens: list[When]) -> None:
    once, campaigns = occasion(), Campaigns()
    asked = [campaigns.asked_of(when, "") for when in (*whens, *whens)]

    kept = [each.missing(once) for each in asked]

    assert kept == [Asked((when,)).missing(occasion()) for when in (*whens, *whens)]


def test_other_conditions_have_an_answer_of_their_own() -> None:
    once = occasion()

    for number in range(200):
        least = Asked((replace(When(), minimum_minor=number),))
        more = Asked((replace(When(), minimum_minor=1_001 + number),))
        assert least.missing(once) is None
        assert more.missing(once) == "below_basket"
        assert more.short_by("below_basket", once) == (("short_by_minor", number + 1),)


def test_equal_conditions_are_one_object_whosever_they_are() -> None:
    tier = When(tiers=(TierId("gold"),))
    campaigns = Campaigns([Campaign(campaign="spring", when=tier)])

    assert campaigns.asked_of(tier, "") is campaigns.asked_of(When(), "spring")


def test_a_basket_that_gives_money_back_meets_no_condition() -> None:
    back = Occasion(frame_of(programme()), basket(line("1", -1_000)), standing())
    asked = Asked((When(channels=("store",)),))

    assert asked.missing(back) == "below_basket"
    assert asked.short_by("below_basket", back) == (("short_by_minor", 1_000),)
