"""Sales for tests of refunds, and what is asked about them."""

from fractions import Fraction

from rules.earn.basket_bonus import BasketBonus
from rules.earn.category_multiplier import CategoryMultiplier
from rules.evaluator import Evaluator
from rules.ground.ids import RuleId
from rules.ground.refusal import Refusal
from rules.programme import Programme
from rules.refund.decision import decide
from rules.sale.basket import Line
from rules.sale.decisions import (
    Award,
    RefundDecision,
    Returned,
    ReturnLine,
    SaleGiven,
    Spend,
)
from tests.rules.making import (
    LIFE,
    RECORD,
    SARA,
    basket,
    born,
    standing,
)
from tests.rules.making import given as given_by

BONUS = BasketBonus(rule=RuleId("visit"), points=1, from_minor=1_000)
DOUBLE = CategoryMultiplier(rule=RuleId("x2"), factor=Fraction(2), categories=("coffee",))


def sale(
    *lines: Line, awards: tuple[Award, ...] = (), spends: tuple[Spend, ...] = ()
) -> SaleGiven:
    """Return a sale that is told, whatever today's rules would give it."""
    qualifying = sum(each.net_minor for each in lines) - sum(s.value_minor for s in spends)
    return SaleGiven(
        account=SARA,
        basket=basket(*lines),
        awards=awards,
        spends=spends,
        lots=(born(),),
        qualifying_minor=qualifying,
    )


def settled(rules: Programme, *lines: Line) -> SaleGiven:
    """Return a sale as ``rules`` settled it."""
    sold = basket(*lines)
    answer = Evaluator(rules).settle(sold, standing(), spends=(), record=RECORD, life=LIFE)
    assert not isinstance(answer, Refusal)
    return given_by(answer, sold)


def back(of_line: str, pieces: int, amount_minor: int) -> ReturnLine:
    return ReturnLine(
        line=of_line,
        of_line=of_line,
        quantity_milli=pieces * 1000,
        amount_minor=amount_minor,
    )


def decided(
    rules: Programme,
    sold: SaleGiven,
    *lines: ReturnLine,
    earlier: tuple[Returned, ...] = (),
    points_tender_minor: int | None = None,
) -> RefundDecision:
    answer = decide(
        rules,
        sold,
        earlier,
        lines,
        points_tender_minor=points_tender_minor,
        standing=standing(),
    )
    assert isinstance(answer, RefundDecision)
    return answer


def kept(decision: RefundDecision) -> Returned:
    """Return a decision as a later return of the same sale reads it back."""
    return Returned(
        lines=decision.lines,
        reversals=decision.reversals,
        given_back=decision.given_back,
        given_back_minor=decision.to_points_minor,
        qualifying_minor=decision.qualifying_minor,
    )


def points(decision: RefundDecision) -> int:
    return sum(reversal.points for reversal in decision.reversals)
