"""Documents that contradict themselves, and what the law says of them."""

from dataclasses import replace

import pytest

from rules.evaluator import Evaluator
from rules.ground.refusal import Refusal, refuse
from rules.sale.basket import Basket, Tender
from rules.sale.decisions import Spend
from tests.rules.making import (
    BANANAS,
    COFFEE,
    LIFE,
    PAID,
    RECORD,
    SPENT,
    STORY,
    basket,
    standing,
)

HOLD = Tender(tender="points", amount_minor=500, hold="t1.3-1841")
CASH = Tender(tender="cash", amount_minor=2224)
GOOD = basket(COFFEE, BANANAS, tenders=PAID)


@pytest.mark.parametrize(
    ("sold", "spends", "objection"),
    [
        (
            replace(GOOD, currency="USD"),
            (SPENT,),
            refuse("wrong_currency", expected="MYR", got="USD"),
        ),
        (basket(), (), refuse("no_lines")),
        (basket(BANANAS, BANANAS), (), refuse("duplicate_line", line="2")),
        (
            basket(replace(BANANAS, discount_minor=403)),
            (),
            refuse("discount_exceeds_line", line="2"),
        ),
        (
            basket(replace(BANANAS, discount_minor=-1)),
            (),
            refuse("discount_exceeds_line", line="2"),
        ),
        (
            basket(replace(BANANAS, quantity_milli=0)),
            (),
            refuse("quantity_zero", line="2"),
        ),
        (
            replace(GOOD, tenders=(HOLD,)),
            (SPENT,),
            refuse("tenders_differ", due_minor=2724, tendered_minor=500),
        ),
        (GOOD, (), refuse("unknown_hold", hold="t1.3-1841")),
        (
            replace(GOOD, tenders=(replace(HOLD, hold=""), CASH)),
            (SPENT,),
            refuse("points_without_hold", amount_minor=500),
        ),
        (
            replace(GOOD, tenders=(HOLD, HOLD, replace(CASH, amount_minor=1724))),
            (SPENT,),
            refuse("hold_twice", hold="t1.3-1841"),
        ),
        (
            GOOD,
            (replace(SPENT, value_minor=400),),
            refuse("hold_differs", hold="t1.3-1841", held_minor=400, tendered_minor=500),
        ),
        (
            replace(GOOD, tenders=(replace(CASH, amount_minor=2724),)),
            (SPENT,),
            refuse("hold_not_tendered", hold="t1.3-1841"),
        ),
        (
            basket(BANANAS, tenders=(HOLD, replace(CASH, amount_minor=-98))),
            (SPENT,),
            refuse("points_exceed_basket"),
        ),
    ],
)
def test_a_document_that_contradicts_itself_is_refused(
    sold: Basket, spends: tuple[Spend, ...], objection: Refusal
) -> None:
    answer = Evaluator(STORY).settle(
        sold, standing(), spends=spends, record=RECORD, life=LIFE
    )

    assert answer == objection


def test_nobody_can_spend_points() -> None:
    answer = Evaluator(STORY).settle(GOOD, None, spends=(SPENT,), record=RECORD, life=LIFE)

    assert answer == refuse("hold_without_member")
