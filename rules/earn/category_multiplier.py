"""Points times N on some categories; the extra is an award under its own rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rules.earn.per_spend import WORDS as PER_SPEND
from rules.earn.receipt import Given, Receipt
from rules.earn.times import CATEGORY_MULTIPLIED, Times
from rules.ground import bounds
from rules.sale.decisions import NotUsed
from rules.sale.matching import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryMultiplier(Times):
    """Times ``factor`` (exact, above 1) on what ``of`` gave to lines of ``categories``.

    ``of`` names per_spend rules; empty means every one of the same unit. The extra is
    ``floor(given x (factor - 1))`` once, shared to the lines by what they were given.
    """

    WORDS: ClassVar[str] = CATEGORY_MULTIPLIED
    OF_WORDS: ClassVar[str] = PER_SPEND

    kind: Literal["category_multiplier"] = "category_multiplier"
    categories: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse figures that make no rule."""
        Times.__post_init__(self)
        bounds.names("categories", self.categories)
        bounds.some("categories", self.categories)

    @property
    def scope(self) -> Scope:
        """Which lines it is about."""
        return Scope(self.categories)

    def earn(self, at: Sequence[int], receipt: Receipt) -> Given | NotUsed:
        """Return the extra of the lines at these positions, or why none."""
        return self.multiplied(at, receipt, "floor")
