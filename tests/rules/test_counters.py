"""Caps and uses: what a member had in a period counts, ends with it, and goes back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendars.months import Calendar
from rules.calendars.periods import Reckoning
from rules.conditions.counters import Cap, Per, Uses, period_end, period_key
from rules.conditions.occasion import Frame, Occasion
from rules.conditions.when import When
from rules.discounts.percent import Percent
from rules.earn.per_spend import PerSpend
from rules.earn.per_visit import PerVisit
from rules.evaluator import Evaluator
from rules.ground.ids import RuleId
from rules.members.standing import Standing
from rules.programme import Programme
from rules.refund.decision import decide
from rules.refund.placing import refund_entries
from rules.sale.basket import Basket
from rules.sale.decisions import Quote, RefundDecision, ReturnLine, SaleGiven, Settlement
from rules.value.counts import counts_for
from rules.value.ledger import AVAILABLE
from tests.rules.making import LIFE, RECORD, SARA, basket, line, programme, standing

CAPPED = PerSpend(rule=RuleId("base"), step_minor=100, caps=(Cap(per="day", points=25),))
WELCOME = PerVisit(rule=RuleId("hello"), points=5, when=When(first_purchase=True))
ONCE = Percent(rule=RuleId("once"), percent=Fraction(10), uses=(Uses(per="month"),))


BEGIN = datetime(2020, 1, 1)  # noqa: DTZ001  # Hypothesis draws without a zone


def sold(made: Programme, member: Standing, minor: int = 2_000) -> Settlement:
    answer = Evaluator(made).settle(
        basket(line("1", minor)), member, spends=(), record=RECORD, life=LIFE
    )
    assert isinstance(answer, Settlement)
    return answer


def after(member: Standing, sale: Settlement) -> Standing:
    """Return a member once a sale counts."""
    counts = dict(member.counts)
    for entry in sale.entries:
        for posting in entry.postings:
            if posting.account == SARA and posting.unit.startswith("n."):
                counts[posting.unit] = counts.get(posting.unit, 0) + posting.amount
    return replace(member, counts=tuple(sorted(counts.items())))


def points(sale: Settlement) -> int:
    return sum(award.points for award in sale.awards)


def test_a_cap_of_the_day_trims_and_says_by_how_much() -> None:
    first = sold(programme(CAPPED), standing())
    second = sold(programme(CAPPED), after(standing(), first))

    assert (points(first), points(second)) == (20, 5)
    (reason,) = second.not_used
    assert reason.words == "refuse.capped"
    assert dict(reason.values) == {"points": 15, "cap": 25}


def test_over_a_cap_that_takes_all_nothing_is_earned() -> None:
    """Open Loyalty: a sale above the limit of a transaction earns nothing at all."""
    cap = Cap(per="receipt", points=40, over="nothing")
    made = programme(replace(CAPPED, caps=(cap,)))

    assert points(sold(made, standing(), 4_000)) == 40
    assert points(sold(made, standing(), 5_000)) == 0


def test_a_cap_that_takes_all_minds_what_was_worked_out_not_what_is_left_of_it() -> None:
    """Voucherify: over the most of one transaction the whole earning is rejected."""
    caps = (Cap(per="receipt", points=40, over="nothing"), Cap(per="day", points=30))
    made = programme(replace(CAPPED, caps=caps))

    assert points(sold(made, standing(), 4_000)) == 30
    assert points(sold(made, standing(), 5_000)) == 0


def test_a_first_purchase_is_the_first_one_only() -> None:
    made = programme(WELCOME)
    first = sold(made, standing())

    assert points(first) == 5
    assert points(sold(made, after(standing(), first))) == 0


def test_a_discount_is_had_as_often_as_it_says() -> None:
    made = programme(discounts=(ONCE,))
    discounted = basket(line("1", 1_000, discount_minor=100))
    first = Evaluator(made).settle(
        discounted, standing(), spends=(), record=RECORD, life=LIFE
    )
    assert isinstance(first, Settlement)

    again = Evaluator(made).quote(basket(line("1", 1_000)), after(standing(), first))

    assert first.discounts[0].amount_minor == 100
    assert isinstance(again, Quote)
    assert not again.discounts
    assert [reason.words for reason in again.not_used] == ["refuse.used_up"]


def test_whoever_is_not_known_has_no_discount_that_is_counted() -> None:
    answer = Evaluator(programme(discounts=(ONCE,))).quote(basket(line("1", 1_000)), None)

    assert isinstance(answer, Quote)
    assert not answer.discounts


@given(st.integers(min_value=1, max_value=9), st.integers(min_value=1, max_value=9))
def test_what_is_returned_counts_no_more(pieces: int, back: int) -> None:
    back = min(back, pieces)
    made = programme(CAPPED, WELCOME)
    goods = line("1", 300 * pieces, pieces=pieces)
    sale = Evaluator(made).settle(
        basket(goods), standing(), spends=(), record=RECORD, life=LIFE
    )
    assert isinstance(sale, Settlement)
    booked = SaleGiven(
        account=SARA,
        basket=basket(goods),
        awards=sale.awards,
        spends=(),
        lots=sale.lots,
        qualifying_minor=sale.qualifying_minor,
    )
    line_back = ReturnLine(
        line="1", of_line="1", quantity_milli=back * 1000, amount_minor=back * 300
    )

    decided = decide(
        made, booked, (), (line_back,), points_tender_minor=None, standing=standing()
    )

    assert isinstance(decided, RefundDecision)
    entries, _ = refund_entries(
        decided, account=SARA, balances={}, life=LIFE, given_back_at=AVAILABLE
    )
    moved = replace(sale, entries=(*sale.entries, *entries))
    counts = dict(after(standing(), moved).counts)
    taken = sum(each.points for each in decided.reversals if each.rule == "base")
    earned = sum(award.points for award in sale.awards if award.rule == "base")
    assert (
        sum(counts[name] for name in counts if counts_for(name, "base")) == earned - taken
    )
    assert counts["n.purchases"] == (0 if back == pieces else 1)


@pytest.mark.parametrize("calendar", ["gregorian", "jalali", "ethiopian"])
@given(
    st.datetimes(min_value=BEGIN, max_value=BEGIN.replace(year=2040)),
    st.sampled_from(("day", "week", "month", "year")),
)
def test_a_period_ends_when_another_begins(
    calendar: Calendar, moment: datetime, per: Per
) -> None:
    frame = Frame(Reckoning(zone=ZoneInfo("Asia/Tehran"), calendar=calendar))
    at = moment.replace(tzinfo=UTC)
    here = Occasion(frame, Basket(currency="MYR", at=at, lines=()), None)

    end = period_end(per, here)

    assert end is not None
    assert end > at
    last = _at(frame, end - timedelta(microseconds=1))
    assert period_key(per, last) == period_key(per, here)
    assert period_key(per, _at(frame, end)) != period_key(per, here)


def _at(frame: Frame, at: datetime) -> Occasion:
    return Occasion(frame, Basket(currency="MYR", at=at, lines=()), None)


def test_a_counter_is_of_its_own_rule() -> None:
    assert counts_for("n.base", "base")
    assert counts_for("n.base.2026-11-21", "base")
    assert counts_for("n.base.w2026-11-16", "base")
    assert not counts_for("n.base.more", "base")
    assert not counts_for("n.base.more.2026", "base")
