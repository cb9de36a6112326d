"""Points times N: on some goods or on all, at some hours, for some members."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rules.earn.receipt import Given, Receipt
from rules.earn.times import MULTIPLIED, Times
from rules.ground import bounds
from rules.ground.rounding import Rounding
from rules.sale.decisions import NotUsed
from rules.sale.matching import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiplier(Times):
    """Times ``factor`` (exact, above 1) on what ``of`` gave to the lines it is about.

    ``of`` names rules; empty means all that are no multipliers and earn the same unit. The
    extra is rounded once and shared to the lines by what they were given.
    """

    WORDS: ClassVar[str] = MULTIPLIED
    OF_WORDS: ClassVar[str] = ""

    kind: Literal["multiplier"] = "multiplier"
    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    rounding: Rounding = "floor"

    def __post_init__(self) -> None:
        """Refuse figures that make no rule."""
        Times.__post_init__(self)
        bounds.names("categories", self.categories)
        bounds.names("skus", self.skus)

    @property
    def scope(self) -> Scope:
        """Which lines it is about."""
        return Scope(self.categories, self.skus)

    def earn(self, at: Sequence[int], receipt: Receipt) -> Given | NotUsed:
        """Return the extra of the lines at these positions, or why none."""
        return self.multiplied(at, receipt, self.rounding)
