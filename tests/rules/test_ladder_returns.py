"""A sale and its return leave no tier credit, whatever the ladder counts."""

from dataclasses import replace

from hypothesis import given as drawn
from hypothesis import strategies as st

from rules.evaluator import Evaluator
from rules.ground.ids import TierId
from rules.ladder.terms import Ladder, Metric, Tier
from rules.programme import Programme
from rules.refund.decision import decide
from rules.sale.decisions import RefundDecision, Returned, ReturnLine, SaleGiven, Settlement
from tests.rules.making import BASE, LIFE, RECORD, basket, given, line, programme, standing

TIERS = (Tier(tier=TierId("low"), from_count=0), Tier(tier=TierId("high"), from_count=1))
PIECES = 4
metrics: st.SearchStrategy[Metric] = st.sampled_from(["points", "orders", "visits"])


def counting(metric: Metric) -> Programme:
    ladder = Ladder(metric=metric, window_days=90, tiers=TIERS)
    return replace(programme(BASE), ladder=ladder)


def sold(rules: Programme, amount_minor: int) -> tuple[Settlement, SaleGiven]:
    goods = basket(line("1", amount_minor, pieces=PIECES))
    settled = Evaluator(rules).settle(
        goods, standing(tier="low", spend_minor=0), spends=(), record=RECORD, life=LIFE
    )
    assert isinstance(settled, Settlement)
    return settled, given(settled, goods)


def back(sale: SaleGiven, pieces: int) -> tuple[ReturnLine, ...]:
    whole = sale.basket.lines[0].amount_minor
    milli = pieces * 1000
    amount = whole * pieces // PIECES
    return (ReturnLine(line="1", of_line="1", quantity_milli=milli, amount_minor=amount),)


@drawn(metrics, st.integers(min_value=1, max_value=90_000), st.integers(1, PIECES - 1))
def test_all_returns_together_take_what_the_sale_counted(
    metric: Metric, quarter_minor: int, first: int
) -> None:
    rules = counting(metric)
    settled, sale = sold(rules, quarter_minor * PIECES)
    earlier: list[Returned] = []
    gone = []
    for pieces in (first, PIECES - first):
        decision = decide(
            rules,
            sale,
            earlier,
            back(sale, pieces),
            points_tender_minor=None,
            standing=standing(tier="high", spend_minor=settled.qualifying_minor),
        )
        assert isinstance(decision, RefundDecision)
        gone.append(decision.qualifying_minor)
        earlier.append(
            Returned(
                lines=decision.lines,
                reversals=decision.reversals,
                given_back=(),
                given_back_minor=0,
                qualifying_minor=decision.qualifying_minor,
            )
        )

    assert sum(gone) == settled.qualifying_minor
    if metric != "points":
        assert gone == [0, settled.qualifying_minor]


@drawn(metrics, st.integers(min_value=100, max_value=90_000))
def test_a_tier_that_a_sale_reached_is_lost_with_its_return(
    metric: Metric, quarter_minor: int
) -> None:
    rules = counting(metric)
    settled, sale = sold(rules, quarter_minor * PIECES)
    assert settled.tier_after == "high"

    decision = decide(
        rules,
        sale,
        (),
        back(sale, PIECES),
        points_tender_minor=None,
        standing=standing(tier="high", spend_minor=settled.qualifying_minor),
    )

    assert isinstance(decision, RefundDecision)
    assert (decision.tier_before, decision.tier_after) == ("high", "low")
