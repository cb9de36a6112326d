"""Trials: whom a campaign is for and who is held out from it, by its experiment."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rules.campaigns.campaign import Campaign
from rules.campaigns.goals import Untold
from rules.conditions.experiments import Experiment, arm_of
from rules.conditions.when import When
from rules.ground.ids import AccountId
from rules.programme import Programme

Side = Literal["treated", "held_out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Members of ``arms`` of an experiment are treated; who is in none is held out."""

    experiment: Experiment
    arms: frozenset[str]

    def side(self, account: AccountId) -> Side | None:
        """Return a member's side; None for one of an arm that is treated otherwise."""
        arm = arm_of(self.experiment, account)
        if not arm:
            return "held_out"
        return "treated" if arm in self.arms else None


def trial_of(programme: Programme, campaign: Campaign) -> Trial | Untold:
    """Return how a campaign is tried: by its own conditions, else by those of its rules.

    Without anybody held out, why there is no trial.
    """
    asked = list(_asked(programme, campaign))
    names = {when.experiment for when in asked}
    if not names or "" in names:
        return "no_experiment"
    if len(names) > 1:
        return "two_experiments"
    (experiment,) = (one for one in programme.experiments if one.experiment in names)
    if experiment.everybody:
        return "all_treated"
    every = tuple(arm.arm for arm in experiment.arms)
    arms = frozenset(arm for when in asked for arm in when.arms or every)
    return Trial(experiment=experiment, arms=arms)


def _asked(programme: Programme, campaign: Campaign) -> Iterator[When]:
    if campaign.when.experiment:
        yield campaign.when
        return
    for rule in (*programme.earn, *programme.discounts, *programme.issues):
        if rule.campaign == campaign.campaign:
            yield rule.when
