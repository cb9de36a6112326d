"""One discount or coupon as it stands to be combined with others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rules.discounts.terms import Stacking
from rules.ground.ids import RuleId
from rules.sale.decisions import CouponShown, NotUsed, Values
from rules.sale.goods import Goods, Taken

Trial = Callable[[Goods, Sequence[int]], Taken | NotUsed]
"""What comes off the lines at some positions, as goods stand now; or why nothing does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTerms:
    """What is the same whatever an offer is about: its order, and what it stands beside.

    ``stage`` and ``priority`` put it in order, ``number`` settles what they leave open.
    ``stands_alone``: what it takes depends on nothing but its lines; ``steady``: and while
    nobody takes of those it is the very same; ``shrinks``: the less they cost, the less it
    takes. ``not_applied`` is the words key for when the POS leaves no room for it. ``name``
    is what reasons call it.
    """

    name: str
    rule: RuleId
    words: str
    stage: int = 0
    priority: int = 0
    number: int = 0
    groups: tuple[str, ...] = ()
    stacking: Stacking = "never"
    stack_class: str = ""
    stacks_with: tuple[str, ...] = ()
    stands_alone: bool = False
    steady: bool = False
    shrinks: bool = False
    not_applied: str = "refuse.not_applied"
    coupon: CouponShown | None = None


class Offer:
    """What a discount would like: to ``take`` of the lines ``at`` some positions."""

    __slots__ = ("at", "take", "terms")

    def __init__(self, terms: OfferTerms, at: tuple[int, ...], take: Trial) -> None:
        self.terms: Final = terms
        self.at: Final = at
        self.take: Final = take

    def refused(self, words: str, values: Values = ()) -> NotUsed:
        """Say that it gives nothing, and why."""
        return NotUsed(rule=self.terms.name, words=words, values=values)


def share_a_line(one: OfferTerms, other: OfferTerms) -> bool:
    """Say whether two offers may both hold on one line."""
    if "always" in (one.stacking, other.stacking):
        return True
    if "never" in (one.stacking, other.stacking):
        return False
    return one.stack_class in other.stacks_with or other.stack_class in one.stacks_with


def share_a_receipt(one: OfferTerms, other: OfferTerms) -> bool:
    """Say whether two offers may both hold on one receipt: not two of one group."""
    return not any(group in other.groups for group in one.groups)
