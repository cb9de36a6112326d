"""Campaigns' goals: whether anybody is held out to compare with."""

from collections.abc import Iterator

from agent.programmes.checking.finding import Finding, Question
from rules.economics.goals_told import UNTOLD
from rules.economics.trials import Trial, trial_of
from rules.ground.sentence import Sentence


def goals(question: Question) -> Iterator[Finding]:
    """Ask whether what goals come to can be told."""
    for number, campaign in enumerate(question.programme.campaigns, start=1):
        if campaign.goal is None:
            continue
        trial = trial_of(question.programme, campaign)
        if not isinstance(trial, Trial):
            yield Finding(
                weight="warning",
                check="goal_without_control",
                place=f"campaigns {number} ({campaign.campaign})",
                says=UNTOLD[trial],
                mend=Sentence(
                    "let its when name an experiment whose arms leave some members out"
                ),
            )
