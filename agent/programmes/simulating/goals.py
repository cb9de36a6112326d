"""What campaigns' goals came to in past sales: what members bought, and nothing else."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from agent.programmes.simulating.past import NOBODY, PastSales, account_of
from rules.calendars.periods import local_day
from rules.campaigns.goals import GoalState, Group
from rules.economics.comparison import comparisons
from rules.programme import Programme
from rules.segments.statistics import Purchase, counted
from sync.kit.clock import from_ms


def goal_states(programme: Programme, past: PastSales) -> tuple[GoalState, ...]:
    """Return how goals stand, as if the last sale were today; a campaign is as old as they.

    Money is what was paid then. Nobody knows of sales who brought whom.
    """
    if not any(campaign.goal for campaign in programme.campaigns):
        return ()
    days = [local_day(from_ms(at), programme.reckoning) for at in past.at_ms]
    goals = tuple(comparisons(programme, lambda _: min(days), today=max(days)))
    for name, places in past.by_member().items():
        if name != NOBODY:
            bought = counted(_purchases(past, days, places), frozenset())
            for one in goals:
                one.hear(account_of(name), days[places[0]], bought)
    return tuple(_known(one.state()) for one in goals)


def _purchases(
    past: PastSales, days: list[date], places: Iterable[int]
) -> Iterable[Purchase]:
    for place in places:
        minor = sum(amount - less for *_, amount, less in past.rows(place))
        yield Purchase(days[place].toordinal(), int(minor > 0), minor)


def _known(state: GoalState) -> GoalState:
    if state.goal.measure != "referrals":
        return state
    return replace(state, treated=Group(0, 0), held_out=Group(0, 0), came="not_in_sales")
