"""What sales and tiers give in some worlds, and a product that is had for points."""

from fractions import Fraction
from typing import Final

from rules.ground.ids import RuleId, TierId
from rules.issues.gifts import GiveCoupon, GiveGiftCard
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnPurchase, OnTierEntry
from rules.rewards.points_product import PointsProduct
from rules.vouchers.percent_off import PercentOff

GOLD: Final = TierId("gold")
PRODUCT: Final = PointsProduct(
    rule=RuleId("coffee-for-points"), price_points=30, categories=("coffee",)
)
COFFEE_MINOR: Final = 390
"""What each piece of the product costs in money: nothing takes any of it off."""

_THANKS: Final = RuleId("thank-you")
_BONUS: Final = RuleId("bonus-card")
_GOLDEN: Final = (RuleId("golden-coupon"), RuleId("golden-card"))
GO_WITH_GOLD: Final = frozenset(_GOLDEN)
"""The rules whose vouchers go with the tier they were given for."""

WELCOME: Final = RuleId("gold-welcome")
GIVEN_FOR_TIERS: Final = GO_WITH_GOLD | {WELCOME}
"""The rules whose vouchers do not go with the sale that led to the tier."""

COUPONS: Final = (
    PercentOff(rule=_THANKS, percent=Fraction(20), spend="homed"),
    PercentOff(rule=_GOLDEN[0], percent=Fraction(20)),
)
GIVEN: Final = (
    IssueRule(
        rule=_THANKS,
        on=OnPurchase(minimum_minor=500),
        gives=GiveCoupon(valid_days=30),
        times="each",
    ),
    IssueRule(
        rule=_BONUS,
        on=OnPurchase(minimum_minor=1500),
        gives=GiveGiftCard(amount_minor=120),
        times="each",
    ),
    IssueRule(
        rule=_GOLDEN[0],
        on=OnTierEntry(tiers=(GOLD,)),
        gives=GiveCoupon(valid_days=30),
        times="each",
        lost="withdraw",
    ),
    IssueRule(
        rule=_GOLDEN[1],
        on=OnTierEntry(tiers=(GOLD,)),
        gives=GiveGiftCard(amount_minor=80, valid_days=30),
        times="each",
        lost="withdraw",
    ),
)
