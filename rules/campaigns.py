"""Campaigns: rules that belong together, with an audience, a budget and a goal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from rules import bounds
from rules.asked import Asked
from rules.budgets import Budget
from rules.decisions import Award, DiscountGiven
from rules.occasion import Occasion
from rules.rounding import rounded
from rules.when import ALWAYS, When

_BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a campaign is for: ``measure`` shall grow by ``percent`` against the control."""

    measure: Literal["visits", "spend", "retention", "referrals"]
    percent: Fraction

    def __post_init__(self) -> None:
        """Refuse a goal beyond sense."""
        bounds.rate("percent", self.percent, least=0, most=10_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """Rules name it by ``campaign``; they hold only where its ``when`` does too."""

    campaign: str
    when: When = ALWAYS
    budget: Budget | None = None
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

    def budget_of(self, campaign: str) -> Budget | None:
        """Return the budget that a rule of a campaign draws on, None for no limit."""
        known = self._by_name.get(campaign)
        return known.budget if known else None

    def is_spent(self, campaign: str, occasion: Occasion) -> bool:
        """Say whether nothing is left of a campaign's budget; one without never ends."""
        return self.budget_of(campaign) is not None and not occasion.left.get(campaign)

    def given(
        self,
        campaign_of: Mapping[str, str],
        discounts: Iterable[DiscountGiven],
        awards: Iterable[Award],
    ) -> tuple[tuple[str, int], ...]:
        """Return what campaigns with a budget gave, in what each counts."""
        used: dict[tuple[str, str], int] = {}
        for off in discounts:
            name = campaign_of.get(off.rule, "")
            used[name, "discount_minor"] = (
                used.get((name, "discount_minor"), 0) + off.amount_minor
            )
            used[name, "uses"] = 1
        for award in awards:
            name = campaign_of.get(award.rule, "")
            used[name, "points"] = used.get((name, "points"), 0) + award.points
            used[name, "uses"] = 1
        return tuple(
            (name, used[name, each.budget.counts])
            for name, each in sorted(self._by_name.items())
            if each.budget is not None and used.get((name, each.budget.counts))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """How a goal's measure did, in hundredths of a per cent, and whether that is enough."""

    lift: int | None
    reached: bool


def lift(
    goal: Goal, *, treated: int, treated_members: int, control: int, control_members: int
) -> Lift:
    """Compare a measure a member of those treated with that of those held out.

    ``treated`` and ``control`` are sums of the measure. Without members to compare with, or
    a control that has none of it, nothing can be said.
    """
    if not (treated_members and control_members and control):
        return Lift(lift=None, reached=False)
    ratio = Fraction(treated * control_members, treated_members * control) - 1
    grown = ratio * _BASIS_POINTS
    return Lift(
        lift=rounded(grown.numerator, grown.denominator, "half_even"),
        reached=ratio * 100 >= goal.percent,
    )
