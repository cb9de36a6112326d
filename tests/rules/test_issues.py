"""What is given by itself: once, each time, in a period; and what a return takes of it."""

from dataclasses import replace

import pytest

from rules.campaigns.campaign import Campaign
from rules.campaigns.draws import Draw, Prize, commitment
from rules.conditions.when import When
from rules.evaluator import Evaluator
from rules.ground.bounds import OutOfBoundsError
from rules.ground.ids import RuleId, TierId
from rules.issues.gifts import GiveCoupon, GivePoints, GiveTickets, GiveWallet
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnDate, OnPurchase, OnTierEntry
from rules.members.standing import Standing
from rules.programme import Programme
from rules.refund.decision import decide
from rules.sale.decisions import RefundDecision, ReturnLine, SaleGiven, Settlement
from rules.vouchers.money import WALLET
from tests.rules.making import LIFE, RECORD, SARA, basket, line, programme, standing

NEXT = IssueRule(
    rule=RuleId("next-time"),
    on=OnPurchase(minimum_minor=5_000),
    gives=GiveCoupon(valid_days=14),
)
WELCOME = IssueRule(
    rule=RuleId("gold-points"),
    on=OnTierEntry(tiers=(TierId("gold"),)),
    gives=GivePoints(points=500),
)


def giving(*rules: IssueRule) -> Programme:
    return replace(programme(), issues=rules)


def sold(made: Programme, member: Standing, minor: int = 6_000) -> Settlement:
    answer = Evaluator(made).settle(
        basket(line("1", minor, pieces=3)), member, spends=(), record=RECORD, life=LIFE
    )
    assert isinstance(answer, Settlement)
    return answer


def given(sale: Settlement) -> dict[str, int]:
    """Sum what a member was posted, by unit."""
    found: dict[str, int] = {}
    for entry in sale.entries:
        for posting in entry.postings:
            if posting.account == SARA:
                found[posting.unit] = found.get(posting.unit, 0) + posting.amount
    return found


@pytest.mark.parametrize(
    ("minor", "had", "issued"),
    [(4_999, 0, []), (5_000, 0, [1]), (5_000, 1, [])],
)
def test_a_coupon_for_the_next_time_is_given_once(
    minor: int, had: int, issued: list[int]
) -> None:
    member = replace(standing(), issued=(("next-time", had),) if had else ())

    sale = sold(giving(NEXT), member, minor)

    assert [issue.occurrence for issue in sale.issues] == issued


def test_each_purchase_gives_another_when_it_says_so() -> None:
    member = replace(standing(), issued=(("next-time", 4),))

    (issue,) = sold(giving(replace(NEXT, times="each")), member).issues

    assert issue.key == f"next-time|{SARA}|5"


def test_once_a_month_is_counted_in_the_month() -> None:
    rule = replace(NEXT, times="month")
    first = sold(giving(rule), standing())
    counts = tuple((unit, n) for unit, n in given(first).items() if unit.startswith("n."))

    again = sold(
        giving(rule), replace(standing(), counts=counts, issued=(("next-time", 1),))
    )
    later = sold(giving(rule), replace(standing(), counts=(("n.next-time.2026-10", 1),)))

    assert counts == (("n.next-time.2026-11", 1),)
    assert len(first.issues) == len(later.issues) == 1
    assert not again.issues


def test_conditions_hold_for_what_is_given_too() -> None:
    monday = replace(NEXT, when=When(weekdays=("mon",)))

    assert not sold(giving(monday), standing()).issues


def test_a_gift_of_a_campaign_ends_with_it() -> None:
    over = Campaign(campaign="autumn", when=When(last_day="2026-11-20"))
    made = replace(giving(replace(NEXT, campaign="autumn")), campaigns=(over,))

    assert not sold(made, standing()).issues


def test_entering_a_tier_gives_points_that_live_as_points_do() -> None:
    member = replace(standing(), spend_minor=49_000)

    sale = sold(giving(WELCOME), member)

    assert sale.tier_after == "gold"
    (lot,) = [lot for lot in sale.lots if lot.unit == "points"]
    assert lot.expires is not None
    assert lot.active_from > lot.earned_at
    assert given(sale)["points"] == 500


def test_money_and_tickets_are_given_too() -> None:
    purse = IssueRule(
        rule=RuleId("purse"), on=OnPurchase(), gives=GiveWallet(amount_minor=300)
    )
    car = IssueRule(
        rule=RuleId("car-ticket"), on=OnPurchase(), gives=GiveTickets(draw="car", tickets=2)
    )
    draw = Draw(
        draw="car",
        commitment=commitment(b"seed"),
        prizes=(Prize(prize="car"),),
        when=When(enabled=False),
    )
    made = replace(giving(purse, car), draws=(draw,))

    found = given(sold(made, standing()))

    assert found[WALLET] == 300
    assert found["n.draw.car"] == 2


@pytest.mark.parametrize(
    ("pieces", "gone"),
    [(1, 0), (2, 300), (3, 300)],
)
def test_a_return_takes_a_gift_that_is_no_longer_deserved(pieces: int, gone: int) -> None:
    rule = IssueRule(
        rule=RuleId("big"), on=OnPurchase(minimum_minor=4_000), gives=GivePoints(points=300)
    )
    made = giving(rule)
    sale = sold(made, standing())
    booked = SaleGiven(
        account=SARA,
        basket=basket(line("1", 6_000, pieces=3)),
        awards=sale.awards,
        spends=(),
        lots=sale.lots,
        qualifying_minor=sale.qualifying_minor,
    )
    back = ReturnLine(
        line="1",
        of_line="1",
        quantity_milli=pieces * 1_000,
        amount_minor=pieces * 2_000,
    )

    decided = decide(
        made, booked, (), (back,), points_tender_minor=None, standing=standing()
    )

    assert isinstance(decided, RefundDecision)
    assert sum(each.points for each in decided.reversals) == gone


def test_a_date_must_say_which_day() -> None:
    with pytest.raises(OutOfBoundsError, match="dates, birthday or joined"):
        OnDate()
