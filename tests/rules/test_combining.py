"""Discounts together: laws whatever a programme says, and what the search promises."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.campaigns.campaign import Campaigns
from rules.combining.discounting import DiscountIndex
from rules.combining.off import Offered
from rules.combining.offer import Offer
from rules.combining.work import Applied, Work
from rules.conditions.occasion import Occasion
from rules.discounts import Discount
from rules.discounts.amount import Amount
from rules.discounts.combination import Combination
from rules.discounts.floors import Floor
from rules.discounts.per_unit import PerUnit
from rules.discounts.percent import Percent
from rules.evaluator import Evaluator, frame_of
from rules.ground.ids import RuleId, TierId
from rules.members.members_only import MembersOnly
from rules.members.standing import Standing
from rules.programme import Programme
from rules.sale.basket import Line
from rules.sale.columns import Columns
from rules.sale.decisions import DiscountGiven, Quote, SaleDecision, Settlement
from rules.sale.goods import Goods, Worth
from tests.rules.drawing_discounts import discounts, goods
from tests.rules.making import AT, BASE, LIFE, RECORD, basket, line, programme, standing

CHOICES = st.sampled_from(("largest_first", "in_order", "best"))
MINIMUMS = st.sampled_from(("running", "original"))
WORTHS = st.sampled_from(("price", "left"))
COMBINATIONS = st.builds(
    Combination,
    choose=CHOICES,
    minimums=MINIMUMS,
    piece_worth=WORTHS,
    percents_of=WORTHS,
)
BEST = Combination(choose="best", tries_max=100_000)


def having(rules: Sequence[Discount], terms: Combination, *floors: Floor) -> Programme:
    return replace(
        programme(BASE, discounts=tuple(rules)), combination=terms, floors=floors
    )


def quoted(made: Programme, lines: Sequence[Line]) -> Quote:
    answer = Evaluator(made).quote(basket(*lines), standing())
    assert isinstance(answer, Quote)
    return answer


def off(answer: Quote | Settlement) -> int:
    return sum(given.amount_minor for given in answer.discounts)


def offers_of(rules: Sequence[Discount], lines: Sequence[Line]) -> list[Offer]:
    made = programme(BASE, discounts=tuple(rules))
    occasion = Occasion(frame_of(made), basket(*lines), standing())
    index = DiscountIndex(rules, Campaigns(), original_minimums=False)
    return index.offers(occasion, Goods(Columns(lines)))[0]


def most_by_every_order(
    rules: Sequence[Discount], lines: Sequence[Line], percents_of: Worth = "left"
) -> int:
    """Take the discounts in every order of every choice: slow, and obviously right."""
    best = 0
    offers = offers_of(rules, lines)
    for count in range(len(offers) + 1):
        for order in permutations(offers, count):
            priced = Goods(Columns(lines), percents_of=percents_of)
            work = Work(priced, [each.net_minor for each in lines])
            for offer in order:
                work.try_on(offer)
            best = max(best, work.total())
    return best


@given(discounts(most=6), goods, WORTHS, st.integers(min_value=0, max_value=6_000))
def test_what_an_offer_takes_alone_it_takes_while_nobody_touches_what_it_minds(
    rules: tuple[Discount, ...], lines: tuple[Line, ...], worth: Worth, back_minor: int
) -> None:
    sold = (*lines, line("back", -back_minor))
    room = [each.net_minor for each in sold]
    known, anew, apart = (Goods(Columns(sold), percents_of=worth) for _ in range(3))
    taking, asking = Work(known, room), Work(anew, room)

    for offer in offers_of(rules, sold):
        alone = offer.take(apart, offer.at)
        assert taking.try_on(offer, alone) == asking.try_on(offer)


def test_what_is_bounded_by_all_that_is_left_to_pay_is_worked_out_anew() -> None:
    sold = (
        line("1", 100),
        line("2", 90, pieces=9),
        line("3", 1_000, category="fruit"),
    )
    rules = (
        Percent(rule=RuleId("free"), percent=Fraction(100), categories=("fruit",)),
        PerUnit(rule=RuleId("unit"), amount_minor=Fraction(50), categories=("coffee",)),
    )
    work = Work(Goods(Columns(sold)), [each.net_minor for each in sold])

    free, unit = offers_of(rules, sold)
    alone = unit.take(Goods(Columns(sold)), unit.at)
    work.try_on(free)

    # Of 190 left to pay a piece is worth 19; of 1,190 it was 50, up to its price.
    assert work.try_on(unit, alone) == Applied(unit, (0, 1), (19, 90))


@given(discounts(most=4), goods, WORTHS)
def test_the_best_is_what_trying_everything_finds(
    rules: tuple[Discount, ...], lines: tuple[Line, ...], worth: Worth
) -> None:
    answer = quoted(having(rules, replace(BEST, percents_of=worth)), lines)

    assert answer.exact
    assert off(answer) == most_by_every_order(rules, lines, worth)


@given(discounts(most=6), goods)
def test_the_best_is_no_worse_than_any_other_way_of_choosing(
    rules: tuple[Discount, ...], lines: tuple[Line, ...]
) -> None:
    few = Combination(choose="best", tries_max=5)
    other = [Combination(choose="largest_first"), Combination(choose="in_order")]

    best = off(quoted(having(rules, few), lines))

    assert all(best >= off(quoted(having(rules, terms), lines)) for terms in other)
    assert all(best >= off(quoted(having([rule], few), lines)) for rule in rules)


@given(discounts(most=5), goods, COMBINATIONS)
def test_no_line_costs_less_than_nothing_and_the_parts_are_the_whole(
    rules: tuple[Discount, ...], lines: tuple[Line, ...], terms: Combination
) -> None:
    answer = quoted(having(rules, terms), lines)

    by_line = {each.line: each.amount_minor for each in lines}
    for discount in answer.discounts:
        assert discount.amount_minor > 0
        by_line[discount.line] -= discount.amount_minor
    assert min(by_line.values()) >= 0
    assert answer.total_minor == sum(by_line.values())


@given(discounts(most=5), goods, COMBINATIONS, st.integers(min_value=1, max_value=100))
def test_no_line_goes_below_its_floor(
    rules: tuple[Discount, ...], lines: tuple[Line, ...], terms: Combination, kept: int
) -> None:
    floor = Floor(percent=Fraction(kept))

    answer = quoted(having(rules, terms, floor), lines)

    left = {each.line: each.amount_minor for each in lines}
    for discount in answer.discounts:
        left[discount.line] -= discount.amount_minor
    assert all(left[each.line] >= floor.of(each) for each in lines)


@given(discounts(most=5), goods, COMBINATIONS)
def test_every_discount_gives_something_or_says_why_not(
    rules: tuple[Discount, ...], lines: tuple[Line, ...], terms: Combination
) -> None:
    answer = quoted(having(rules, terms), lines)

    gave = {discount.rule for discount in answer.discounts}
    told = {reason.rule for reason in answer.not_used if reason.words}
    categories = {each.category for each in lines}
    asked = {
        rule.rule
        for rule in rules
        if not rule.categories or categories & set(rule.categories)
    }
    assert asked <= gave | told


@given(discounts(most=5), goods, COMBINATIONS)
def test_of_a_group_a_receipt_takes_one(
    rules: tuple[Discount, ...], lines: tuple[Line, ...], terms: Combination
) -> None:
    answer = quoted(having(rules, terms), lines)

    grouped = {rule.rule for rule in rules if rule.group}
    assert len(grouped & {discount.rule for discount in answer.discounts}) <= 1


@given(discounts(most=5), goods, COMBINATIONS)
def test_what_was_quoted_and_taken_off_is_what_the_sale_is_given(
    rules: tuple[Discount, ...], lines: tuple[Line, ...], terms: Combination
) -> None:
    evaluator = Evaluator(having(rules, terms))
    quote = evaluator.quote(basket(*lines), standing())
    assert isinstance(quote, Quote)

    sale = evaluator.settle(
        basket(*less(lines, quote.discounts)),
        standing(),
        spends=(),
        record=RECORD,
        life=LIFE,
    )

    assert isinstance(sale, Settlement)
    assert sale.discounts == quote.discounts
    assert sale.awards == quote.awards


WHO = st.sampled_from((None, standing()))
BACK = st.sampled_from(((), (line("back", -700, pieces=-1),)))


@given(discounts(most=5), goods, BACK, COMBINATIONS, WHO)
def test_taking_what_is_offered_is_decided_as_if_it_were_looked_for_again(
    rules: tuple[Discount, ...],
    lines: tuple[Line, ...],
    back: tuple[Line, ...],
    terms: Combination,
    who: Standing | None,
) -> None:
    evaluator = Evaluator(having(rules, terms))
    lines += back
    offered = evaluator.offered(basket(*lines), who)
    assert isinstance(offered, Offered)

    taken = evaluator.taken(offered)

    again = evaluator.decide(basket(*less(lines, offered.found.given)), who, spends=())
    assert isinstance(again, SaleDecision)
    assert replace(taken, not_used=()) == replace(again, not_used=())


def less(lines: Sequence[Line], discounts: Sequence[DiscountGiven]) -> list[Line]:
    """Return lines off which the POS took what was offered."""
    taken = dict.fromkeys((each.line for each in lines), 0)
    for discount in discounts:
        taken[discount.line] += discount.amount_minor
    return [replace(each, discount_minor=taken[each.line]) for each in lines]


def percent(name: str, value: int, **terms: object) -> Percent:
    return Percent(rule=RuleId(name), percent=Fraction(value), **terms)  # type: ignore[arg-type]  # of a test's own making


def test_the_loser_is_told_what_was_better_and_by_how_much() -> None:
    summer = percent("SUMMER", 25, group="season")
    silver = percent("SILVER10", 10, group="season", stacking="always")
    voucher = Amount(rule=RuleId("FIVER"), amount_minor=2_000, stacking="always")
    lone = replace(summer, stacking="never")

    answer = quoted(having((lone, silver, voucher), BEST), (line("1", 10_000),))

    (reason,) = [each for each in answer.not_used if each.rule == "SILVER10"]
    assert dict(reason.values) == {"better_minor": 1_500, "instead": "SUMMER+FIVER"}
    assert off(answer) == 4_500


def test_order_matters_and_the_best_order_is_found() -> None:
    """Vendure's test suite: 10 % and 20 % off above 100 come to 94.50 or 75.60 of 105."""
    ten = percent("ten", 10, stacking="always")
    twenty = percent("twenty", 20, stacking="always", minimum_minor=10_001)

    in_order = quoted(having((ten, twenty), Combination(choose="in_order")), LINE_105)
    best = quoted(having((ten, twenty), BEST), LINE_105)

    assert in_order.total_minor == 9_450
    assert best.total_minor == 7_560


def test_goods_for_members_only_are_told_while_the_basket_is_open() -> None:
    kept = MembersOnly(categories=("coffee",), tiers=("silver", "gold"))
    made = replace(programme(BASE), members_only=(kept,))
    lines = basket(line("1", 1_000), line("2", 500, category="fruit"))
    evaluator = Evaluator(made)

    silver = evaluator.quote(lines, standing())
    bronze = evaluator.quote(lines, replace(standing(), tier=TierId("bronze")))
    nobody = evaluator.quote(lines, None)

    assert isinstance(silver, Quote)
    assert not [each for each in silver.not_used if each.words == ONLY]
    for answer in (bronze, nobody):
        assert isinstance(answer, Quote)
        assert [each.values for each in answer.not_used if each.words == ONLY] == [
            (("line", "1"),)
        ]


ONLY = "refuse.members_only"
LINE_105 = (line("1", 10_500),)


def test_a_search_that_had_to_stop_says_so_and_still_gives_a_good_answer() -> None:
    lines = tuple(line(str(at), 900 + at) for at in range(1, 6))
    rules = [
        percent(f"p{at}", at + 5, stacking="always", max_pieces=at % 3) for at in range(12)
    ]

    answer = quoted(having(rules, Combination(choose="best", tries_max=10)), lines)

    assert not answer.exact
    assert off(answer) > 0


@pytest.mark.parametrize("terms", [Combination(choose="best"), Combination()])
def test_a_late_sale_is_promised_nothing(terms: Combination) -> None:
    made = having((percent("ten", 10),), terms)
    late = basket(line("1", 1_000), at=AT, late=True)

    answer = Evaluator(made).quote(late, standing())

    assert isinstance(answer, Quote)
    assert answer.discounts == ()


def test_what_gives_nothing_alone_may_give_something_after_others() -> None:
    """A piece of each line is another one once the cheapest line is somebody else's."""
    rules = (
        percent("three", 1, max_pieces=3),
        percent("all", 1),
        percent("half", 50, max_pieces=1),
    )
    lines = (
        line("1", 1),
        line("2", 2, pieces=2),
        line("3", 96, pieces=2),
        line("4", 248),
    )

    answer = quoted(having(rules, BEST), lines)

    assert off(answer) == most_by_every_order(rules, lines) == 5
