"""How campaigns' goals stand: members treated compared with members held out.

Members, and who brought whom, are read once and in slices for all campaigns together, so
that memory does not grow with them.
"""

from collections.abc import Collection, Iterator
from datetime import date

from rules.calendars.periods import local_day
from rules.campaigns.campaign import Campaign
from rules.campaigns.goals import GoalState
from rules.economics.comparison import Comparison
from rules.programme import Programme
from sync.kit.clock import from_ms
from sync.office.database.desk import Sitting
from sync.office.goals.hearing import brought, members
from sync.office.tills.programmes import current, first_start


def goal_states(sitting: Sitting) -> tuple[GoalState, ...]:
    """Return how the goal of each campaign stands that has one, in their order."""
    programme = current(sitting)
    if programme is None:
        return ()
    comparisons = tuple(_comparisons(sitting, programme))
    _add_up(sitting, programme, [one for one in comparisons if one.asks])
    return tuple(one.state() for one in comparisons)


def _comparisons(sitting: Sitting, programme: Programme) -> Iterator[Comparison]:
    today = local_day(sitting.now, programme.reckoning)
    for campaign in programme.campaigns:
        if campaign.goal is not None:
            last = campaign.when.days[1]
            days = (
                _first_day(sitting, programme, campaign),
                min(today, date.fromisoformat(last)) if last else today,
            )
            yield Comparison(programme, campaign, campaign.goal, days)


def _first_day(sitting: Sitting, programme: Programme, campaign: Campaign) -> date:
    """Return a campaign's first day; one that names none began when it was published."""
    first = campaign.when.days[0]
    if first:
        return date.fromisoformat(first)
    starts = from_ms(first_start(sitting, campaign.campaign))
    return local_day(starts, programme.reckoning)


def _add_up(sitting: Sitting, programme: Programme, asking: Collection[Comparison]) -> None:
    """Tell what is compared of all members, and of whom they brought if that is asked."""
    reckoning = programme.reckoning
    for member in members(sitting) if asking else ():
        joined = local_day(from_ms(member.joined_ms), reckoning)
        for one in asking:
            one.hear(member.account, joined, member.bought)
    referrals = [one for one in asking if one.goal.measure == "referrals"]
    for account, at_ms in brought(sitting) if referrals else ():
        day = local_day(from_ms(at_ms), reckoning)
        for one in referrals:
            one.hear_brought(account, day)
