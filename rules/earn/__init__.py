"""Earn rules: one file a rule. The union below is the register: add yours to it."""

from rules.earn.basket_bonus import BasketBonus
from rules.earn.category_multiplier import CategoryMultiplier
from rules.earn.multiplier import Multiplier
from rules.earn.per_item import PerItem
from rules.earn.per_spend import PerSpend
from rules.earn.per_visit import PerVisit

EarnRule = PerSpend | CategoryMultiplier | BasketBonus | PerItem | PerVisit | Multiplier
