"""Points times N: on some goods or on all, at some hours, for some members."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Final, Literal

from rules import bounds
from rules.decisions import Award, NotUsed
from rules.earn.left import NONE, Left, Part
from rules.earn.multiplying import extra, factor
from rules.earn.receipt import Receipt
from rules.earn.terms import EarnTerms
from rules.ids import RuleId
from rules.matching import Scope
from rules.rounding import Rounding

WORDS: Final = "earn.multiplier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiplier(EarnTerms):
    """Times ``factor`` (exact, above 1) on what ``of`` gave to the lines it is about.

    ``of`` names rules; empty means all that are no multipliers and earn the same unit. The
    extra is rounded once and shared to the lines by what they were given.
    """

    STAGE: ClassVar = 2

    kind: Literal["multiplier"] = "multiplier"
    factor: Fraction
    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    of: tuple[RuleId, ...] = ()
    rounding: Rounding = "floor"

    def __post_init__(self) -> None:
        """Refuse figures that make no rule."""
        EarnTerms.__post_init__(self)
        factor(self.factor)
        bounds.names("categories", self.categories)
        bounds.names("skus", self.skus)
        bounds.names("of", self.of)

    @property
    def scope(self) -> Scope:
        """Which lines it is about."""
        return Scope(self.categories, self.skus)

    @property
    def from_minor(self) -> int:
        """The least money of the whole receipt from which it gives anything: any."""
        return 0

    def earn(self, at: Sequence[int], receipt: Receipt) -> tuple[Award, ...] | NotUsed:
        """Return the extra of the lines at these positions, or why none."""
        parts = extra(
            receipt,
            receipt.given_by(self.of, self.unit, by_spend=False),
            at,
            unit=self.unit,
            factor=self.factor,
            rounding=self.rounding,
        )
        if isinstance(parts, int):
            values = (("points", parts),)
            return NotUsed(
                rule=self.rule, words="refuse.nothing_to_multiply", values=values
            )
        return receipt.award(self.rule, self.unit, WORDS, parts)

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
        if base.unit != self.unit or base.words in _MULTIPLIERS:
            return False
        return not self.of or base.rule in self.of


_MULTIPLIERS: Final = frozenset({WORDS, "earn.category_multiplier"})
