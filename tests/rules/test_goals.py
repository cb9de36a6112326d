"""Goals: what a member adds to a measure, who is compared with whom, how it came."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.campaigns.campaign import Campaign
from rules.campaigns.goals import Goal, Group, Lift, Measure, Untold, adds, lift
from rules.conditions.experiments import Arm, Experiment, arm_of
from rules.conditions.when import When
from rules.economics.comparison import Comparison
from rules.economics.goals_told import UNTOLD, goal_lines, goal_out
from rules.economics.trials import Trial, trial_of
from rules.ground.ids import AccountId, RuleId
from rules.programme import Programme
from rules.segments.statistics import Bought, Days, Statistics
from tests.rules.campaigning import EARN, OFF
from tests.rules.making import programme

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
DAY = FIRST.toordinal()
MORE = Goal(measure="visits", percent=Fraction(10))
HALF = Experiment(experiment="half", seed="s1", arms=(Arm(arm="a", share=5_000),))
ASKS = When(experiment="half")
ACCOUNTS = [AccountId(f"m-{number}") for number in range(400)]
TREATED = [one for one in ACCOUNTS if arm_of(HALF, one)]
HELD_OUT = [one for one in ACCOUNTS if not arm_of(HALF, one)]
BOUGHT: Days = (
    Bought(DAY - 1, 1, 900),
    Bought(DAY, 2, 500),
    Bought(DAY + 3, 0, 40),
    Bought(DAY + 29, 1, 60),
    Bought(DAY + 30, 1, 7_000),
)


@pytest.mark.parametrize(
    ("measure", "amount"),
    [("visits", 2), ("spend", 600), ("retention", 1), ("referrals", 0)],
)
def test_a_member_adds_what_falls_on_the_campaigns_days(
    measure: Measure, amount: int
) -> None:
    assert adds(measure, BOUGHT, first=DAY, last=LAST.toordinal()) == amount


def test_retention_asks_of_those_only_who_had_bought_before() -> None:
    assert adds("retention", BOUGHT[1:], first=DAY, last=DAY + 29) is None
    assert adds("retention", BOUGHT[:1], first=DAY, last=DAY + 29) == 0


def test_a_goal_is_measured_against_who_is_held_out() -> None:
    held_out = Group(10, 20)

    grown = lift(MORE, treated=Group(100, 230), held_out=held_out)
    just = lift(MORE, treated=Group(100, 220), held_out=held_out)
    same = lift(MORE, treated=Group(100, 200), held_out=held_out)
    less = lift(MORE, treated=Group(100, 100), held_out=held_out)

    assert grown == Lift(lift=1_500, reached=True)
    assert just == Lift(lift=1_000, reached=True)
    assert same == Lift(lift=0, reached=False)
    assert less == Lift(lift=-5_000, reached=False)


@pytest.mark.parametrize(
    ("treated", "held_out", "code"),
    [
        (Group(0, 0), Group(10, 20), "nobody_treated"),
        (Group(10, 20), Group(0, 0), "nobody_held_out"),
        (Group(10, 20), Group(10, 0), "nothing_measured"),
    ],
)
def test_without_anything_to_compare_nothing_is_said(
    treated: Group, held_out: Group, code: str
) -> None:
    assert lift(MORE, treated=treated, held_out=held_out) == code


@given(
    st.integers(1, 10**6),
    st.integers(0, 10**12),
    st.integers(1, 10**6),
    st.integers(1, 10**12),
)
def test_a_lift_is_rounded_once_and_reached_exactly(
    members: int, amount: int, others: int, theirs: int
) -> None:
    came = lift(MORE, treated=Group(members, amount), held_out=Group(others, theirs))

    assert isinstance(came, Lift)
    exact = Fraction(amount * others, members * theirs) - 1
    assert abs(came.lift - exact * 10_000) <= Fraction(1, 2)
    assert came.reached == (amount * others * 10 >= members * theirs * 11)


def made(
    *rules: When, of_all: When | None = None, experiments: tuple[Experiment, ...] = (HALF,)
) -> Programme:
    """Return a programme of a campaign, with an earn rule of it for each of these."""
    earn = (
        replace(EARN, rule=RuleId(f"r{number}"), when=when)
        for number, when in enumerate(rules)
    )
    summer = Campaign(campaign="summer", when=of_all or When(), goal=MORE)
    return replace(programme(*earn), campaigns=(summer,), experiments=experiments)


def tried(made: Programme) -> Trial | Untold:
    return trial_of(made, made.campaigns[0])


TWO = replace(HALF, arms=(Arm(arm="a", share=5_000), Arm(arm="b", share=4_000)))
FULL = replace(HALF, arms=(Arm(arm="a", share=5_000), Arm(arm="b", share=5_000)))
OTHER = replace(HALF, experiment="other")


@pytest.mark.parametrize(
    ("programme", "code"),
    [
        (made(), "no_experiment"),
        (made(When()), "no_experiment"),
        (made(ASKS, When()), "no_experiment"),
        (
            made(ASKS, When(experiment="other"), experiments=(HALF, OTHER)),
            "two_experiments",
        ),
        (made(of_all=ASKS, experiments=(FULL,)), "all_treated"),
    ],
)
def test_a_campaign_that_holds_nobody_out_is_no_trial(
    programme: Programme, code: str
) -> None:
    assert tried(programme) == code
    assert code in UNTOLD


def test_the_campaigns_own_arms_count_before_those_of_its_rules() -> None:
    own = tried(
        made(When(), of_all=When(experiment="half", arms=("a",)), experiments=(TWO,))
    )
    rules = made(
        When(experiment="half", arms=("a",)),
        When(experiment="half", arms=("b",)),
        experiments=(TWO,),
    )

    assert isinstance(own, Trial)
    assert own.arms == {"a"}
    assert {own.side(one) for one in ACCOUNTS} == {"treated", "held_out", None}
    both = tried(rules)
    assert isinstance(both, Trial)
    assert {both.side(one) for one in ACCOUNTS} == {"treated", "held_out"}


def test_rules_of_other_campaigns_say_nothing_of_this_one() -> None:
    summer = made(ASKS)
    with_other = replace(summer, discounts=(replace(OFF, campaign="winter"),))

    assert isinstance(tried(with_other), Trial)


def compared(goal: Goal = MORE, last: date = LAST) -> Comparison:
    return Comparison(
        made(of_all=ASKS), Campaign(campaign="summer", when=ASKS), goal, (FIRST, last)
    )


def test_members_are_added_up_on_their_side_in_any_order() -> None:
    one, other = compared(), compared()
    visits = Statistics(BOUGHT)
    told = [(account, visits) for account in TREATED] + [(HELD_OUT[0], visits)]

    for account, bought in told:
        one.hear(account, FIRST, bought)
    for account, bought in reversed(told):
        other.hear(account, FIRST, bought)

    state = one.state()
    assert state == other.state()
    assert state.treated == Group(len(TREATED), 2 * len(TREATED))
    assert state.held_out == Group(1, 2)
    assert state.came == Lift(lift=0, reached=False)


def test_who_joined_after_its_end_takes_no_part() -> None:
    one = compared()

    one.hear(TREATED[0], date(2026, 7, 1), Statistics(BOUGHT))

    assert one.state().treated == Group(0, 0)


def test_others_count_for_who_brought_them_while_it_lasts() -> None:
    one = compared(Goal(measure="referrals", percent=Fraction(50)))
    for account in (TREATED[0], HELD_OUT[0], HELD_OUT[1]):
        one.hear(account, FIRST, Statistics())
    for account, day in (
        *((TREATED[0], FIRST), (TREATED[0], LAST), (HELD_OUT[0], LAST)),
        *((TREATED[0], date(2026, 5, 31)), (HELD_OUT[1], date(2026, 7, 1))),
    ):
        one.hear_brought(account, day)

    state = one.state()

    assert (state.treated, state.held_out) == (Group(1, 2), Group(2, 1))
    assert state.came == Lift(lift=30_000, reached=True)


def test_before_its_first_day_nothing_is_asked() -> None:
    one = compared(last=date(2026, 5, 20))

    assert not one.asks
    assert one.state().came == "not_begun"


def test_how_it_stands_is_said_and_written() -> None:
    one = compared(Goal(measure="spend", percent=Fraction("7.5")))
    one.hear(TREATED[0], FIRST, Statistics((Bought(DAY, 1, 1_100),)))
    one.hear(HELD_OUT[0], FIRST, Statistics((Bought(DAY, 1, 1_000),)))

    state = one.state()

    assert list(goal_lines(state)) == [
        "summer: what is spent should grow by 15/2 per cent; from 2026-06-01 to 2026-06-30",
        "treated: MYR 11.00; members: 1",
        "held out: MYR 10.00; members: 1",
        "10 per cent more a member: the goal is reached",
    ]
    assert goal_out(state) == {
        "campaign": "summer",
        "measure": "spend",
        "currency": "MYR",
        "percent": "15/2",
        "first_day": "2026-06-01",
        "last_day": "2026-06-30",
        "treated": {"members": 1, "amount": 1_100},
        "held_out": {"members": 1, "amount": 1_000},
        "lift": 1_000,
        "reached": True,
        "untold": "",
    }


def test_what_cannot_be_said_is_said_in_words() -> None:
    one = compared()
    one.hear(TREATED[0], FIRST, Statistics(BOUGHT))

    assert list(goal_lines(one.state()))[1:] == [
        "treated: 2; members: 1",
        "nothing can be said of its goal: there is no member held out",
    ]
    assert goal_out(one.state())["untold"] == "nobody_held_out"
