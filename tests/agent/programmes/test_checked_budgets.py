"""What ``vafa programme check`` says of campaigns' budgets."""

from fractions import Fraction

from agent.programmes.checking.budgets import budgets
from agent.programmes.checking.cost import cost
from agent.programmes.checking.finding import Question
from rules.campaigns.campaign import Campaign
from rules.discounts import Discount
from rules.discounts.percent import Percent
from rules.ground.ids import RuleId
from rules.issues.gifts import GivePoints
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnPurchase
from rules.programme import Programme
from rules.value.budgets import Budget

WHOLE = Budget(counts="points", amount=100)
DAY = Budget(counts="points", amount=30, per="day")
TOO_LARGE = Budget(counts="points", amount=100, of="store", per="day")
OTHER = Budget(counts="uses", amount=500, of="member")
GIFT = IssueRule(
    rule=RuleId("gift"), on=OnPurchase(), gives=GivePoints(points=5), campaign="summer"
)


def programme_of(
    *parts: Budget, gifts: tuple[IssueRule, ...] = (), discounts: tuple[Discount, ...] = ()
) -> Programme:
    """Return a programme of a campaign with these budgets, gifts and discounts."""
    return Programme(
        name="p",
        version=1,
        currency="MYR",
        zone="Asia/Kuala_Lumpur",
        issues=gifts,
        discounts=discounts,
        campaigns=(Campaign(campaign="summer", budgets=parts),),
    )


def said(*parts: Budget, gifts: tuple[IssueRule, ...] = ()) -> list[tuple[str, str]]:
    """Return what is found of a campaign with these budgets and gifts."""
    found = [*budgets(Question(programme=programme_of(*parts, gifts=gifts)))]
    assert {one.place for one in found} <= {"campaigns 1 (summer)"}
    return [(one.check, one.says) for one in found]


def test_budgets_that_bite_are_not_told_of() -> None:
    assert said(WHOLE, DAY, OTHER) == []
    assert said(gifts=(GIFT,)) == []


def test_a_part_as_large_as_the_whole_never_bites() -> None:
    ((check, says),) = said(WHOLE, TOO_LARGE)

    assert check == "budget_never_bites"
    assert says.startswith("100 points of the store per day are no less than the 100 of")


def test_gifts_draw_on_no_budget() -> None:
    assert said(DAY, gifts=(GIFT,)) == [
        ("budget_without_gifts", "gifts draw on no budget: gift")
    ]


def test_a_budget_of_money_caps_what_a_discount_costs() -> None:
    half = Percent(rule=RuleId("half"), percent=Fraction(50), campaign="summer")
    money = Budget(counts="discount_minor", amount=9_000)
    found = [
        [
            one.check
            for one in cost(Question(programme=programme_of(each, discounts=(half,))))
        ]
        for each in (money, WHOLE)
    ]

    assert found == [[], ["uncapped_cost"]]
