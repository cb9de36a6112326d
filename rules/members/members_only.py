"""Goods that only members may buy: told while the basket is open, never refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.ground import bounds
from rules.sale.basket import Line
from rules.sale.decisions import NotUsed


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersOnly:
    """Goods of ``categories`` or ``skus`` are for members of ``tiers`` (none: of any)."""

    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse to keep everything for members."""
        for name in ("categories", "skus", "tiers"):
            bounds.names(name, getattr(self, name))
        if not (self.categories or self.skus):
            raise bounds.OutOfBoundsError("categories or skus must be named")

    def keeps(self, line: Line, tier: str | None) -> bool:
        """Say whether a line is not for whoever buys; ``tier`` is None for no member."""
        if line.category not in self.categories and line.sku not in self.skus:
            return False
        return tier is None or bool(self.tiers and tier not in self.tiers)


def not_for_them(
    rules: Sequence[MembersOnly], lines: Sequence[Line], tier: str | None
) -> tuple[NotUsed, ...]:
    """Return a reason for each line that whoever buys may not have."""
    if not rules:
        return ()
    return tuple(
        NotUsed(rule="", words="refuse.members_only", values=(("line", line.line),))
        for line in lines
        if any(rule.keeps(line, tier) for rule in rules)
    )
