"""One discount or coupon as it stands to be combined with others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rules.decisions import CouponShown, NotUsed, Values
from rules.discounts.terms import Stacking
from rules.goods import Goods, Taken
from rules.ids import RuleId

Trial = Callable[[Goods, Sequence[int]], Taken | NotUsed]
"""What comes off the lines at some positions, as goods stand now; or why nothing does."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Offer:
    """What a discount would like: lines ``at`` some positions, under its stacking terms.

    ``stage`` and ``priority`` put it in order, ``number`` settles what they leave open.
    ``stands_alone``: what it takes depends on nothing but those lines; ``shrinks``: the
    less they cost, the less it takes. ``not_applied`` is the words key for when the POS
    leaves no room for it. ``name`` is what reasons call it.
    """

    name: str
    rule: RuleId
    words: str
    at: tuple[int, ...]
    take: Trial
    stage: int = 0
    priority: int = 0
    number: int = 0
    group: str = ""
    stacking: Stacking = "never"
    stack_class: str = ""
    stacks_with: tuple[str, ...] = ()
    stands_alone: bool = False
    shrinks: bool = False
    not_applied: str = "refuse.not_applied"
    coupon: CouponShown | None = None

    def refused(self, words: str, values: Values = ()) -> NotUsed:
        """Say that it gives nothing, and why."""
        return NotUsed(rule=self.name, words=words, values=values)


def share_a_line(one: Offer, other: Offer) -> bool:
    """Say whether two offers may both hold on one line."""
    if "always" in (one.stacking, other.stacking):
        return True
    if "never" in (one.stacking, other.stacking):
        return False
    return one.stack_class in other.stacks_with or other.stack_class in one.stacks_with


def share_a_receipt(one: Offer, other: Offer) -> bool:
    """Say whether two offers may both hold on one receipt: not two of one group."""
    return not one.group or one.group != other.group
