"""Sale and return make nothing, however the return is split, under every method."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rules.ground.ids import LotId, Place, RuleId
from rules.programme import Programme, RefundTerms
from rules.refund.decision import decide
from rules.refund.placing import refund_entries
from rules.refund.tally import void_lines
from rules.sale.decisions import (
    RefundDecision,
    Returned,
    ReturnLine,
    SaleGiven,
    Settlement,
    by_line,
)
from rules.value.counts import is_counter
from rules.value.ledger import AVAILABLE, PENDING
from tests.rules.drawing import returns_of, sales
from tests.rules.making import LIFE, SARA, standing

Sale = tuple[Programme, SaleGiven, Settlement]
Visits = tuple[tuple[ReturnLine, ...], ...]


def returned(rules: Programme, sold: SaleGiven, visits: Visits) -> list[RefundDecision]:
    """Bring everything back in these visits, each knowing the ones before."""
    decisions: list[RefundDecision] = []
    for lines in visits:
        answer = decide(
            rules,
            sold,
            [_kept(decision) for decision in decisions],
            lines,
            points_tender_minor=None,
            standing=standing(),
        )
        assert isinstance(answer, RefundDecision)
        decisions.append(answer)
    return decisions


def _kept(decision: RefundDecision) -> Returned:
    return Returned(
        lines=decision.lines,
        reversals=decision.reversals,
        given_back=decision.given_back,
        given_back_minor=decision.to_points_minor,
        qualifying_minor=decision.qualifying_minor,
    )


def _taken(decisions: list[RefundDecision]) -> Counter[tuple[RuleId, str]]:
    taken = Counter[tuple[RuleId, str]]()
    for decision in decisions:
        for reversal in decision.reversals:
            taken[reversal.rule, reversal.line] += reversal.points
    return taken


def _given(settled: Settlement) -> dict[tuple[RuleId, str], int]:
    return {(each.rule, each.line): each.points for each in by_line(settled.awards)}


@given(sales(), st.data())
def test_sale_and_full_return_make_nothing_however_split(
    sale: Sale, data: st.DataObject
) -> None:
    rules, sold, settled = sale

    decisions = returned(rules, sold, data.draw(returns_of(sold.basket)))

    assert _taken(decisions) == {
        (a.rule, a.line): a.points for a in by_line(settled.awards)
    }
    assert sum(each.qualifying_minor for each in decisions) == settled.qualifying_minor


@given(sales(), st.data())
def test_what_was_spent_comes_back_whole_to_the_lots_it_came_from(
    sale: Sale, data: st.DataObject
) -> None:
    rules, sold, _ = sale

    decisions = returned(rules, sold, data.draw(returns_of(sold.basket)))

    spent = Counter[str]()
    for paid in sold.spends:
        for part in paid.slices:
            spent[part.lot] += part.amount
    back = Counter[str]()
    for decision in decisions:
        for part in decision.given_back:
            back[part.lot] += part.amount
    assert back == spent
    assert sum(each.to_points_minor for each in decisions) == sum(
        paid.value_minor for paid in sold.spends
    )


@given(sales(), st.data())
def test_on_the_way_nothing_goes_beyond_what_was_given(
    sale: Sale, data: st.DataObject
) -> None:
    rules, sold, settled = sale
    given_ = _given(settled)

    decisions = returned(rules, sold, data.draw(returns_of(sold.basket)))

    for count, decision in enumerate(decisions, start=1):
        so_far = _taken(decisions[:count])
        assert all(points <= given_[key] for key, points in so_far.items())
        assert all(reversal.points > 0 for reversal in decision.reversals)
        assert decision.to_points_minor + decision.to_money_minor == sum(
            line.amount_minor for line in decision.lines
        )
        assert min(decision.to_points_minor, decision.to_money_minor) >= 0
        assert decision.qualifying_minor >= 0


@given(sales(), st.data())
def test_splitting_a_line_exact_return_changes_nothing(
    sale: Sale, data: st.DataObject
) -> None:
    rules, sold, _ = sale
    exact = replace(rules, refund=RefundTerms(method="line_exact"))
    visits = data.draw(returns_of(sold.basket))
    some = visits[: data.draw(st.integers(min_value=1, max_value=len(visits)))]

    apart = returned(exact, sold, some)
    together = returned(exact, sold, (tuple(line for visit in some for line in visit),))

    assert _taken(apart) == _taken(together)
    for figure in ("qualifying_minor", "to_points_minor", "to_money_minor"):
        assert sum(getattr(each, figure) for each in apart) == sum(
            getattr(each, figure) for each in together
        )


@given(sales(), st.data())
def test_a_void_after_any_returns_leaves_nothing(sale: Sale, data: st.DataObject) -> None:
    rules, sold, settled = sale
    visits = data.draw(returns_of(sold.basket))
    first = returned(rules, sold, visits[: len(visits) // 2])
    rest = void_lines(sold, [_kept(decision) for decision in first])

    decisions = returned(rules, sold, (*visits[: len(visits) // 2], rest))

    assert _taken(decisions) == {
        (a.rule, a.line): a.points for a in by_line(settled.awards)
    }
    assert void_lines(sold, [_kept(decision) for decision in decisions]) == ()


@given(sales(), st.data())
def test_the_same_return_is_decided_the_same(sale: Sale, data: st.DataObject) -> None:
    rules, sold, _ = sale
    visits = data.draw(returns_of(sold.basket))

    assert repr(returned(rules, sold, visits)) == repr(returned(rules, sold, visits))


@given(sales(), st.data())
def test_what_is_placed_is_what_was_decided_and_only_the_lot_itself_goes_into_debt(
    sale: Sale, data: st.DataObject
) -> None:
    rules, sold, _ = sale
    decision = returned(rules, sold, data.draw(returns_of(sold.basket)))[0]
    own = Place(LIFE)
    lots = ("t1.3-1842/1", "t1.1-1/1", "t1.1-2/1")
    amounts = st.integers(min_value=-20, max_value=60)
    balances = {
        (LotId(lot), place): data.draw(amounts) for lot in lots for place in (PENDING, own)
    }

    entries, origins = refund_entries(
        decision, account=SARA, balances=balances, life=LIFE, given_back_at=own
    )

    after = Counter[tuple[str, str]]()
    for entry in entries:
        for posting in entry.postings:
            if posting.account == SARA and not is_counter(posting.unit):
                after[posting.lot, posting.place] += posting.amount
    given_ = sum(part.amount for part in decision.given_back)
    taken = sum(reversal.points for reversal in decision.reversals)
    assert after.total() == given_ - taken
    assert sum(part.points for part, _ in origins) == taken
    for (lot, place), change in after.items():
        if change < 0 and place != AVAILABLE:
            assert balances[LotId(lot), Place(place)] + change >= 0
