"""A programme of every kind of rule, and baskets for it: as many rules as are asked for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Final

from rules.conditions.counters import Cap
from rules.conditions.when import ALWAYS, When
from rules.discounts import Discount
from rules.discounts.amount import Amount
from rules.discounts.buy_get import BuyGet
from rules.discounts.fixed_price import FixedPrice
from rules.discounts.per_unit import PerUnit
from rules.discounts.percent import Percent
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
from rules.ground.ids import AccountId, RuleId, TierId
from rules.ladder.terms import Ladder, Tier
from rules.members.standing import Standing
from rules.programme import Programme, Region
from rules.rewards.points_tender import PointsTender
from rules.sale.basket import Basket, Line, Tender
from rules.value.units import UnitTerms

ARTICLES: Final = 10_000
SHELVES: Final = 200
STORE: Final = "S01"
AT: Final = datetime(2026, 11, 20, 9, tzinfo=UTC)
"""A Friday, at 17:00 of the shop's own clock."""

_ARTICLES: Final = 5
"""How many articles a narrow rule is about."""

_BASE: Final = RuleId("base")
_CONDITIONS: Final = (
    ALWAYS,
    When(weekdays=("sat", "sun")),
    When(from_time="07:00", until_time="11:00"),
    When(tiers=(TierId("gold"),)),
    When(segments=("lapsed",)),
    When(regions=("north",)),
    When(first_day="2026-01-01", last_day="2026-12-31"),
    When(birthday="day", birthday_days=3),
)

_ANY: Final = RuleId("any")
_KINDS: Final = (
    PerSpend(rule=_ANY, step_minor=1_000),
    PerItem(rule=_ANY, points=5),
    Multiplier(rule=_ANY, factor=Fraction(3, 2), of=(_BASE,)),
    Percent(rule=_ANY, percent=Fraction(15)),
    Amount(rule=_ANY, amount_minor=50, each="piece"),
    FixedPrice(rule=_ANY, price_minor=990),
    BuyGet(rule=_ANY, buy=2),
    SpendGet(rule=_ANY, spend_minor=5_000, get_minor=500),
    PerUnit(rule=_ANY, amount_minor=Fraction(5, 2)),
    CategoryMultiplier(rule=_ANY, factor=Fraction(2), categories=("any",)),
)


def vocabulary(rules: int) -> Programme:
    """Return a programme of ``rules`` rules, at least ten.

    The first ten are about whole shelves or everything, each of another kind, and hold.
    All others are about five articles out of ten thousand; seven in eight ask for a
    weekday, an hour, a tier, a segment, a region, a season or a birthday.
    """
    chance = Random("vocabulary")
    more = [_narrow(number, chance) for number in range(rules - 10)]
    earn: list[EarnRule] = [rule for rule in more if isinstance(rule, EarnRule)]
    discounts: list[Discount] = [rule for rule in more if isinstance(rule, Discount)]
    return Programme(
        name="vocabulary",
        version=1,
        currency="MYR",
        zone="Asia/Kuala_Lumpur",
        units=(UnitTerms(pending_days=14, expires_months=12),),
        earn=(*_broad_earning(), *earn),
        discounts=(*_broad_discounts(), *discounts),
        ladder=Ladder(
            window_days=365,
            tiers=(
                Tier(tier=TierId("bronze"), from_minor=0),
                Tier(tier=TierId("silver"), from_minor=100_000),
                Tier(tier=TierId("gold"), from_minor=500_000),
            ),
        ),
        rewards=(PointsTender(rule=RuleId("pay"), step=100, value_minor_per_step=100),),
        regions=(Region(region="north", stores=("S07", "S08")),),
    )


def basket(number: int, *, lines: int) -> Basket:
    """Return a receipt of ``lines`` lines, paid in cash."""
    chance = Random(f"basket {number}")
    goods = tuple(_line(at, chance) for at in range(1, lines + 1))
    due = sum(line.amount_minor for line in goods)
    return Basket(
        currency="MYR",
        at=AT + timedelta(seconds=number),
        lines=goods,
        tenders=(Tender(tender="cash", amount_minor=due),),
        store=STORE,
    )


def member() -> Standing:
    """Return a silver member who has bought before."""
    return Standing(
        account=AccountId("m-1"),
        status="active",
        tier=TierId("silver"),
        tier_until=AT + timedelta(days=99),
        spend_minor=150_000,
        issued=(),
        revision=1,
        as_of=AT,
        birthday="03-14",
        segments=("regular",),
    )


def sku(number: int) -> str:
    """Name an article; its shelf is told by its number."""
    return f"SKU-{number:05d}"


def shelf(number: int) -> str:
    """Name a shelf."""
    return f"shelf-{number % SHELVES:03d}"


def _broad_earning() -> tuple[EarnRule, ...]:
    return (
        PerSpend(rule=_BASE, step_minor=100),
        PerItem(rule=RuleId("stamps"), points=1, pieces=3, categories=(shelf(1), shelf(2))),
        Multiplier(
            rule=RuleId("happy"),
            factor=Fraction(2),
            of=(_BASE,),
            when=When(weekdays=("fri",), from_time="17:00", until_time="19:00"),
        ),
        BasketBonus(rule=RuleId("big"), points=50, from_minor=10_000),
        PerVisit(rule=RuleId("visit"), points=5, caps=(Cap(per="day", points=5),)),
    )


def _broad_discounts() -> tuple[Discount, ...]:
    return (
        TierPercent(
            rule=RuleId("silver-5"),
            tiers=(TierId("silver"),),
            percent=Fraction(5),
            categories=(shelf(3), shelf(4)),
        ),
        Percent(rule=RuleId("fresh"), percent=Fraction(10), categories=(shelf(5),)),
        BuyGet(rule=RuleId("three-for-two"), buy=2, categories=(shelf(6), shelf(7))),
        Scale(
            rule=RuleId("more"),
            categories=(shelf(8), shelf(9)),
            steps=(
                Step(from_value=5_000, percent=Fraction(5)),
                Step(from_value=10_000, percent=Fraction(8)),
            ),
        ),
        FixedPrice(rule=RuleId("bread"), price_minor=250, categories=(shelf(10),)),
    )


def _narrow(number: int, chance: Random) -> EarnRule | Discount:
    name, when = RuleId(f"rule-{number}"), _CONDITIONS[number % len(_CONDITIONS)]
    skus = tuple(sku(article) for article in chance.sample(range(ARTICLES), _ARTICLES))
    kind = _KINDS[number * 7 % len(_KINDS)]
    if isinstance(kind, CategoryMultiplier):
        return replace(kind, rule=name, when=when, categories=(f"brand-{number}",))
    return replace(kind, rule=name, when=when, skus=skus)


def _line(at: int, chance: Random) -> Line:
    article = chance.randrange(ARTICLES)
    count = chance.choice((1, 1, 1, 2, 3))
    return Line(
        line=str(at),
        sku=sku(article),
        category=shelf(article),
        quantity_milli=count * 1000,
        amount_minor=count * chance.randrange(120, 4_900),
    )
