"""A campaign to try: its rules, its budgets, a sale under it."""

from dataclasses import replace
from fractions import Fraction

from rules.campaigns.campaign import Campaign
from rules.conditions.when import When
from rules.discounts.percent import Percent
from rules.earn.per_spend import PerSpend
from rules.evaluator import Evaluator
from rules.ground.ids import AccountId, LotId, Place, RuleId, Unit
from rules.members.standing import Standing
from rules.programme import Programme
from rules.sale.decisions import Settlement
from rules.value.allotments import Allotment
from rules.value.budgets import Budget
from tests.rules.making import LIFE, RECORD, basket, line, standing

OFF = Percent(rule=RuleId("summer"), percent=Fraction(50), campaign="summer")
EARN = PerSpend(rule=RuleId("double"), step_minor=100, campaign="summer")


def campaign(made: Programme, *budgets: Budget, when: When | None = None) -> Programme:
    summer = Campaign(campaign="summer", budgets=budgets, when=when or When())
    return replace(made, campaigns=(summer,))


def here(left: int, unit: str, lot: str = "b-summer/ever") -> Allotment:
    return Allotment(
        account=AccountId(lot.partition("/")[0]),
        unit=Unit(unit),
        lot=LotId(lot),
        place=Place(LIFE),
        amount=left,
    )


def sold(
    made: Programme,
    *left: Allotment,
    minor: int = 10_000,
    off: int = 0,
    member: Standing | None = None,
) -> Settlement:
    goods = line("1", minor, discount_minor=off)
    asked = replace(basket(goods), store="S01", budgets=left)
    answer = Evaluator(made).settle(
        asked, member or standing(), spends=(), record=RECORD, life=LIFE
    )
    assert isinstance(answer, Settlement)
    return answer


def points(sale: Settlement) -> int:
    return sum(award.points for award in sale.awards)


def words(sale: Settlement) -> list[str]:
    return [reason.words for reason in sale.not_used]
