"""Points times N on some categories; the extra is an award under its own rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal

from rules import bounds
from rules.decisions import Award, NotUsed
from rules.earn.left import NONE, Left, Part
from rules.earn.receipt import Receipt
from rules.ids import RuleId, Unit
from rules.ledger import POINTS
from rules.matching import Scope
from rules.shares import share

_FACTOR_MAX = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryMultiplier:
    """Times ``factor`` (exact, above 1) on what ``of`` gave to lines of ``categories``.

    ``of`` names per_spend rules; empty means every one of the same unit. The extra is
    ``floor(given x (factor - 1))`` once, shared to the lines by what they were given. Two
    multipliers on one line add up; neither multiplies the other's extra.
    """

    STAGE: ClassVar = 2

    kind: Literal["category_multiplier"] = "category_multiplier"
    rule: RuleId
    unit: Unit = POINTS
    factor: Fraction
    categories: tuple[str, ...]
    of: tuple[RuleId, ...] = ()

    def __post_init__(self) -> None:
        """Refuse figures that make no rule."""
        bounds.identifier("rule", self.rule)
        bounds.rate("factor", self.factor, least=1, most=_FACTOR_MAX)
        if self.factor == 1:
            raise bounds.OutOfBoundsError("factor must be above 1")
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
        given = dict.fromkeys(at, 0)
        for rule in self.of or receipt.base:
            if rule in receipt.base and receipt.base[rule][0] == self.unit:
                _, positions, parts = receipt.base[rule]
                for position, points in zip(positions, parts, strict=True):
                    if position in given:
                        given[position] += points
        base = sum(given.values())
        extra = base * self.factor.numerator // self.factor.denominator - base
        if not extra:
            return NotUsed(
                rule=self.rule,
                words="refuse.nothing_to_multiply",
                values=(("points", base),),
            )
        parts = share(extra, tuple(given.values()))
        return receipt.award(
            self.rule,
            self.unit,
            "earn.category_multiplier",
            zip(given, parts, strict=True),
        )

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
        return known and base.words == "earn.per_spend" and base.unit == self.unit
