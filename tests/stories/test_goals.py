"""A campaign's goal from the tills to head office: who is treated, who is held out."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from rules.campaigns.campaign import Campaign
from rules.campaigns.goals import Goal, GoalState, Group, Lift, Measure
from rules.conditions.experiments import Arm, Experiment, arm_of
from rules.conditions.when import When
from rules.ground.ids import AccountId
from rules.programme import Programme
from sync.office.joining.importing import Newcomer
from tests.simulation.programme import card_of
from tests.stories.chain import Chain, StoryTill, a_chain, said, story_programme
from tests.stories.test_activities import tell

HALF = Experiment(experiment="half", seed="s1", arms=(Arm(arm="a", share=5_000),))
NUMBERS = range(2, 60)
TREATED = [one for one in NUMBERS if arm_of(HALF, AccountId(f"m-{one}"))]
HELD_OUT = [one for one in NUMBERS if not arm_of(HALF, AccountId(f"m-{one}"))]
ONE, OTHER, *_ = TREATED
THREE, FOUR, *_ = HELD_OUT


def trying(measure: Measure, version: int = 1, *, first_day: str = "") -> Programme:
    """Return a programme with a goal of one measure; half the members are held out."""
    summer = Campaign(
        campaign="summer",
        when=When(experiment="half", first_day=first_day),
        goal=Goal(measure=measure, percent=Fraction(20)),
    )
    programme = story_programme(version)
    return replace(programme, campaigns=(summer,), experiments=(HALF,))


def join(chain: Chain) -> None:
    """Take in two members of each side."""
    for number in (ONE, OTHER, THREE, FOUR):
        newcomer = Newcomer(row=number, account=f"m-{number}", cards=(card_of(number),))
        chain.office.take_in(newcomer)
    chain.sync()


def goal(chain: Chain) -> GoalState:
    (state,) = chain.office.office.goals()
    return state


def buy(till: StoryTill, number: int, minor: int) -> dict[str, object]:
    """Sell to a member; return the sale's document."""
    sale = till.sale_of(minor, card=card_of(number))
    said(till.sale(sale))
    document: dict[str, object] = sale["document"]
    return document


def test_what_is_spent_is_told_a_member_and_what_came_back_is_not(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=trying("spend")) as chain:
        join(chain)
        here, there = chain.tills
        for number, minor in ((ONE, 5_000), (OTHER, 7_500), (THREE, 10_000)):
            buy(here, number, minor)
        wrong = buy(there, FOUR, 90_000)
        void = {
            "document": there.document("900001", "void"),
            "original": {"document": wrong},
        }
        said(there.void(void))
        chain.sync()

        state = goal(chain)

        joined = 1 if arm_of(HALF, AccountId("m-1")) else 0
        assert state.treated == Group(2 + joined, 12_500)
        assert state.held_out == Group(3 - joined, 10_000)
        assert isinstance(state.came, Lift)


def test_a_goal_of_a_programme_published_later_counts_what_was_sold_before(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, rules=story_programme()) as chain:
        join(chain)
        here = chain.tills[0]
        buy(here, ONE, 4_000)
        buy(here, THREE, 4_000)
        chain.sync()
        assert chain.office.office.goals() == ()

        chain.office.publish(trying("spend", 2, first_day="2026-11-01"))

        state = goal(chain)
        assert (state.treated.amount, state.held_out.amount) == (4_000, 4_000)
        # Nobody counted while no programme asked; then it is counted anew.
        chain.office.publish(story_programme(3))
        buy(here, OTHER, 1_000)
        chain.sync()
        chain.office.publish(trying("spend", 4, first_day="2026-11-01"))
        assert goal(chain).treated.amount == 5_000


def test_who_comes_again_is_told_of_those_who_had_been_here(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=trying("retention", first_day="2026-12-01")) as chain:
        join(chain)
        here = chain.tills[0]
        for number in (ONE, THREE, FOUR):
            buy(here, number, 2_000)
        chain.sync()
        assert goal(chain).came == "not_begun"

        chain.wait(days=20)
        for number in (ONE, OTHER, FOUR):
            sale = here.sale_of(2_000, card=card_of(number))
            said(here.sale(sale | {"at": "2026-12-10T12:00:00+08:00"}))
        chain.sync()

        state = goal(chain)
        assert (state.treated, state.held_out) == (Group(1, 1), Group(2, 1))
        assert state.came == Lift(lift=10_000, reached=True)


def test_who_is_brought_along_is_told_wherever_it_was_heard(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=trying("referrals")) as chain:
        join(chain)
        here, there = chain.tills
        for till in chain.tills:
            said(tell(till, "join", card=card_of(OTHER), referred_by=card_of(ONE)))
        said(tell(there, "join", card=card_of(THREE), referred_by=card_of(ONE)))
        said(tell(here, "join", card=card_of(ONE), referred_by=card_of(FOUR)))
        said(tell(here, "survey", card=card_of(ONE)))
        chain.sync()

        state = goal(chain)

        assert (state.treated.amount, state.held_out.amount) == (2, 1)
