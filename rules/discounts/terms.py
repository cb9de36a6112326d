"""What the terms of every discount say: on what, when, with what else, how much at most."""

from dataclasses import dataclass
from typing import Literal

from rules.conditions.counters import Uses
from rules.conditions.when import ALWAYS, When
from rules.ground import bounds
from rules.ground.ids import RuleId
from rules.sale.matching import Scope

Stacking = Literal["never", "with", "always"]
"""Whether another discount may hold on the same line: none; those of the classes it names
or that name its own; any."""

_PRIORITY_MAX = 1_000_000
_LISTS = (
    *("categories", "skus", "not_categories", "not_skus", "stacks_with"),
    *("minimum_categories", "minimum_skus"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountTerms:
    """Terms that all kinds share.

    It is about lines of ``categories`` or ``skus`` (neither: all), but not those of
    ``not_categories`` and ``not_skus``. ``minimum_minor`` is what the goods must cost
    (those it is about, the whole basket, or ``named``: ``minimum_categories`` and
    ``minimum_skus``), ``minimum_pieces`` how many pieces it must find among those it is
    about, or on one ``line`` of the basket. ``cap_minor`` is the most that comes off a
    receipt. Of one ``group`` a receipt takes one; ``stacking`` says what may hold beside it
    on a line. Higher ``priority`` goes first. ``uses`` bound how often a member may have
    it; then it is for members only.
    """

    rule: RuleId
    when: When = ALWAYS
    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    not_categories: tuple[str, ...] = ()
    not_skus: tuple[str, ...] = ()
    minimum_minor: int = 0
    minimum_of: Literal["basket", "these", "named"] = "basket"
    minimum_categories: tuple[str, ...] = ()
    minimum_skus: tuple[str, ...] = ()
    minimum_pieces: int = 0
    minimum_pieces_of: Literal["these", "line"] = "these"
    cap_minor: int | None = None
    priority: int = 0
    group: str = ""
    stacking: Stacking = "never"
    stack_class: str = ""
    stacks_with: tuple[str, ...] = ()
    uses: tuple[Uses, ...] = ()
    campaign: str = ""

    def __post_init__(self) -> None:
        """Refuse figures that make no discount."""
        bounds.identifier("rule", self.rule)
        for name in _LISTS:
            bounds.names(name, getattr(self, name))
        named = bool(self.minimum_categories or self.minimum_skus)
        if named != (self.minimum_of == "named"):
            raise bounds.OutOfBoundsError(
                'minimum_of = "named" and minimum_categories or minimum_skus go together'
            )
        for name in ("group", "stack_class", "campaign"):
            if getattr(self, name):
                bounds.identifier(name, getattr(self, name))
        most = bounds.MONEY_MINOR_MAX
        bounds.within("minimum_minor", self.minimum_minor, least=0, most=most)
        bounds.within(
            "minimum_pieces", self.minimum_pieces, least=0, most=bounds.POINTS_MAX
        )
        if self.cap_minor is not None:
            bounds.within("cap_minor", self.cap_minor, least=1, most=most)
        if len({each.per for each in self.uses}) < len(self.uses):
            raise bounds.OutOfBoundsError("{what} names a period twice", what="uses")
        bounds.within("priority", self.priority, least=-_PRIORITY_MAX, most=_PRIORITY_MAX)

    @property
    def scope(self) -> Scope:
        """Which lines it is about."""
        return self.own_scope()

    def own_scope(self) -> Scope:
        """Return the lines that its own terms name."""
        return Scope(self.categories, self.skus, self.not_categories, self.not_skus)

    def capped(self, total_minor: int) -> int:
        """Return what comes off a receipt of what it is worth."""
        return total_minor if self.cap_minor is None else min(total_minor, self.cap_minor)

    @property
    def shrinks(self) -> bool:
        """Whether it takes the less the less goods cost."""
        return False

    @property
    def stands_alone(self) -> bool:
        """Whether what it takes depends on nothing but the lines it is about."""
        return self.minds_its_lines()

    @property
    def steady(self) -> bool:
        """Whether it takes the same of its lines whatever came off others before."""
        return self.stands_alone

    def minds_its_lines(self) -> bool:
        """Return whether its minimum is about the lines that it is about."""
        elsewhere = self.minimum_minor and self.minimum_of != "these"
        return not (elsewhere or self.minimum_pieces_of == "line")
