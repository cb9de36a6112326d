"""Campaigns: rules that belong together, with an audience, a budget and a goal."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rules.campaigns.goals import Goal
from rules.conditions.asked import Asked
from rules.conditions.counters import member_counter
from rules.conditions.occasion import Occasion
from rules.conditions.when import ALWAYS, When
from rules.ground import bounds
from rules.value.budgets import Budget, Counts, budget_lots
from rules.value.left import Left


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """Rules name it by ``campaign``; they hold only where its ``when`` does too."""

    campaign: str
    when: When = ALWAYS
    budgets: tuple[Budget, ...] = ()
    goal: Goal | None = None

    def __post_init__(self) -> None:
        """Refuse a campaign without a name."""
        bounds.identifier("campaign", self.campaign)


class Campaigns:
    """The campaigns of a programme, by name; a rule of none asks for its own terms only."""

    __slots__ = ("_asked", "_by_name")

    def __init__(self, campaigns: Iterable[Campaign] = ()) -> None:
        self._by_name: Final = {each.campaign: each for each in campaigns}
        self._asked: Final[dict[tuple[When, ...], Asked]] = {}

    def asked_of(self, when: When, campaign: str) -> Asked:
        """Return what must hold for a rule: its own conditions and its campaign's."""
        known = self._by_name.get(campaign)
        both = (when, known.when) if known else (when,)
        whens = tuple(each for each in both if not each.is_always)
        if whens not in self._asked:
            self._asked[whens] = Asked(whens)
        return self._asked[whens]

    def limits(self, campaign: str, counts: Counts) -> bool:
        """Say whether a budget of a campaign counts that."""
        known = self._by_name.get(campaign)
        return known is not None and any(one.counts == counts for one in known.budgets)

    def is_spent(self, campaign: str, occasion: Occasion) -> bool:
        """Say whether nothing is left of a campaign's budgets; one without never ends."""
        left = self.left_of(campaign, occasion)
        return left is not None and left.is_spent

    def left_of(self, campaign: str, occasion: Occasion) -> Left | None:
        """Return what a campaign's budgets leave on an occasion, None for no limit."""
        known = self._by_name.get(campaign)
        if known is None or not known.budgets:
            return None
        left = occasion.left.get(campaign)
        if left is None:
            left = Left(tuple(_left(known, one, occasion) for one in known.budgets))
            occasion.left[campaign] = left
        return left


def _left(campaign: Campaign, budget: Budget, occasion: Occasion) -> tuple[Budget, int]:
    """Return what one budget leaves: of a member by their counter, else what is here."""
    name, basket = campaign.campaign, occasion.basket
    if budget.of == "member":
        counter = member_counter(name, budget, occasion)
        have = occasion.standing.count(counter) if occasion.standing else budget.amount
        return budget, budget.left(have)
    lots = budget_lots(
        name,
        (budget,),
        store=basket.store,
        at=basket.at,
        reckoning=occasion.frame.reckoning,
    )
    periods = {lot.period for lot in lots}
    return budget, sum([one.amount for one in basket.budgets if one.period in periods])
