"""Earning the slow and obvious way, every rule asking every line: the oracle."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor

from rules.earn import EarnRule
from rules.earn.basket_bonus import BasketBonus
from rules.earn.category_multiplier import CategoryMultiplier
from rules.earn.per_spend import PerSpend
from rules.sale.basket import Line

Points = Mapping[tuple[str, str], int]
"""By (rule, line)."""


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Split by Hamilton's method, in exact fractions."""
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    parts = [floor(share) for share in exact]
    while sum(parts) < total:
        behind = [share - part for share, part in zip(exact, parts, strict=True)]
        parts[behind.index(max(behind))] += 1
    return parts


def earned(
    rules: Sequence[EarnRule], lines: Sequence[Line], basis: Sequence[int]
) -> Points:
    """Return what the lines earn on this money each, without the lines that get nothing."""
    money = {line.line: cost for line, cost in zip(lines, basis, strict=True) if cost > 0}
    total = sum(money.values())
    base: dict[tuple[str, str], int] = {}
    points: dict[tuple[str, str], int] = {}
    for rule in rules:
        if isinstance(rule, PerSpend) and total >= rule.min_basket_minor:
            mine = _about(rule, lines, money)
            whole = floor(Fraction(sum(mine.values()) * rule.points, rule.step_minor))
            base |= _shared(rule.rule, whole, mine)
    points |= base
    for rule in rules:
        if isinstance(rule, BasketBonus) and total >= rule.from_minor:
            points |= _shared(rule.rule, rule.points, money)
        if isinstance(rule, CategoryMultiplier):
            mine = _multiplied(rule, lines, base)
            whole = floor(sum(mine.values()) * (rule.factor - 1))
            points |= _shared(rule.rule, whole, mine)
    return {key: part for key, part in points.items() if part}


def _about(
    rule: PerSpend, lines: Sequence[Line], money: Mapping[str, int]
) -> Mapping[str, int]:
    unfiltered = not rule.categories and not rule.skus
    return {
        line.line: money[line.line]
        for line in lines
        if line.line in money
        and (unfiltered or line.category in rule.categories or line.sku in rule.skus)
    }


def _multiplied(
    rule: CategoryMultiplier, lines: Sequence[Line], base: Points
) -> Mapping[str, int]:
    return {
        line.line: sum(
            part
            for (name, on), part in base.items()
            if on == line.line and (not rule.of or name in rule.of)
        )
        for line in lines
        if line.category in rule.categories
    }


def _shared(
    rule: str, whole: int, weights: Mapping[str, int]
) -> dict[tuple[str, str], int]:
    if not whole or not sum(weights.values()):
        return {}
    parts = largest_remainder(whole, list(weights.values()))
    return {(rule, line): part for line, part in zip(weights, parts, strict=True)}
