"""Discounts: one file a kind. The alias is the register: join yours with ``|``."""

from rules.discounts.tier_percent import TierPercent

Discount = TierPercent
