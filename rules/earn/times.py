"""What both kinds of multiplier share: the extra on what rules gave, and what stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Final

from rules.earn.left import NONE, Left, Part
from rules.earn.multiplying import extra, factor
from rules.earn.receipt import Given, Receipt
from rules.earn.terms import EarnTerms
from rules.ground import bounds
from rules.ground.ids import RuleId
from rules.ground.rounding import Rounding
from rules.sale.decisions import LineAward, NotUsed

MULTIPLIED: Final = "earn.multiplier"
CATEGORY_MULTIPLIED: Final = "earn.category_multiplier"
_MULTIPLIERS: Final = frozenset({MULTIPLIED, CATEGORY_MULTIPLIED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Times(EarnTerms):
    """Times ``factor`` (exact, above 1) on what the rules ``of`` gave.

    ``WORDS`` names the extra on a slip; ``OF_WORDS`` those of what it multiplies (empty:
    of all that are no multipliers).
    """

    STAGE: ClassVar = 2
    WORDS: ClassVar[str]
    OF_WORDS: ClassVar[str]

    factor: Fraction
    of: tuple[RuleId, ...] = ()

    def __post_init__(self) -> None:
        """Refuse figures that make no rule."""
        EarnTerms.__post_init__(self)
        factor(self.factor)
        bounds.names("of", self.of)

    @property
    def from_minor(self) -> int:
        """The least money of the whole receipt from which it gives anything: any."""
        return 0

    def multiplied(
        self, at: Sequence[int], receipt: Receipt, rounding: Rounding
    ) -> Given | NotUsed:
        """Return the extra of the lines at these positions, or why none."""
        sums = receipt.given_by(self.of, self.unit, self.OF_WORDS)
        points, weights = extra(
            receipt, sums, at, unit=self.unit, factor=self.factor, rounding=rounding
        )
        if not points:
            values = (("points", sum(weights)),)
            return NotUsed(
                rule=self.rule, words="refuse.nothing_to_multiply", values=values
            )
        return Given(self.WORDS, at, points, weights)

    def stands(self, total_minor: int) -> bool:
        """Whether a receipt of that much money meets its condition: it has none."""
        return total_minor >= 0

    def keeps(self, award: LineAward, left: Left) -> Part:
        """Return the part of its extra that stays: by quantity, and with its base."""
        given = stays = 0
        for base in left.awards:
            if base.line == award.line and self._multiplies(base):
                given += base.points
                stays += 0 if base.rule in left.lapsed else base.points
        remaining, sold = left.quantities[award.line]
        return (remaining * stays, sold * given) if given else NONE

    def _multiplies(self, base: LineAward) -> bool:
        if base.unit != self.unit or (self.of and base.rule not in self.of):
            return False
        return (
            base.words == self.OF_WORDS if self.OF_WORDS else base.words not in _MULTIPLIERS
        )
