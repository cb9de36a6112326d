"""Discounts: one file a kind. The alias below is the register: join yours to it with ``|``."""

from rules.discounts.tier_percent import TierPercent

Discount = TierPercent
