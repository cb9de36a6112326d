"""Points times N on some categories; the extra is an award under its own rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal

from rules import bounds
from rules.decisions import Award, NotUsed
from rules.earn.left import NONE, Left, Part
from rules.earn.multiplying import extra, factor
from rules.earn.per_spend import WORDS
from rules.earn.receipt import Receipt
from rules.earn.terms import EarnTerms
from rules.ids import RuleId
from rules.matching import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryMultiplier(EarnTerms):
    """Times ``factor`` (exact, above 1) on what ``of`` gave to lines of ``categories``.

    ``of`` names per_spend rules; empty means every one of the same unit. The extra is
    ``floor(given x (factor - 1))`` once, shared to the lines by what they were given.
    """

    STAGE: ClassVar = 2

    kind: Literal["category_multiplier"] = "category_multiplier"
    factor: Fraction
    categories: tuple[str, ...]
    of: tuple[RuleId, ...] = ()

    def __post_init__(self) -> None:
        """Refuse figures that make no rule."""
        EarnTerms.__post_init__(self)
        factor(self.factor)
        bounds.names("categories", self.categories)
        bounds.names("of", self.of)
        if not self.categories:
            raise bounds.OutOfBoundsError("categories must name at least one category")

    @property
    def scope(self) -> Scope:
        """Which lines it is about."""
        return Scope(self.categories)

    @property
    def from_minor(self) -> int:
        """The least money of the whole receipt from which it gives anything: any."""
        return 0

    def earn(self, at: Sequence[int], receipt: Receipt) -> tuple[Award, ...] | NotUsed:
        """Return the extra of the lines at these positions, or why none."""
        parts = extra(
            receipt,
            receipt.given_by(self.of, self.unit, by_spend=True),
            at,
            unit=self.unit,
            factor=self.factor,
        )
        if isinstance(parts, int):
            values = (("points", parts),)
            return NotUsed(
                rule=self.rule, words="refuse.nothing_to_multiply", values=values
            )
        return receipt.award(self.rule, self.unit, "earn.category_multiplier", parts)

    def stands(self, total_minor: int) -> bool:
        """Whether a receipt of that much money meets its condition: it has none."""
        return total_minor >= 0

    def keeps(self, award: Award, left: Left) -> Part:
        """Return the part of its extra that stays: by quantity, and with its base."""
        given = stays = 0
        for base in left.awards:
            if base.line == award.line and self._multiplied(base):
                given += base.points
                stays += 0 if base.rule in left.lapsed else base.points
        remaining, sold = left.quantities[award.line]
        return (remaining * stays, sold * given) if given else NONE

    def _multiplied(self, base: Award) -> bool:
        known = not self.of or base.rule in self.of
        return known and base.words == WORDS and base.unit == self.unit
