"""Earn rules: one file a rule. The union below is the register: add yours to it."""

from rules.earn.basket_bonus import BasketBonus
from rules.earn.category_multiplier import CategoryMultiplier
from rules.earn.per_spend import PerSpend

EarnRule = PerSpend | CategoryMultiplier | BasketBonus
