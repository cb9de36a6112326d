"""Discounts: one file a kind. The alias is the register: join yours with ``|``."""

from rules.discounts.amount import Amount
from rules.discounts.bundle_price import BundlePrice
from rules.discounts.buy_get import BuyGet
from rules.discounts.fixed_price import FixedPrice
from rules.discounts.per_unit import PerUnit
from rules.discounts.percent import Percent
from rules.discounts.personal_percent import PersonalPercent
from rules.discounts.scale import Scale
from rules.discounts.spend_get import SpendGet
from rules.discounts.tier_percent import TierPercent

Discount = (
    TierPercent
    | Percent
    | Amount
    | FixedPrice
    | BundlePrice
    | BuyGet
    | SpendGet
    | PerUnit
    | Scale
    | PersonalPercent
)
