"""Laws of earning, whatever the programme and the basket."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from rules.earn import EarnRule
from rules.earn.basis import basis
from rules.earn.earning_terms import USUAL
from rules.earn.per_spend import PerSpend
from rules.evaluator import Evaluator
from rules.ground.ids import RuleId
from rules.programme import Programme
from rules.sale.basket import Line
from rules.sale.columns import Columns
from rules.sale.decisions import SaleGiven, Settlement, by_line
from rules.settling.earning import EarnIndex
from rules.value.ledger import HOUSE_EARNED, POINTS
from tests.rules import naive
from tests.rules.drawing import MONEY_MINOR, earn_rules, lines, programmes, sales
from tests.rules.making import LIFE, RECORD, basket, programme, standing

SALE = sales()


@given(earn_rules(), lines(), st.data())
def test_the_fast_evaluator_says_what_the_obvious_one_says(
    rules: tuple[EarnRule, ...], sold: tuple[Line, ...], data: st.DataObject
) -> None:
    columns = Columns(sold)
    net = sum(columns.cost)
    points_minor = data.draw(st.integers(min_value=0, max_value=net))
    money = basis(columns, columns.cost, taken_minor=points_minor)

    awards = EarnIndex(rules).earn(columns, money, None).awards

    found = {(award.rule, award.line): award.points for award in by_line(awards)}
    assert found == naive.earned(rules, sold, money)


@given(programmes(), lines())
def test_the_same_question_has_an_equal_answer(
    rules: Programme, sold: tuple[Line, ...]
) -> None:
    first, second = (
        Evaluator(rules).settle(
            basket(*sold), standing(), spends=(), record=RECORD, life=LIFE
        )
        for _ in range(2)
    )

    assert first == second
    assert repr(first) == repr(second)


@given(SALE)
def test_what_is_awarded_is_what_is_booked(
    sale: tuple[Programme, SaleGiven, Settlement],
) -> None:
    _, _, settled = sale

    awarded = sum(award.points for award in settled.awards)
    issued = [
        posting.amount
        for entry in settled.entries
        for posting in entry.postings
        if posting.account == HOUSE_EARNED and posting.unit == POINTS
    ]
    assert sum(issued) == -awarded
    assert all(award.points > 0 for award in settled.awards)


@given(SALE)
def test_what_qualifies_is_what_was_paid_for_goods_and_a_membership_bought(
    sale: tuple[Programme, SaleGiven, Settlement],
) -> None:
    made, given_, settled = sale
    assume(made.earning == USUAL)

    goods = sum(line.net_minor for line in given_.basket.lines if line.kind == "item")
    points = sum(spend.value_minor for spend in given_.spends)
    assert made.ladder is not None
    top = made.ladder.tiers[-1]
    bought = {line.sku for line in given_.basket.lines if line.kind == "item"}
    step = top.starts if bought & set(top.bought_with) else 0
    assert goods - points + step <= settled.qualifying_minor <= goods + step


@given(lines(), MONEY_MINOR, st.data())
def test_more_money_never_earns_fewer_points(
    sold: tuple[Line, ...], more: int, data: st.DataObject
) -> None:
    rule = PerSpend(
        rule=RuleId("base"),
        points=data.draw(st.integers(min_value=1, max_value=9)),
        step_minor=data.draw(st.integers(min_value=1, max_value=1_000)),
        min_basket_minor=data.draw(MONEY_MINOR),
    )
    at = data.draw(st.integers(min_value=0, max_value=len(sold) - 1))
    dearer = list(sold)
    dearer[at] = replace(sold[at], amount_minor=sold[at].amount_minor + more)

    assert _points(rule, tuple(dearer)) >= _points(rule, sold)


def _points(rule: PerSpend, sold: tuple[Line, ...]) -> int:
    answer = Evaluator(programme(rule)).settle(
        basket(*sold), standing(), spends=(), record=RECORD, life=LIFE
    )
    assert isinstance(answer, Settlement)
    return sum(award.points for award in answer.awards)
