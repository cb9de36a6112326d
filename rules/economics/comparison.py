"""A campaign's goal added up, member by member: those treated beside those held out."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from rules.campaigns.campaign import Campaign
from rules.campaigns.goals import Goal, GoalState, Group, Lift, Untold, adds, lift
from rules.economics.trials import Side, Trial, trial_of
from rules.ground.ids import AccountId
from rules.programme import Programme
from rules.segments.statistics import Statistics


class Comparison:
    """Both sides of a campaign's trial from its ``first`` to its ``last`` day.

    Whoever knows the members tells each of them once, in any order. Where there is no
    trial, or it has not begun, it asks of nobody.
    """

    __slots__ = (
        *("_amounts", "_campaign", "_currency", "_members", "_trial"),
        *("first", "goal", "last"),
    )

    def __init__(
        self, programme: Programme, campaign: Campaign, goal: Goal, days: tuple[date, date]
    ) -> None:
        self.goal: Final = goal
        self.first, self.last = days
        self._campaign: Final = campaign.campaign
        self._currency: Final = programme.currency
        self._trial: Final = trial_of(programme, campaign)
        self._members: Final[Counter[Side]] = Counter()
        self._amounts: Final[Counter[Side]] = Counter()

    @property
    def asks(self) -> bool:
        """Whether there is anything to add up."""
        return isinstance(self._trial, Trial) and self.first <= self.last

    def hear(self, account: AccountId, joined: date, bought: Statistics) -> None:
        """Add a member by what they bought, if they had joined by the last day."""
        side = self._side(account)
        first, last = self.first.toordinal(), self.last.toordinal()
        amount = adds(self.goal.measure, bought.days, first=first, last=last)
        if side is not None and joined <= self.last and amount is not None:
            self._members[side] += 1
            self._amounts[side] += amount

    def hear_brought(self, account: AccountId, day: date) -> None:
        """Add that a member brought another one to an activity on some day."""
        side = self._side(account)
        if side is not None and self.first <= day <= self.last:
            self._amounts[side] += self.goal.measure == "referrals"

    def state(self) -> GoalState:
        """Return what both sides came to, and how the goal did."""
        return GoalState(
            campaign=self._campaign,
            goal=self.goal,
            currency=self._currency,
            first=self.first,
            last=self.last,
            treated=self._group("treated"),
            held_out=self._group("held_out"),
            came=self._came(),
        )

    def _came(self) -> Lift | Untold:
        if not isinstance(self._trial, Trial):
            return self._trial
        if not self.asks:
            return "not_begun"
        treated, held_out = self._group("treated"), self._group("held_out")
        return lift(self.goal, treated=treated, held_out=held_out)

    def _group(self, side: Side) -> Group:
        return Group(self._members[side], self._amounts[side])

    def _side(self, account: AccountId) -> Side | None:
        return self._trial.side(account) if isinstance(self._trial, Trial) else None


def comparisons(
    programme: Programme, began: Callable[[str], date], *, today: date
) -> Iterator[Comparison]:
    """Yield what is to be compared for each campaign with a goal, in their order.

    ``began`` says when a campaign began that names no first day.
    """
    for campaign in programme.campaigns:
        if campaign.goal is not None:
            first, last = campaign.when.days
            days = (
                date.fromisoformat(first) if first else began(campaign.campaign),
                min(today, date.fromisoformat(last)) if last else today,
            )
            yield Comparison(programme, campaign, campaign.goal, days)
