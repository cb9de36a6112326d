"""What Hypothesis draws: programmes, baskets, spends and ways to bring things back."""

from dataclasses import replace
from fractions import Fraction
from typing import Literal, get_args

from hypothesis import strategies as st

from rules.conditions.counters import Cap
from rules.earn import EarnRule
from rules.earn.basket_bonus import BasketBonus
from rules.earn.category_multiplier import CategoryMultiplier
from rules.earn.earning_terms import USUAL, EarningTerms
from rules.earn.multiplier import Multiplier
from rules.earn.per_item import PerItem
from rules.earn.per_spend import PerSpend
from rules.earn.per_visit import PerVisit
from rules.evaluator import Evaluator
from rules.ground.ids import RuleId
from rules.ground.rounding import Rounding
from rules.programme import Programme, RefundMethod
from rules.refund import METHODS
from rules.sale.basket import Basket, Line, Tender
from rules.sale.decisions import ReturnLine, SaleGiven, Settlement, Spend
from tests.rules.making import (
    LADDER,
    LIFE,
    RECORD,
    basket,
    given,
    piece,
    programme,
    spend,
    standing,
)

CATEGORIES = ("coffee", "fruit", "home")
MONEY_MINOR = st.integers(min_value=0, max_value=20_000)
METHOD: st.SearchStrategy[RefundMethod] = st.sampled_from(sorted(METHODS))


@st.composite
def earn_rules(draw: st.DrawFn) -> tuple[EarnRule, ...]:
    """Draw a few rules of every kind; the multipliers have something to multiply."""
    some = st.integers(min_value=0, max_value=2)
    bases = [_per_spend(draw, f"base-{at}") for at in range(draw(some) + 1)]
    names = [rule.rule for rule in bases]
    times = [_multiplier(draw, f"times-{at}", names) for at in range(draw(some))]
    bonuses = [_bonus(draw, f"bonus-{at}") for at in range(draw(some))]
    found: list[EarnRule] = [*bases, *times, *bonuses]
    return tuple(draw(st.permutations(found)))


@st.composite
def more_rules(draw: st.DrawFn) -> tuple[EarnRule, ...]:
    """Draw rules of every kind, with every rounding, cap and way to stand beside others."""
    first = list(draw(earn_rules()))
    rules = [_shaped(draw, rule) for rule in first]
    some = st.integers(min_value=0, max_value=2)
    rules += [_per_item(draw, f"item-{at}") for at in range(draw(some))]
    rules += [_per_visit(draw, f"visit-{at}") for at in range(draw(some))]
    rules += [_times(draw, f"more-{at}") for at in range(draw(some))]
    return tuple(draw(st.permutations(rules)))


_caps = st.just(()) | st.integers(min_value=0, max_value=60).map(
    lambda points: (Cap(per="day", points=points),)
)
_rounding: st.SearchStrategy[Rounding] = st.sampled_from(get_args(Rounding))


def _shaped(draw: st.DrawFn, rule: EarnRule) -> EarnRule:
    rule = replace(rule, caps=draw(_caps), group=draw(st.sampled_from(("", "", "g"))))
    if isinstance(rule, PerSpend):
        each: Literal["receipt", "line"] = draw(st.sampled_from(("receipt", "line")))
        return replace(
            rule,
            rounding=draw(_rounding),
            each=each,
            whole_steps=draw(st.booleans()),
            alone=draw(st.integers(min_value=0, max_value=5)) == 0,
        )
    return rule


def _per_item(draw: st.DrawFn, name: str) -> PerItem:
    return PerItem(
        rule=RuleId(name),
        points=draw(st.integers(min_value=1, max_value=9)),
        pieces=draw(st.integers(min_value=1, max_value=3)),
        categories=draw(st.just(()) | _names),
        min_pieces=draw(st.integers(min_value=0, max_value=3)),
        caps=draw(_caps),
    )


def _per_visit(draw: st.DrawFn, name: str) -> PerVisit:
    return PerVisit(
        rule=RuleId(name),
        points=draw(st.integers(min_value=1, max_value=90)),
        min_basket_minor=draw(st.just(0) | st.integers(min_value=1, max_value=20_000)),
        caps=draw(_caps),
    )


def _times(draw: st.DrawFn, name: str) -> Multiplier:
    factor = st.fractions(min_value=Fraction(11, 10), max_value=5, max_denominator=12)
    return Multiplier(
        rule=RuleId(name),
        factor=draw(factor),
        categories=draw(st.just(()) | _names),
        rounding=draw(_rounding),
    )


_names = st.lists(st.sampled_from(CATEGORIES), min_size=1, unique=True).map(tuple)


def _multiplier(draw: st.DrawFn, name: str, bases: list[RuleId]) -> CategoryMultiplier:
    return CategoryMultiplier(
        rule=RuleId(name),
        factor=draw(
            st.fractions(min_value=Fraction(11, 10), max_value=5, max_denominator=12)
        ),
        categories=draw(_names),
        of=tuple(draw(st.lists(st.sampled_from(bases), unique=True))),
    )


def _bonus(draw: st.DrawFn, name: str) -> BasketBonus:
    return BasketBonus(
        rule=RuleId(name),
        points=draw(st.integers(min_value=1, max_value=300)),
        from_minor=draw(st.integers(min_value=1, max_value=30_000)),
    )


def _per_spend(draw: st.DrawFn, name: str) -> PerSpend:
    return PerSpend(
        rule=RuleId(name),
        points=draw(st.integers(min_value=1, max_value=7)),
        step_minor=draw(st.sampled_from((1, 7, 100, 333, 1000))),
        categories=draw(st.just(()) | _names),
        skus=draw(st.just(()) | st.just(("home-1",))),
        min_basket_minor=draw(st.just(0) | st.integers(min_value=1, max_value=30_000)),
    )


@st.composite
def lines(draw: st.DrawFn) -> tuple[Line, ...]:
    """Draw the lines of a sale: pieces, weights, free, discounted, not only goods."""
    count = draw(st.integers(min_value=1, max_value=5))
    return tuple(_line(draw, str(number + 1)) for number in range(count))


def _line(draw: st.DrawFn, name: str) -> Line:
    amount = draw(MONEY_MINOR)
    category = draw(st.sampled_from(CATEGORIES))
    return Line(
        line=name,
        sku=f"{category}-1",
        category=category,
        quantity_milli=draw(
            st.integers(min_value=1, max_value=5).map(lambda pieces: pieces * 1000)
            | st.integers(min_value=1, max_value=3000)
        ),
        amount_minor=amount,
        discount_minor=draw(st.integers(min_value=0, max_value=amount)),
        kind=draw(st.sampled_from(("item", "item", "item", "fee", "gift_card_sale"))),
    )


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """Draw a programme with either method of refund."""
    made = programme(*draw(more_rules()), method=draw(METHOD))
    membership = draw(st.just(()) | st.just((f"{CATEGORIES[0]}-1",)))
    *lower, top = LADDER.tiers
    ladder = replace(LADDER, tiers=(*lower, replace(top, bought_with=membership)))
    return replace(made, earning=draw(_terms), ladder=ladder)


_terms = st.just(USUAL) | st.builds(
    EarningTerms,
    amount=st.sampled_from(("paid", "paid", "gross")),
    multipliers=st.sampled_from(("add", "multiply", "highest")),
    fees=st.booleans(),
    tenders_not_earning=st.sampled_from((("points",), ())),
    not_categories=st.sampled_from(((), ("home",))),
)


@st.composite
def sales(draw: st.DrawFn) -> tuple[Programme, SaleGiven, Settlement]:
    """Draw a sale, partly paid with points of several lots and holds, and what it gave."""
    rules = draw(programmes())
    sold = draw(lines())
    net = sum(line.net_minor for line in sold)
    spends = _spends(draw, net)
    tenders = [
        Tender(tender="points", amount_minor=paid.value_minor, hold=paid.hold)
        for paid in spends
    ]
    rest = net - sum(paid.value_minor for paid in spends)
    bought = basket(*sold, tenders=(*tenders, Tender(tender="cash", amount_minor=rest)))
    settled = Evaluator(rules).settle(
        bought, standing(), spends=spends, record=RECORD, life=LIFE
    )
    assert isinstance(settled, Settlement)
    return rules, given(settled, bought, spends), settled


def _spends(draw: st.DrawFn, net: int) -> tuple[Spend, ...]:
    found: list[Spend] = []
    room = net
    for number in range(draw(st.integers(min_value=0, max_value=2))):
        value = draw(st.integers(min_value=0, max_value=room))
        room -= value
        amounts = draw(
            st.lists(st.integers(min_value=1, max_value=400), min_size=1, max_size=3)
        )
        slices = (piece(f"t1.1-{at + 1}/1", amount) for at, amount in enumerate(amounts))
        found.append(spend(*slices, value_minor=value, hold=f"t1.3-{number + 1}"))
    return tuple(found)


@st.composite
def returns_of(draw: st.DrawFn, bought: Basket) -> tuple[tuple[ReturnLine, ...], ...]:
    """Draw a way to bring everything back: in parts, in any order, in any company."""
    parts: list[ReturnLine] = []
    for sold in bought.lines:
        parts.extend(_parts_of(draw, sold))
    mixed = draw(st.permutations(parts))
    visits: list[tuple[ReturnLine, ...]] = []
    while mixed:
        count = draw(st.integers(min_value=1, max_value=len(mixed)))
        visits.append(tuple(mixed[:count]))
        mixed = mixed[count:]
    return tuple(visits)


def _parts_of(draw: st.DrawFn, sold: Line) -> list[ReturnLine]:
    quantity, amount = sold.quantity_milli, sold.net_minor
    parts: list[ReturnLine] = []
    while quantity:
        last = len(parts) == 2
        part = quantity if last else draw(st.integers(min_value=1, max_value=quantity))
        money = (
            amount if part == quantity else draw(st.integers(min_value=0, max_value=amount))
        )
        parts.append(
            ReturnLine(
                line=str(len(parts) + 1),
                of_line=sold.line,
                quantity_milli=part,
                amount_minor=money,
            )
        )
        quantity -= part
        amount -= money
    return parts
