"""What ``vafa programme check`` says of campaigns' goals."""

from dataclasses import replace
from fractions import Fraction

from agent.programmes.checking.finding import Question
from agent.programmes.checking.goals import goals
from rules.campaigns.campaign import Campaign
from rules.campaigns.goals import Goal
from rules.conditions.experiments import Arm, Experiment
from rules.conditions.when import When
from rules.programme import Programme

GOAL = Goal(measure="visits", percent=Fraction(5))
HALF = Experiment(experiment="half", seed="s", arms=(Arm(arm="a", share=5_000),))
SUMMER = Campaign(campaign="summer", goal=GOAL)


def said(campaign: Campaign) -> list[tuple[str, str, str]]:
    programme = Programme(
        name="p",
        version=1,
        currency="MYR",
        zone="Asia/Kuala_Lumpur",
        experiments=(HALF,),
        campaigns=(campaign,),
    )
    found = goals(Question(programme=programme))
    return [(one.check, one.place, one.says) for one in found]


def test_a_goal_of_a_campaign_for_everybody_cannot_be_told() -> None:
    assert said(SUMMER) == [
        (
            "goal_without_control",
            "campaigns 1 (summer)",
            "nothing can be said of its goal: it is for everybody, nobody is held out",
        )
    ]


def test_where_members_are_held_out_or_nothing_is_aimed_at_all_is_well() -> None:
    assert said(replace(SUMMER, when=When(experiment="half"))) == []
    assert said(replace(SUMMER, goal=None)) == []
