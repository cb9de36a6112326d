"""Campaigns' goals at head office: all members are read in slices, on any database."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert

from agent.words.catalogue import words_of
from rules.campaigns.goals import GoalState, Group, Lift
from rules.conditions.experiments import Arm, Experiment, arm_of
from rules.economics.goals_told import goal_lines
from rules.ground.ids import AccountId
from rules.segments.statistics import Bought, Statistics
from sync.core.purchases import statistics_text
from sync.office.database.tables import STATISTICS
from sync.office.goals.hearing import AT_ONCE
from sync.office.joining.importing import Newcomer
from sync.wire.buckets import bucket_of
from sync.wire.records.activities import ActivityFacts
from tests.office.processes import run_office
from tests.office.world import PROGRAMME, START, World

MEMBERS = AT_ONCE + 100
HALF = Experiment(experiment="half", seed="s1", arms=(Arm(arm="a", share=5_000),))
ACCOUNTS = [AccountId(f"m-{number}") for number in range(MEMBERS)]
TREATED = [one for one in ACCOUNTS if arm_of(HALF, one)]
HELD_OUT = [one for one in ACCOUNTS if not arm_of(HALF, one)]
TODAY = date(2026, 11, 20)
TRIED = """
[[experiments]]
experiment = "half"
seed = "s1"
arms = [{ arm = "a", share = 5000 }]

[[campaigns]]
campaign = "spending"
when = { experiment = "half", first_day = "2026-11-01" }
goal = { measure = "spend", percent = "5" }

[[campaigns]]
campaign = "bringing"
when = { experiment = "half" }
goal = { measure = "referrals", percent = "5" }

[[campaigns]]
campaign = "coming"
when = { experiment = "half", first_day = "2099-12-01" }
goal = { measure = "visits", percent = "5" }

[[campaigns]]
campaign = "everybody"
goal = { measure = "retention", percent = "5" }
"""


def publish(world: World, more: str = TRIED, *, version: int = 2) -> None:
    document = PROGRAMME.replace(b"version = 1", b"version = %d" % version)
    world.office.publish(document + more.encode(), form="toml", starts=START)


def buy(world: World, accounts: Iterable[str], minor: int) -> None:
    """Write down what members bought ten days ago, as it is kept."""
    day = Bought(TODAY.toordinal() - 10, 1, minor)
    early = Bought(TODAY.toordinal() - 90, 1, 1_000_000)
    rows = [
        {
            "bucket": bucket_of(account),
            "account": account,
            "body": statistics_text(Statistics((early, day))),
            "last_ms": 0,
        }
        for account in accounts
    ]
    with world.engine.begin() as connection:
        connection.execute(insert(STATISTICS), rows)


@pytest.fixture
def tried(world: World) -> World:
    """Return a world of more members than are read at once, each of whom bought."""
    publish(world)
    world.office.import_members(
        Newcomer(row=number, account=account) for number, account in enumerate(ACCOUNTS)
    )
    # What is kept is counted when it is asked for first; then it is as we say.
    world.office.goals()
    buy(world, TREATED, 1_100)
    buy(world, HELD_OUT, 1_000)
    told = [
        (number, ActivityFacts(account=ACCOUNTS[number], activity="join", referred_by=by))
        for number, by in enumerate((*TREATED[-2:], HELD_OUT[-1]), start=1)
    ]
    assert world.office.tell_activities(told).new == len(told)
    return world


def by_name(world: World) -> dict[str, GoalState]:
    return {state.campaign: state for state in world.office.goals()}


def test_every_member_is_counted_once_on_their_side(tried: World) -> None:
    state = by_name(tried)["spending"]

    assert state.treated == Group(len(TREATED), 1_100 * len(TREATED))
    assert state.held_out == Group(len(HELD_OUT), 1_000 * len(HELD_OUT))
    assert state.came == Lift(lift=1_000, reached=True)
    assert (state.first, state.last) == (date(2026, 11, 1), TODAY)


def test_whoever_brought_others_is_counted_from_the_day_it_was_published(
    tried: World,
) -> None:
    state = by_name(tried)["bringing"]

    assert state.first == TODAY
    assert state.treated == Group(len(TREATED), 2)
    assert state.held_out == Group(len(HELD_OUT), 1)


def test_what_has_not_begun_and_what_is_for_everybody_cannot_be_told(tried: World) -> None:
    states = by_name(tried)

    assert states["coming"].came == "not_begun"
    assert states["everybody"].came == "no_experiment"
    assert states["everybody"].treated == Group(0, 0)


def test_a_campaign_began_when_it_was_first_published(tried: World) -> None:
    tried.clock.forward(days=7)
    publish(tried, version=3)

    assert by_name(tried)["bringing"].first == TODAY


def test_without_a_goal_there_is_nothing_to_tell(world: World) -> None:
    assert world.office.goals() == ()
    publish(world, "")
    assert world.office.goals() == ()


def test_how_goals_stand_is_said_in_every_language(tried: World) -> None:
    spending, *_ = tried.office.goals()

    assert [words_of("en").tell(line) for line in goal_lines(spending)] == [
        "spending: what is spent should grow by 5 per cent; from 1 Nov 2026 to 20 Nov 2026",
        f"treated: RM {11 * len(TREATED):,}.00; members: {len(TREATED)}",
        f"held out: RM {10 * len(HELD_OUT):,}.00; members: {len(HELD_OUT)}",
        "10 per cent more a member: the goal is reached",
    ]
    *_, persian = goal_lines(spending)
    reached = "برای هر عضو ۱۰ درصد بیشتر: به هدف رسیده است"  # noqa: RUF001  # its digits
    assert words_of("fa").tell(persian) == reached


def test_the_command_speaks_the_terminals_language_and_tells_data(tmp_path: Path) -> None:
    programme = tmp_path / "tried.toml"
    programme.write_bytes(PROGRAMME + TRIED.encode())
    data = tmp_path / "office"
    before = run_office(data, "goals", language="ms_MY.UTF-8")
    published = run_office(data, "programme", str(programme))

    told = run_office(data, "goals", language="fa_IR.UTF-8")
    plain = run_office(data, "goals", "--json")

    assert before.stdout == "tiada kempen dalam program ini yang mempunyai matlamat\n"
    assert published.returncode == 0, published.stderr
    assert "  دربارهٔ هدف آن چیزی نمی‌توان گفت: هنوز آغاز نشده است" in told.stdout
    assert [(one["campaign"], one["untold"]) for one in json.loads(plain.stdout)] == [
        ("spending", "nobody_treated"),
        ("bringing", "nobody_treated"),
        ("coming", "not_begun"),
        ("everybody", "no_experiment"),
    ]
