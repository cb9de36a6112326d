"""The programme of a world: small numbers, so that every point can be spent."""

from fractions import Fraction

from rules.campaigns.campaign import Campaign
from rules.conditions.counters import Cap, Uses
from rules.discounts.percent import Percent
from rules.earn import EarnRule
from rules.earn.category_multiplier import CategoryMultiplier
from rules.earn.per_spend import PerSpend
from rules.ground.ids import RuleId, TierId
from rules.issues.gifts import GivePoints, GiveWallet
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnPurchase, OnTierEntry
from rules.ladder.terms import EntryIssue, Ladder, Metric, Tier
from rules.members.card_terms import CardTerms, MemberIin, NewNumbers
from rules.programme import Programme, RefundTerms
from rules.rewards import Reward
from rules.rewards.points_tender import PointsTender
from rules.value.budgets import Budget
from rules.value.units import UnitTerms
from rules.vouchers.money import GiftCardTerms, WalletTerms
from rules.vouchers.percent_off import PercentOff
from tests.simulation.script import Setting
from tests.simulation.vouchers_given import COUPONS, GIVEN, GOLD, PRODUCT, WELCOME

CURRENCY = "MYR"
REWARD = RuleId("points-off")
GIFTS = (RuleId("monthly-treat"), RuleId("gold-points"))
FIFTH = RuleId("harvest-fifth")
EXTRA = RuleId("extra-points")
CARD_PREFIX = "639900"
CARD_DIGITS = 16
_BASE = RuleId("base")
_TENTH = Percent(
    rule=RuleId("monthly-tenth"), percent=Fraction(10), uses=(Uses(per="month"),)
)
_FIFTH = Percent(rule=FIFTH, percent=Fraction(20), campaign="harvest")
_EXTRA = PerSpend(rule=EXTRA, step_minor=20, campaign="extra")
CAMPAIGNS = (
    Campaign(
        campaign="harvest",
        budgets=(
            Budget(counts="discount_minor", amount=600, returned="restored"),
            Budget(counts="uses", amount=6, of="store", per="day"),
            Budget(counts="discount_minor", amount=150, of="member", per="week"),
        ),
    ),
    Campaign(
        campaign="extra",
        budgets=(
            Budget(counts="points", amount=150, per="day"),
            Budget(
                counts="points", amount=70, of="member", per="month", returned="restored"
            ),
        ),
    ),
)
"""Budgets small enough to run out; whole, of a store, of a member; kept and restored."""

_COFFEE = RuleId("coffee-x2")
_GOLD_FROM = {"orders": 3, "visits": 2}


def programme_for(setting: Setting) -> Programme:
    """Return the programme that a world is played under."""
    return Programme(
        name="simulated",
        version=1,
        currency=CURRENCY,
        zone="Asia/Kuala_Lumpur",
        units=(
            UnitTerms(
                pending_days=setting.pending_days, expires_months=setting.expires_months
            ),
        ),
        earn=(*_earn(counted=setting.counted), *((_EXTRA,) if setting.budgeted else ())),
        discounts=_discounts(setting),
        campaigns=CAMPAIGNS if setting.budgeted else (),
        ladder=_ladder(setting.metric) if setting.tiers else None,
        issues=_issues(setting),
        rewards=_rewards(gifted=setting.gifted),
        # Homed where points may be used at once, so that both policies are played.
        vouchers=(
            PercentOff(rule=WELCOME, percent=Fraction(20)),
            *(COUPONS if setting.gifted else ()),
        ),
        gift_cards=GiftCardTerms(spend="online" if setting.pending_days else "homed"),
        wallet=WalletTerms(usable="confirmed" if setting.pending_days else "at_once")
        if setting.counted or setting.gifted
        else None,
        refund=RefundTerms(method=setting.refund_method),
        cards=CardTerms(
            member_iins=(MemberIin(prefix=CARD_PREFIX, length=CARD_DIGITS),),
            new_numbers=NewNumbers(prefix=f"{CARD_PREFIX}9", length=CARD_DIGITS)
            if setting.people
            else None,
        ),
    )


def _earn(*, counted: bool) -> tuple[EarnRule, ...]:
    day, month = Cap(per="day", points=60), Cap(per="month", points=400)
    week = Cap(per="week", points=90, over="nothing")
    return (
        PerSpend(rule=_BASE, step_minor=10, caps=(day, month) if counted else ()),
        CategoryMultiplier(
            rule=_COFFEE,
            factor=Fraction(2),
            categories=("coffee",),
            of=(_BASE,),
            caps=(week,) if counted else (),
        ),
    )


def _discounts(setting: Setting) -> tuple[Percent, ...]:
    tenth = (_TENTH,) if setting.counted else ()
    return (*tenth, _FIFTH) if setting.budgeted else tenth


def _rewards(*, gifted: bool) -> tuple[Reward, ...]:
    tender = PointsTender(rule=REWARD, step=1, value_minor_per_step=1)
    return (tender, PRODUCT) if gifted else (tender,)


def _issues(setting: Setting) -> tuple[IssueRule, ...]:
    counted = _counted_gifts(tiers=setting.tiers) if setting.counted else ()
    return (*counted, *GIVEN) if setting.gifted else counted


def _counted_gifts(*, tiers: bool) -> tuple[IssueRule, ...]:
    treat = IssueRule(
        rule=GIFTS[0],
        on=OnPurchase(minimum_minor=1000),
        gives=GiveWallet(amount_minor=50),
        times="month",
    )
    entry = IssueRule(
        rule=GIFTS[1],
        on=OnTierEntry(tiers=(GOLD,)),
        gives=GivePoints(points=25),
    )
    return (treat, entry) if tiers else (treat,)


def _ladder(metric: Metric) -> Ladder:
    bronze = TierId("bronze")
    welcome = EntryIssue(rule=WELCOME, valid_days=30)
    if metric == "spend":
        tiers = (
            Tier(tier=bronze, from_minor=0),
            Tier(tier=GOLD, from_minor=4000, entry_issue=welcome),
        )
    else:
        tiers = (
            Tier(tier=bronze, from_count=0),
            Tier(tier=GOLD, from_count=_GOLD_FROM[metric], entry_issue=welcome),
        )
    return Ladder(metric=metric, window_days=30, tiers=tiers)


def card_of(member: int) -> str:
    """Return the number on a member's card, with its Luhn digit."""
    body = f"{CARD_PREFIX}{member:0{CARD_DIGITS - len(CARD_PREFIX) - 1}}"
    doubled = (
        sum(divmod(2 * int(digit), 10)) if place % 2 == 0 else int(digit)
        for place, digit in enumerate(reversed(body))
    )
    return f"{body}{-sum(doubled) % 10}"
