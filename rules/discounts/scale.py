"""A discount that grows: with the amount, the pieces, or what was spent before."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final, Literal

from rules.conditions.occasion import Occasion
from rules.discounts.terms import DiscountTerms
from rules.ground import bounds
from rules.ground.rounding import Rounding, rounded
from rules.sale.basket import QUANTITY_UNIT
from rules.sale.decisions import NotUsed, Values
from rules.sale.goods import Goods, Taken

_STARTS: Final = {
    "amount": "from_minor",
    "basket": "from_minor",
    "pieces": "from_pieces",
    "accumulated": "spent_minor",
}
"""What the figure is called that a step starts from."""

_PERCENT = 100
_HUNDREDTH = Fraction(1, _PERCENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From ``from_value`` upwards: ``percent`` (exact) or ``amount_minor``, one of them."""

    from_value: int
    percent: Fraction | None = None
    amount_minor: int | None = None

    def __post_init__(self) -> None:
        """Refuse a step that says nothing or two things."""
        bounds.within("from_value", self.from_value, least=0, most=bounds.MONEY_MINOR_MAX)
        if (self.percent is None) == (self.amount_minor is None):
            raise bounds.OutOfBoundsError("a step must say percent or amount_minor")
        if self.percent is not None:
            bounds.rate("percent", self.percent, least=0, most=_PERCENT)
        if self.amount_minor is not None:
            most = bounds.MONEY_MINOR_MAX
            bounds.within("amount_minor", self.amount_minor, least=0, most=most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(DiscountTerms):
    """The highest of ``steps`` that is reached holds for all it is about.

    Reached ``by`` ``amount`` (what those goods cost now, minor units), ``basket`` (what
    everything costs now), ``pieces``, or ``accumulated`` (the member's qualifying spend
    before this sale). ``slices``: each step's percent holds only for the amount between it
    and the next (by ``amount`` alone).
    """

    kind: Literal["scale"] = "scale"
    by: Literal["amount", "basket", "pieces", "accumulated"] = "amount"
    steps: tuple[Step, ...]
    slices: bool = False
    rounding: Rounding = "half_up"

    def __post_init__(self) -> None:
        """Refuse figures that make no discount."""
        DiscountTerms.__post_init__(self)
        if not 0 < len(self.steps) <= bounds.NAMES_MAX:
            raise bounds.OutOfBoundsError(
                "{what} must hold 1 to {most}", what="steps", most=bounds.NAMES_MAX
            )
        starts = [step.from_value for step in self.steps]
        if any(low >= high for low, high in pairwise(starts)):
            raise bounds.OutOfBoundsError(
                "{what} must ascend: each {start} above the last",
                what="steps",
                start="from_value",
            )
        if self.slices and (
            self.by != "amount" or any(step.percent is None for step in self.steps)
        ):
            raise bounds.OutOfBoundsError('slices need by = "amount" and percents')

    @property
    def stands_alone(self) -> bool:
        """Whether what it takes depends on nothing but the lines it is about."""
        return self.by != "basket" and self.minds_its_lines()

    @property
    def words(self) -> str:
        """The key of the words that name it on a slip."""
        return "discount.scale"

    def take(self, goods: Goods, at: Sequence[int], occasion: Occasion) -> Taken | NotUsed:
        """Return what comes off each line at these positions."""
        have = self._reached(goods, at, occasion)
        reached = [step for step in self.steps if step.from_value <= have]
        if not reached:
            values = (("have", have), ("need", self.steps[0].from_value))
            return NotUsed(rule=self.rule, words="refuse.below_scale", values=values)
        total = self._sliced(have) if self.slices else self._flat(goods, at, reached[-1])
        spread = goods.spread(self.capped(total), at)
        return Taken(spread, values=self._reason(reached[-1]))

    def _reason(self, step: Step) -> Values:
        """Say which step holds: what it gives, from where on."""
        if self.slices:
            return (("up_to", str(step.percent)),)
        start = (_STARTS[self.by], step.from_value)
        return (start,) if step.percent is None else (start, ("percent", str(step.percent)))

    def _reached(self, goods: Goods, at: Sequence[int], occasion: Occasion) -> int:
        match self.by:
            case "amount":
                return sum([goods.left[here] for here in at])
            case "basket":
                return goods.total()
            case "pieces":
                milli = [goods.lines[here].quantity_milli for here in at]
                return sum(milli) // QUANTITY_UNIT
            case "accumulated":
                return occasion.standing.spend_minor if occasion.standing else 0

    def _flat(self, goods: Goods, at: Sequence[int], step: Step) -> int:
        if step.percent is None:
            return step.amount_minor or 0
        ratio = step.percent.as_integer_ratio()
        return max(0, goods.percent_of(at, ratio, self.rounding))

    def _sliced(self, have: int) -> int:
        ends = [step.from_value for step in self.steps[1:]]
        total = Fraction(0)
        for step, end in zip(self.steps, [*ends, have], strict=True):
            part = max(0, min(have, end) - step.from_value)
            total += part * (step.percent or Fraction()) * _HUNDREDTH
        return rounded(total.numerator, total.denominator, self.rounding)
