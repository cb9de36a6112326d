"""Percent off for members of a tier, on some categories or on everything."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from rules import bounds
from rules.ids import RuleId, TierId
from rules.matching import Scope
from rules.shares import share

_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TierPercent:
    """``percent`` (exact) off the lines it is about, for members of ``tiers``.

    Worked out on the amounts before any discount, so that the quote and the sale, whose
    lines carry the discount already, come to the same; rounded once, half up, and shared to
    the lines.
    """

    kind: Literal["tier_percent"] = "tier_percent"
    rule: RuleId
    tiers: tuple[TierId, ...]
    percent: Fraction
    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse figures that make no rule."""
        bounds.identifier("rule", self.rule)
        bounds.names("tiers", self.tiers)
        if not self.tiers:
            raise bounds.OutOfBoundsError("tiers must name at least one tier")
        bounds.rate("percent", self.percent, least=0, most=_PERCENT)
        if self.percent == 0:
            raise bounds.OutOfBoundsError("percent must be above 0")
        bounds.names("categories", self.categories)
        bounds.names("skus", self.skus)

    @property
    def scope(self) -> Scope:
        """Which lines it is about."""
        return Scope(self.categories, self.skus)

    @property
    def words(self) -> str:
        """The key of the words that name it on a slip."""
        return "discount.tier_percent"

    def off(self, amounts: Sequence[int]) -> tuple[int, ...]:
        """Return what comes off each of these amounts (minor units, none negative)."""
        whole = self.percent.denominator * _PERCENT
        total = (2 * sum(amounts) * self.percent.numerator + whole) // (2 * whole)
        return share(total, amounts)
