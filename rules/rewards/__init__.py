"""Rewards: one file a kind. The alias is the register: join yours with ``|``."""

from rules.rewards.points_product import PointsProduct
from rules.rewards.points_tender import PointsTender

Reward = PointsTender | PointsProduct
