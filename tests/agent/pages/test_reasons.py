"""Why: every kind of rule has a sentence with its own figures, in every language."""

from collections.abc import Sequence
from fractions import Fraction
from typing import get_args

import pytest

from agent.counter.ground.answers import Answer
from agent.counter.telling.why import figures_of
from agent.pages.screen.happenings import outcome_of
from agent.speech.reasons import explain
from agent.speech.tongue import Setting, Tongue
from agent.words.catalogue import words_of
from agent.words.languages import LANGUAGES
from rules.discounts import Discount
from rules.discounts.amount import Amount
from rules.discounts.bundle_price import BundlePrice
from rules.discounts.buy_get import BuyGet
from rules.discounts.fixed_price import FixedPrice
from rules.discounts.per_unit import PerUnit
from rules.discounts.percent import Percent
from rules.discounts.personal_percent import PersonalPercent
from rules.discounts.scale import Scale, Step
from rules.discounts.spend_get import SpendGet
from rules.discounts.tier_percent import TierPercent
from rules.earn import EarnRule
from rules.earn.basket_bonus import BasketBonus
from rules.earn.category_multiplier import CategoryMultiplier
from rules.earn.multiplier import Multiplier
from rules.earn.per_item import PerItem
from rules.earn.per_spend import PerSpend
from rules.earn.per_visit import PerVisit
from rules.ground.ids import RuleId, TierId
from rules.vouchers.money import WALLET

RULE = RuleId("some-rule")

EARNED: tuple[tuple[EarnRule, str], ...] = (
    (
        PerSpend(rule=RULE, points=2, step_minor=300),
        "7 points: 2 points for every full RM 3.00",
    ),
    (PerItem(rule=RULE, points=3, pieces=2), "7 points: 3 points per 2 pc."),
    (PerVisit(rule=RULE, points=7), "7 points for this visit"),
    (
        BasketBonus(rule=RULE, points=7, from_minor=5000),
        "7 points more for a receipt of RM 50.00 and above",
    ),
    (Multiplier(rule=RULE, factor=Fraction(5, 4)), "7 points more: counts 1.25 times"),
    (
        CategoryMultiplier(rule=RULE, factor=Fraction(2), categories=("bread", "fruit")),
        "7 points more: bread, fruit counts 2 times",
    ),
)

TAKEN: tuple[tuple[Discount, str], ...] = (
    (
        TierPercent(rule=RULE, tiers=(TierId("gold"),), percent=Fraction(5, 2)),
        ": 2.5 % for Gold",
    ),
    (Percent(rule=RULE, percent=Fraction(15, 2)), ": 7.5 %"),
    (Amount(rule=RULE, amount_minor=150), ""),
    (FixedPrice(rule=RULE, price_minor=500), ": RM 5.00 each"),
    (BundlePrice(rule=RULE, price_minor=900, pieces=2), ": together for RM 9.00"),
    (
        BuyGet(rule=RULE, buy=2, percent=Fraction(50)),
        ": for 2 bought, 50 % off 1 more",
    ),
    (SpendGet(rule=RULE, spend_minor=1000, get_minor=100), ": RM 1.00 for every RM 10.00"),
    (PerUnit(rule=RULE, amount_minor=Fraction(17, 2)), ": RM 0.085 for each unit"),
    (
        Scale(rule=RULE, steps=(Step(from_value=1, percent=Fraction(5)),)),
        ": the more, the cheaper",
    ),
    (PersonalPercent(rule=RULE, attribute="terms"), ": the member's own terms"),
)


def speaking(code: str, *rules: EarnRule | Discount) -> Tongue:
    """Return a language's tongue over a programme of these rules."""
    figures: dict[str, Answer] = {rule.rule: figures_of(rule) for rule in rules}
    return Tongue(words_of(code), Setting(currency="MYR", rules=figures))


def reasons(tongue: Tongue, answer: Answer) -> list[str]:
    """Return the sentences of a quote without the marks of direction."""
    found = explain(tongue, "quote", answer).reasons
    return [each.words.replace("\u2068", "").replace("\u2069", "") for each in found]


def award(kind: str, points: int, unit: str = "points") -> Answer:
    """Return what a quote tells of an award."""
    return {"rule": RULE, "words": f"earn.{kind}", "points": points, "unit": unit}


def off(kind: str) -> Answer:
    """Return what a quote tells of a discount of RM 1.23."""
    return {"rule": RULE, "words": f"discount.{kind}", "amount_minor": 123}


def kinds(told: Sequence[tuple[EarnRule | Discount, str]]) -> set[type]:
    """Return what kinds of rules there is an example of."""
    return {type(rule) for rule, _ in told}


def test_every_kind_has_an_example() -> None:
    assert kinds(EARNED) == set(get_args(EarnRule))
    assert kinds(TAKEN) == set(get_args(Discount))


@pytest.mark.parametrize(("rule", "sentence"), EARNED)
def test_an_earn_rule_says_its_figures(rule: EarnRule, sentence: str) -> None:
    said = reasons(speaking("en", rule), {"earned": [award(rule.kind, 7)]})

    assert said == [sentence]


@pytest.mark.parametrize(("rule", "sentence"), TAKEN)
def test_a_discount_says_its_figures(rule: Discount, sentence: str) -> None:
    said = reasons(speaking("en", rule), {"discounts": [off(rule.kind)]})

    assert said == [f"RM 1.23 off{sentence}"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_says_the_same_figures_and_no_fraction(code: str) -> None:
    for rule, _ in (*EARNED, *TAKEN):
        tongue = speaking(code, rule)
        told: Answer = {"earned": [award(rule.kind, 7)], "discounts": [off(rule.kind)]}
        name = "earned" if f"earn.{rule.kind}" in tongue.words else "discounts"

        (said,) = reasons(tongue, {name: told[name]})

        assert RULE not in said
        assert "/" not in said.replace("\u066b", "")


def test_money_that_is_earned_for_the_wallet_is_told_as_money() -> None:
    rule = PerSpend(rule=RULE, unit=WALLET, points=1, step_minor=50)
    tongue = speaking("en", rule)
    earned = [award("per_spend", 140, WALLET)]
    member: Answer = {"balances": [{"unit": "points", "available": 3}]}

    assert reasons(tongue, {"earned": earned}) == [
        "RM 1.40: RM 0.01 for every full RM 0.50"
    ]
    told = outcome_of(tongue, {"earned": earned, "member": member})
    assert told == "RM 1.40 earned · balance 3 points"


def test_a_cap_is_told_in_what_the_rule_gives() -> None:
    rule = PerSpend(rule=RULE, unit=WALLET, points=1, step_minor=50)
    values: Answer = {"points": 140, "cap": 2000}
    unused: Answer = {"rule": RULE, "words": "refuse.capped", "values": values}

    said = reasons(speaking("en", rule), {"not_used": [unused]})

    assert said == ["RM 1.40 less: the most is RM 20.00."]


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        ("scale", {"from_minor": 5000, "percent": "15/2"}, "7.5 % from RM 50.00 on"),
        ("scale", {"from_pieces": 3, "percent": "10"}, "10 % from 3 pieces on"),
        (
            "scale",
            {"percent": "5", "spent_minor": 90_000},
            "5 % from RM 900.00 spent before",
        ),
        ("scale", {"from_minor": 5000}, "what is given from RM 50.00 on"),
        ("scale", {"from_pieces": 3}, "what is given from 3 pieces on"),
        ("scale", {"spent_minor": 100}, "what is given from RM 1.00 spent before"),
        ("scale", {"up_to": "10"}, "step by step, up to 10 %"),
        ("personal_percent", {"agreed": "15/2"}, "7.5 %, the member's own terms"),
    ],
)
def test_what_the_basket_or_the_member_decided_is_told(
    kind: str, values: Answer, sentence: str
) -> None:
    given: Answer = {**off(kind), "values": values}

    assert reasons(speaking("en"), {"discounts": [given]}) == [f"RM 1.23 off: {sentence}"]
    for code in LANGUAGES:
        (said,) = reasons(speaking(code), {"discounts": [given]})
        assert "discount." not in said


def test_a_refund_that_moves_no_points_tells_the_money() -> None:
    money: Answer = {"tender": "cash", "amount_minor": 1550}
    ours: Answer = {"tender": "points", "points": 5, "amount_minor": 50}
    answer: Answer = {"reversed": [], "given_back": [], "to_tenders": [money]}

    assert reasons(speaking("en"), answer) == [
        "No points were earned or spent in what comes back, so none move.",
        "RM 15.50 goes back: cash.",
    ]
    claimed = reasons(speaking("en"), {**answer, "state": "claim"})
    assert claimed[0] == "Head office knows the sale and decides which points go back."
    short: Answer = {"points": 9, "from_refund_minor": 90}
    given: Answer = {"to_tenders": [ours, money], "shortfall": short}
    assert "RM 0.90 of it is kept for points that were spent already." in reasons(
        speaking("en"), given
    )


def test_what_a_budget_cut_is_told_in_what_the_rule_gives() -> None:
    rule = PerSpend(rule=RULE, step_minor=50)
    money: Answer = {"less_minor": 380, "left_minor": 1200}
    points: Answer = {"less": 7, "left": 30}
    unused: list[Answer] = [
        {"rule": "summer", "words": "refuse.budget_short", "values": money},
        {"rule": RULE, "words": "refuse.budget_short", "values": points},
    ]

    assert reasons(speaking("en", rule), {"not_used": unused}) == [
        "RM 3.80 less: the campaign has RM 12.00 left to give here.",
        "7 points less: the campaign has 30 points left to give here.",
    ]


def test_a_refund_that_is_asked_for_is_told_as_a_refund() -> None:
    reversed_: Answer = {"unit": "points", "points": 1, "line": "1", "rule": RULE}
    answer: Answer = {"reversed": [reversed_], "to_tenders": []}

    explained = explain(speaking("en"), "quote", answer)

    assert explained.title == "What the refund moves, and why"
    assert reasons(speaking("en"), answer) == [
        "Taken back: 1 point that the sale had earned."
    ]
