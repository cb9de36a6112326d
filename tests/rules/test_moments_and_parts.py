"""What proving against published examples asked of the law: moments, products, parts."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from rules.conditions.when import When
from rules.discounts.percent import Percent
from rules.earn.earning_terms import EarningTerms
from rules.earn.multiplier import Multiplier
from rules.earn.per_spend import PerSpend
from rules.evaluator import Evaluator
from rules.ground.bounds import OutOfBoundsError
from rules.ground.ids import RuleId
from rules.ground.refusal import Refusal
from rules.ground.rounding import rounded_parts
from rules.ground.shares import allocate
from tests.rules.making import basket, line, programme, standing


def points(*rules: PerSpend | Multiplier, amount_minor: int, at: datetime) -> int:
    """Return what a basket earns where multipliers multiply one another."""
    document = replace(programme(*rules), earning=EarningTerms(multipliers="multiply"))
    quote = Evaluator(document).quote(
        basket(line("1", amount_minor), at=at), standing(tier="bronze", spend_minor=0)
    )
    assert not isinstance(quote, Refusal)
    return sum(award.points for award in quote.awards)


NOON = datetime(2026, 1, 10, 4, 0, 59, tzinfo=UTC)
"""12:00 in Kuala Lumpur, with seconds."""


def test_a_moment_ends_with_its_minute() -> None:
    # django-oscar ends an offer at an instant, included.
    when = When(from_moment="2026-01-10T12:00", until_moment="2026-01-10T12:00")
    rule = PerSpend(rule=RuleId("base"), step_minor=100, when=when)

    assert points(rule, amount_minor=500, at=NOON) == 5
    assert points(rule, amount_minor=500, at=NOON.replace(minute=1)) == 0
    assert points(rule, amount_minor=500, at=NOON.replace(hour=3, minute=59)) == 0


def test_a_moment_told_to_the_second_ends_with_it() -> None:
    # Setono's window ends at 00:00:00: a second later it is over.
    when = When(from_moment="2026-01-10T12:00", until_moment="2026-01-10T12:00:58")
    rule = PerSpend(rule=RuleId("base"), step_minor=100, when=when)

    assert points(rule, amount_minor=500, at=NOON.replace(second=58)) == 5
    assert points(rule, amount_minor=500, at=NOON) == 0


@pytest.mark.parametrize("text", ["2026-01-10", "2026-01-10 12:00", "2026-13-10T12:00"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(OutOfBoundsError, match="2026-12-31T17:30"):
        When(until_moment=text)


def test_multipliers_that_multiply_are_rounded_together() -> None:
    base = PerSpend(rule=RuleId("base"), step_minor=100)
    twice = [
        Multiplier(rule=RuleId(name), factor=Fraction(3, 2)) for name in ("one", "two")
    ]

    assert points(base, *twice, amount_minor=100, at=NOON) == 2
    assert points(base, *twice, amount_minor=1999, at=NOON) == 42


def test_a_multiplier_that_stands_alone_minds_no_other() -> None:
    # Setono: of multipliers that stand alone the highest priority's factor is all.
    base = PerSpend(rule=RuleId("base"), step_minor=100)
    half_more, thrice = [
        Multiplier(rule=RuleId(name), factor=factor, alone=True, priority=priority)
        for name, factor, priority in (
            ("half-more", Fraction(3, 2), 1),
            ("thrice", Fraction(3), 9),
        )
    ]

    assert points(base, half_more, thrice, amount_minor=1999, at=NOON) == 57
    assert points(base, thrice, half_more, amount_minor=1999, at=NOON) == 57


def test_of_a_group_of_multipliers_the_losers_multiply_nothing() -> None:
    base = PerSpend(rule=RuleId("base"), step_minor=100)
    twice, almost, half_more = [
        Multiplier(rule=RuleId(name), factor=factor, group=group)
        for name, factor, group in (
            ("twice", Fraction(2), "g"),
            ("almost-twice", Fraction(19, 10), "g"),
            ("half-more", Fraction(3, 2), ""),
        )
    ]

    assert points(base, twice, almost, amount_minor=1999, at=NOON) == 38
    assert points(base, almost, twice, amount_minor=1999, at=NOON) == 38
    assert points(base, almost, half_more, twice, amount_minor=1999, at=NOON) == 57


def test_parts_of_a_sum_that_is_rounded_once_sum_to_it() -> None:
    thirds = [Fraction(1, 3)] * 5

    assert rounded_parts(thirds, "floor") == (1, 0, 0, 0, 0)
    assert rounded_parts(thirds, "ceil") == (1, 1, 0, 0, 0)
    assert rounded_parts([Fraction(3, 2), Fraction(5)], "half_even") == (1, 5)


def test_what_nobody_weighs_for_is_split_equally() -> None:
    # Vendure spreads a discount over lines that cost nothing.
    assert allocate(40, (0, 0), "largest_remainder") == (20, 20)
    assert allocate(-5, (0, 0), "largest_remainder") == (-3, -2)


def test_a_percent_of_the_basket_counts_what_was_taken_off_by_hand() -> None:
    # Odoo 18 reckons an order-wide per cent on what a manual discount has left.
    tenth = Percent(rule=RuleId("tenth"), percent=Fraction(10), of="basket")
    rules = Evaluator(programme(discounts=(tenth,)))
    by_hand = line("2", -500, category="hand")

    quote = rules.quote(basket(line("1", 2_000), by_hand), standing())

    assert not isinstance(quote, Refusal)
    assert [(one.line, one.amount_minor) for one in quote.discounts] == [("1", 150)]
    assert quote.total_minor == 1_350
