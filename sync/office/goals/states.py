"""How campaigns' goals stand: members treated compared with members held out.

Members, and who brought whom, are read once and in slices for all campaigns together, so
that memory does not grow with them.
"""

from collections.abc import Collection
from datetime import date

from rules.calendars.periods import Reckoning, local_day
from rules.campaigns.goals import GoalState
from rules.economics.comparison import Comparison, comparisons
from sync.kit.clock import from_ms
from sync.office.database.desk import Sitting
from sync.office.goals.hearing import brought, members
from sync.office.tills.programmes import current, first_start


def goal_states(sitting: Sitting) -> tuple[GoalState, ...]:
    """Return how the goal of each campaign stands that has one, in their order."""
    programme = current(sitting)
    if programme is None:
        return ()
    reckoning = programme.reckoning

    def began(campaign: str) -> date:
        return local_day(from_ms(first_start(sitting, campaign)), reckoning)

    today = local_day(sitting.now, reckoning)
    goals = tuple(comparisons(programme, began, today=today))
    _add_up(sitting, reckoning, [one for one in goals if one.asks])
    return tuple(one.state() for one in goals)


def _add_up(sitting: Sitting, reckoning: Reckoning, asking: Collection[Comparison]) -> None:
    """Tell what is compared of all members, and of whom they brought if that is asked."""
    for member in members(sitting) if asking else ():
        joined = local_day(from_ms(member.joined_ms), reckoning)
        for one in asking:
            one.hear(member.account, joined, member.bought)
    referrals = [one for one in asking if one.goal.measure == "referrals"]
    for account, at_ms in brought(sitting) if referrals else ():
        day = local_day(from_ms(at_ms), reckoning)
        for one in referrals:
            one.hear_brought(account, day)
