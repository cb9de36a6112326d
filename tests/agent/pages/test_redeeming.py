"""What the cashier's page offers to redeem: here with the keys, all there is when typed."""

from fractions import Fraction

import pytest

from agent.counter.ground.answers import Answer, Value
from agent.counter.telling.why import figures_of
from agent.pages.screen.redeeming import Redeeming, products, redeeming
from agent.speech.tongue import Setting, Tongue
from agent.words.catalogue import words_of
from rules.ground.ids import RuleId
from rules.rewards.points_product import PointsProduct
from rules.rewards.points_tender import PointsTender

REWARD = RuleId("points-off")
OFFER: Answer = {
    "reward": REWARD,
    "max_points": 300,
    "step": 100,
    "value_minor_per_step": 100,
}


def offered(
    *, here: int, quote: Answer | None = None, share: Fraction = Fraction(1)
) -> Redeeming | None:
    """Return what is offered to a member of 1,240 points, of which some are here."""
    reward = PointsTender(
        rule=REWARD, step=100, value_minor_per_step=100, minimum=100, max_share=share
    )
    setting = Setting(currency="MYR", rules={REWARD: figures_of(reward)})
    balance: Answer = {"unit": "points", "available": 1240, "spendable_here": here}
    offers: list[Value] = [{**OFFER, "max_points": here}] if here >= 100 else []
    shown: Answer = {"member": {"balances": [balance]}, "redeemable": offers}
    return redeeming(Tongue(words_of("en"), setting), shown, quote)


def test_the_keys_offer_what_is_here_and_the_field_all_the_member_has() -> None:
    found = offered(here=300)

    assert found is not None
    assert (found.all.points, found.half.points, found.asks) == (300, 200, False)
    assert found.limits == (
        "100 to 1,200, in steps of 100; what is over 300 comes from head office"
    )


def test_with_all_of_it_here_head_office_is_not_spoken_of() -> None:
    found = offered(here=1200)

    assert found is not None
    assert found.limits == "100 to 1,200, in steps of 100"


def test_with_nothing_here_head_office_is_asked_for_any_of_it() -> None:
    found = offered(here=0)

    assert found is not None
    assert found.asks
    assert found.limits == "100 to 1,200, in steps of 100"


@pytest.mark.parametrize(
    ("said", "share", "limits"),
    [
        ({}, Fraction(1), "100 to 700, in steps"),
        ({}, Fraction(1, 2), "100 to 300, in steps of 100"),
        ({"payable_minor": {"points": 520}}, Fraction(1), "100 to 500, in steps"),
    ],
)
def test_no_more_is_offered_than_the_basket_takes(
    said: Answer, share: Fraction, limits: str
) -> None:
    quote: Answer = {"total_minor": 745, "redeemable": [OFFER], **said}

    found = offered(here=300, quote=quote, share=share)

    assert found is not None
    assert found.limits.startswith(limits)


def test_a_basket_that_takes_no_step_is_offered_nothing() -> None:
    assert offered(here=300, quote={"total_minor": 99, "redeemable": []}) is None


@pytest.mark.parametrize(
    ("here", "said"),
    [
        ({}, "MUG for 300 points (worth RM 14.50)"),
        ({"spendable_here": 300}, "MUG for 300 points (worth RM 14.50)"),
        (
            {"spendable_here": 100},
            "MUG for 300 points (worth RM 14.50); 200 points are asked of head office",
        ),
    ],
)
def test_a_product_says_what_of_its_price_head_office_is_asked_for(
    here: Answer, said: str
) -> None:
    mug = PointsProduct(rule=RuleId("mug"), price_points=300, skus=("MUG",))
    setting = Setting(currency="MYR", rules={"mug": figures_of(mug)})
    offer: Answer = {"reward": "mug", "step": 300, "value_minor_per_step": 1_450, **here}
    quote: Answer = {"redeemable": [{**offer, "max_points": 600}]}

    (found,) = products(Tongue(words_of("en"), setting), quote)

    assert found.offer.replace("\u2068", "").replace("\u2069", "") == said
