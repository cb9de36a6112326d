"""Counters of a member, named for the period of an occasion, and what bounds them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rules.calendars.periods import PeriodKind, period_name_of, period_of
from rules.conditions.occasion import Occasion
from rules.ground import bounds
from rules.ground.ids import Unit
from rules.value.budgets import Budget
from rules.value.counts import OF_CAMPAIGN, PREFIX

Per = PeriodKind | Literal["ever"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """At most ``points`` a receipt or a member in a period of the programme's calendar.

    What is ``over`` is trimmed (``trim``), or the whole award falls (``nothing``).
    """

    per: PeriodKind | Literal["receipt", "ever"]
    points: int
    over: Literal["trim", "nothing"] = "trim"

    def __post_init__(self) -> None:
        """Refuse a cap that caps nothing."""
        bounds.within("points", self.points, least=0, most=bounds.POINTS_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """A member may have it at most ``times`` in a period of the programme's calendar."""

    per: Per
    times: int = 1

    def __post_init__(self) -> None:
        """Refuse a limit that lets nobody have it."""
        bounds.within("times", self.times, least=1, most=bounds.POINTS_MAX)


def counter(rule: str, per: Per, occasion: Occasion) -> Unit:
    """Name the counter of a rule for the period of an occasion."""
    key = period_key(per, occasion)
    return Unit(f"{PREFIX}{rule}.{key}" if key else f"{PREFIX}{rule}")


def member_counter(campaign: str, budget: Budget, occasion: Occasion) -> Unit:
    """Name the counter of what a campaign gave a member in the period of an occasion."""
    return counter(f"{OF_CAMPAIGN}{campaign}.{budget.counts}", budget.per, occasion)


def period_key(per: Per, occasion: Occasion) -> str:
    """Name a period of the programme's calendar; the empty one never ends."""
    if per == "ever":
        return ""
    return period_name_of(per, occasion.today, occasion.frame.reckoning)


def period_end(per: Per, occasion: Occasion) -> datetime | None:
    """Return the instant at which the period of an occasion is over, None for never."""
    if per == "ever":
        return None
    return period_of(per, occasion.today, occasion.frame.reckoning).end
