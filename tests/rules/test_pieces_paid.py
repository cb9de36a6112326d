"""A piece that was free, or paid with points, earns nothing; quote and sale agree."""

from dataclasses import replace
from fractions import Fraction

from rules.discounts.percent import Percent
from rules.earn.earning_terms import EarningTerms
from rules.earn.per_item import PerItem
from rules.evaluator import Evaluator
from rules.ground.ids import RuleId
from rules.ground.refusal import Refusal
from rules.sale.basket import Tender
from tests.rules.making import (
    LIFE,
    RECORD,
    basket,
    line,
    piece,
    programme,
    spend,
    standing,
)

EACH = PerItem(rule=RuleId("piece"), points=1)
HALF_FREE = Percent(rule=RuleId("free"), percent=Fraction(100), max_pieces=1)


def test_the_quote_counts_no_piece_that_the_sale_will_not() -> None:
    rules = Evaluator(programme(EACH, discounts=(HALF_FREE,)))
    quote = rules.quote(basket(line("1", 900, pieces=3)), standing())
    sold = basket(line("1", 900, pieces=3, discount_minor=300))
    sale = rules.settle(sold, standing(), spends=(), record=RECORD, life=LIFE)

    assert not isinstance(quote, Refusal)
    assert not isinstance(sale, Refusal)
    assert (
        [one.points for one in quote.awards] == [one.points for one in sale.awards] == [2]
    )


def test_what_points_pay_counts_no_piece() -> None:
    paid = spend(piece("t1.2-1/1", 300), value_minor=300)
    tenders = (
        Tender(tender="points", amount_minor=300, hold=paid.hold),
        Tender(tender="cash", amount_minor=600),
    )
    sold = basket(line("1", 900, pieces=3), tenders=tenders)

    sale = Evaluator(programme(EACH)).settle(
        sold, standing(), spends=(paid,), record=RECORD, life=LIFE
    )

    assert not isinstance(sale, Refusal)
    assert [one.points for one in sale.awards] == [2]


def test_leaving_the_tax_out_leaves_no_piece_out() -> None:
    rules = replace(programme(EACH), earning=EarningTerms(tax="without"))
    taxed = replace(line("1", 900, pieces=3), tax_minor=90)

    quote = Evaluator(rules).quote(basket(taxed), standing())

    assert not isinstance(quote, Refusal)
    assert [one.points for one in quote.awards] == [3]
