"""Counters a rule keeps of a member: what was awarded in a period, how often it was used.

A counter is a unit like any other, so that tills, head office, refunds and the nightly
comparison count alike. Its name says which period it is about; its lot ends with it.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from rules import bounds
from rules.budgets import Budget
from rules.ids import Unit
from rules.occasion import Occasion
from rules.periods import PeriodKind, period_name_of, period_of
from rules.quick import quick_to_make

Per = PeriodKind | Literal["ever"]

PREFIX: Final = "n."
PURCHASES: Final = Unit("n.purchases")
"""The counter of a member's purchases; kept where a rule asks whether one is the first."""

_OF_CAMPAIGN: Final = "campaign."
_PERIOD: Final = re.compile(r"w?[0-9]{4}(-[0-9]{2}){0,2}|[0-9]{4}-[qh][1-4]", re.ASCII)


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


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """``amount`` more on a counter, which ends with its period (None: never)."""

    unit: Unit
    amount: int
    expires: datetime | None


def is_counter(unit: str) -> bool:
    """Say whether a unit only counts."""
    return unit.startswith(PREFIX)


def counter(rule: str, per: Per, occasion: Occasion) -> Unit:
    """Name the counter of a rule for the period of an occasion."""
    key = period_key(per, occasion)
    return Unit(f"{PREFIX}{rule}.{key}" if key else f"{PREFIX}{rule}")


def member_counter(campaign: str, budget: Budget, occasion: Occasion) -> Unit:
    """Name the counter of what a campaign gave a member in the period of an occasion."""
    return counter(f"{_OF_CAMPAIGN}{campaign}.{budget.counts}", budget.per, occasion)


def is_of_campaign(unit: str) -> bool:
    """Say whether a counter is of what a campaign gave a member."""
    return unit.startswith(f"{PREFIX}{_OF_CAMPAIGN}")


def counts_for(unit: str, rule: str) -> bool:
    """Say whether a counter is of that rule, for whatever period."""
    start = f"{PREFIX}{rule}"
    if unit == start:
        return True
    return unit.startswith(f"{start}.") and bool(_PERIOD.fullmatch(unit[len(start) + 1 :]))


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
