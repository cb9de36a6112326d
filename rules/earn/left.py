"""What is left of a sale after returns, for a rule to say what stays earned."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.ground.ids import RuleId
from rules.sale.decisions import LineAward

Part = tuple[int, int]
"""An exact part of an award that stays, as (numerator, denominator)."""

NONE: Part = (0, 1)
WHOLE: Part = (1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """``quantities`` by line: what is still with the customer, out of what was sold.

    ``total_minor`` is the money left that earned; ``lapsed`` names the rules whose
    condition on the whole receipt it no longer meets; ``awards`` are the sale's own.
    """

    quantities: Mapping[str, Part]
    total_minor: int
    lapsed: frozenset[RuleId]
    awards: tuple[LineAward, ...]
