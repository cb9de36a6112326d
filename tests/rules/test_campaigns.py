"""Campaigns, budgets, experiments, draws and limits: each by its own promise."""

from collections import Counter
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.campaigns.draws import Draw, Entered, Prize, commitment, list_hash, winners
from rules.conditions.experiments import Arm, Experiment, arm_of
from rules.conditions.when import When
from rules.evaluator import Evaluator
from rules.ground.bounds import OutOfBoundsError
from rules.ground.ids import AccountId
from rules.refund.decision import decide
from rules.sale.decisions import RefundDecision, ReturnLine, SaleGiven, Settlement
from rules.value.limits import (
    FloorLimit,
    UnaskedTerms,
    Velocity,
    objection_to_accrual,
    objection_to_unasked,
)
from tests.rules.campaigning import EARN, campaign, points, sold
from tests.rules.making import LIFE, RECORD, SARA, basket, line, programme, standing

SEED = b"a seed that nobody guesses"


def test_a_rule_holds_only_where_its_campaign_does() -> None:
    over = campaign(programme(EARN), when=When(last_day="2026-11-20"))
    on = campaign(programme(EARN), when=When(last_day="2026-11-21"))

    assert not sold(over).awards
    assert points(sold(on)) == 100


HALVES = Experiment(
    experiment="half",
    seed="s1",
    arms=(Arm(arm="a", share=4_500), Arm(arm="b", share=4_500)),
)


def test_members_are_parted_evenly_and_stay_where_they_are() -> None:
    accounts = [AccountId(f"m-{number}") for number in range(20_000)]

    arms = Counter(arm_of(HALVES, account) for account in accounts)

    assert abs(arms["a"] - 9_000) < 300
    assert abs(arms["b"] - 9_000) < 300
    assert abs(arms[""] - 2_000) < 200
    assert [arm_of(HALVES, each) for each in accounts[:9]] == [
        arm_of(HALVES, each) for each in accounts[:9]
    ]


def test_another_seed_parts_members_independently() -> None:
    other = replace(HALVES, seed="s2")
    accounts = [AccountId(f"m-{number}") for number in range(20_000)]

    both = sum(arm_of(HALVES, each) == arm_of(other, each) == "a" for each in accounts)

    assert abs(both - 20_000 * 45 * 45 // 10_000) < 300


def test_a_rule_is_for_one_arm_only() -> None:
    arm = arm_of(HALVES, SARA)
    asked = (When(experiment="half", arms=(name,)) for name in (arm, _other(arm)))
    mine, theirs = (
        replace(programme(replace(EARN, campaign="", when=when)), experiments=(HALVES,))
        for when in asked
    )

    assert sold(mine).awards
    assert not sold(theirs).awards


def _other(arm: str) -> str:
    return "b" if arm == "a" else "a"


def test_the_shares_of_arms_are_at_most_everybody() -> None:
    with pytest.raises(OutOfBoundsError):
        replace(HALVES, arms=(Arm(arm="a", share=9_000), Arm(arm="b", share=1_001)))


DRAW = Draw(
    draw="car",
    commitment=commitment(SEED),
    prizes=(Prize(prize="car"), Prize(prize="ball", count=3)),
    ticket_minor=1_000,
)
entries = st.lists(
    st.builds(
        Entered,
        st.integers(0, 99).map(lambda number: f"t1.1-{number}"),
        st.integers(0, 9).map(lambda number: AccountId(f"m-{number}")),
        st.integers(0, 4),
    ),
    max_size=30,
    unique_by=lambda entry: entry.entry,
)


@given(entries, st.randoms())
def test_whoever_has_the_list_and_the_seed_finds_the_same_winners(
    drawn: list[Entered], chance: object
) -> None:
    mixed = list(drawn)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # Hypothesis' own random

    won = winners(DRAW, drawn, SEED)

    assert won == winners(DRAW, mixed, SEED)
    assert list_hash(drawn) == list_hash(mixed)
    tickets = {entry.entry: entry.tickets for entry in drawn}
    assert all(1 <= each.ticket <= tickets[each.entry] for each in won)
    assert len({each.account for each in won}) == len(won)
    playing = {entry.account for entry in drawn if entry.tickets}
    assert len(won) == min(4, len(playing))


def test_every_ticket_has_the_same_chance() -> None:
    """Of two members the one with three tickets of four wins three times out of four."""
    entered = [Entered("a", AccountId("m-a"), 3), Entered("b", AccountId("m-b"), 1)]
    won = Counter[str]()
    for number in range(2_000):
        seed = sha256(b"%d" % number).digest()
        draw = replace(DRAW, commitment=commitment(seed), prizes=(Prize(prize="car"),))
        won[winners(draw, entered, seed)[0].account] += 1

    assert abs(won["m-a"] - 1_500) < 80


def test_another_seed_than_the_promised_one_draws_nothing() -> None:
    with pytest.raises(ValueError, match="published"):
        winners(DRAW, [], b"another")


def test_a_sale_gives_tickets_and_a_return_takes_those_it_bought() -> None:
    made = replace(programme(), draws=(DRAW,))
    goods = line("1", 4_500, pieces=3)
    sale = Evaluator(made).settle(
        basket(goods), standing(), spends=(), record=RECORD, life=LIFE
    )
    assert isinstance(sale, Settlement)
    booked = SaleGiven(
        account=SARA,
        basket=basket(goods),
        awards=(),
        spends=(),
        lots=sale.lots,
        qualifying_minor=0,
    )
    back = ReturnLine(line="1", of_line="1", quantity_milli=1_000, amount_minor=1_500)

    decided = decide(
        made, booked, (), (back,), points_tender_minor=None, standing=standing()
    )

    (lot,) = sale.lots
    assert lot.unit == "n.draw.car"
    assert [
        posting.amount
        for entry in sale.entries
        for posting in entry.postings
        if posting.account == SARA
    ] == [4]
    assert isinstance(decided, RefundDecision)
    assert [each.amount for each in decided.uncounted] == [1]


def test_who_earns_too_often_a_day_is_told() -> None:
    """An operator's rules allow three accruals a day (noris.ru)."""
    limit = Velocity(accruals_per_day=3)

    said = [objection_to_accrual(limit, earned_today=times) for times in range(5)]

    assert [refusal is None for refusal in said] == [True, True, True, False, False]


def test_above_a_floor_limit_head_office_is_asked() -> None:
    limit = FloorLimit(transaction_minor=5_000, account_minor=8_000)

    assert objection_to_unasked(limit, 5_000) is None
    assert objection_to_unasked(limit, 5_001) is not None
    assert objection_to_unasked(limit, 4_000, unasked_minor=4_001) is not None


@given(
    uses=st.lists(
        st.tuples(st.integers(1, 900), st.integers(0, 3), st.booleans()), max_size=40
    )
)
def test_no_till_loses_more_than_was_accepted(uses: list[tuple[int, int, bool]]) -> None:
    terms = UnaskedTerms(receipt_minor=500, day_minor=700, days=2, tills=1)
    by_day: dict[int, int] = {}
    unheard = 0

    for amount, day, heard in uses:
        unheard = 0 if heard else unheard
        today = by_day.get(day, 0)
        limit = terms.limit(today_minor=today, unheard_minor=unheard)
        if objection_to_unasked(limit, amount) is None:
            by_day[day] = today + amount
            unheard += amount
            assert amount <= terms.receipt_minor
        assert max(by_day.values(), default=0) <= terms.day_minor
        assert unheard <= terms.outage_minor <= terms.worst_minor
