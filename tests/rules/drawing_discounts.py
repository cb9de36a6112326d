"""What Hypothesis draws of discounts: every kind, with and without company."""

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from hypothesis import strategies as st

from rules.discounts import Discount
from rules.discounts.amount import Amount
from rules.discounts.bundle_price import BundlePrice
from rules.discounts.buy_get import BuyGet
from rules.discounts.fixed_price import FixedPrice
from rules.discounts.per_unit import PerUnit
from rules.discounts.percent import Percent
from rules.discounts.scale import Scale, Step
from rules.discounts.spend_get import SpendGet
from rules.discounts.terms import Stacking
from rules.ground.ids import RuleId
from tests.rules.making import line

CATEGORIES = ("coffee", "fruit", "home")
STACKINGS: tuple[Stacking, ...] = ("never", "with", "always")

goods = st.lists(
    st.tuples(
        st.sampled_from(CATEGORIES),
        st.integers(min_value=1, max_value=5_000),
        st.integers(min_value=1, max_value=4),
    ),
    min_size=1,
    max_size=4,
).map(
    lambda drawn: tuple(
        line(str(at), price * pieces, category=category, pieces=pieces)
        for at, (category, price, pieces) in enumerate(drawn, start=1)
    )
)
"""Lines of whole pieces."""

_minor = st.integers(min_value=1, max_value=6_000)
_few = st.integers(min_value=1, max_value=3)
_each: st.SearchStrategy[Literal["receipt", "line", "piece"]] = st.sampled_from(
    ("receipt", "line", "piece")
)
_choose: st.SearchStrategy[Literal["cheapest", "dearest"]] = st.sampled_from(
    ("cheapest", "dearest")
)
_percent = st.integers(min_value=1, max_value=100).map(Fraction)


@st.composite
def discounts(draw: st.DrawFn, most: int = 4) -> tuple[Discount, ...]:
    """Draw up to ``most`` discounts of all kinds."""
    count = draw(st.integers(min_value=0, max_value=most))
    return tuple(_one(draw, RuleId(f"off-{at}")) for at in range(count))


def _one(draw: st.DrawFn, rule: RuleId) -> Discount:
    categories = tuple(draw(st.lists(st.sampled_from(CATEGORIES), unique=True, max_size=2)))
    minimum = draw(st.just(0) | _minor)
    cap = draw(st.none() | _minor)
    group = draw(st.sampled_from(("", "", "g")))
    stacking = draw(st.sampled_from(STACKINGS))
    kind = draw(st.integers(min_value=0, max_value=7))
    made = (_simple if kind < _SIMPLE else _sets)(draw, kind, rule)
    return replace(
        made,
        categories=categories,
        minimum_minor=minimum,
        cap_minor=cap,
        group=group,
        stacking=stacking,
        stack_class="a",
        stacks_with=("a",),
    )


_SIMPLE = 4


def _simple(draw: st.DrawFn, kind: int, rule: RuleId) -> Discount:
    pieces = draw(st.integers(min_value=0, max_value=3))
    match kind:
        case 0:
            return Percent(rule=rule, percent=draw(_percent), max_pieces=pieces)
        case 1:
            return Amount(
                rule=rule,
                amount_minor=draw(_minor),
                each=draw(_each),
                max_pieces=pieces,
                choose=draw(st.sampled_from(("cheapest", "dearest"))),
            )
        case 2:
            return FixedPrice(rule=rule, price_minor=draw(_minor), max_pieces=pieces)
        case _:
            return PerUnit(rule=rule, amount_minor=draw(_percent))


def _sets(draw: st.DrawFn, kind: int, rule: RuleId) -> Discount:
    match kind:
        case 4:
            return BundlePrice(rule=rule, price_minor=draw(_minor), pieces=draw(_few))
        case 5:
            return BuyGet(
                rule=rule,
                buy=draw(_few),
                get=draw(_few),
                percent=draw(_percent),
                partial=draw(st.booleans()),
                same_product=draw(st.booleans()),
                choose=draw(_choose),
            )
        case 6:
            return SpendGet(rule=rule, spend_minor=draw(_minor), get_minor=draw(_minor))
        case _:
            steps = (
                Step(from_value=0, percent=draw(_percent)),
                Step(from_value=draw(_minor), amount_minor=draw(_minor)),
            )
            return Scale(rule=rule, steps=steps)
