"""Counters a rule keeps of a member: what was awarded in a period, how often it was used.

A counter is a unit like any other, so that tills, head office, refunds and the nightly
comparison count alike. Its name says which period it is about; its lot ends with it.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from rules import bounds
from rules.ids import Unit
from rules.occasion import Occasion

Per = Literal["day", "week", "month", "year", "ever"]

PREFIX: Final = "n."
PURCHASES: Final = Unit("n.purchases")
"""The counter of a member's purchases; kept where a rule asks whether one is the first."""

_PERIOD: Final = re.compile(r"w?[0-9]{4}(-[0-9]{2}){0,2}", re.ASCII)
_DAYS_MAX: Final[dict[Per, int]] = {"day": 1, "week": 7, "month": 31, "year": 367}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """At most ``points`` a receipt or a member in a period of the programme's calendar.

    What is ``over`` is trimmed (``trim``), or the whole award falls (``nothing``).
    """

    per: Literal["receipt", "day", "week", "month", "year", "ever"]
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


def counts_for(unit: str, rule: str) -> bool:
    """Say whether a counter is of that rule, for whatever period."""
    start = f"{PREFIX}{rule}"
    if unit == start:
        return True
    return unit.startswith(f"{start}.") and bool(_PERIOD.fullmatch(unit[len(start) + 1 :]))


def period_key(per: Per, occasion: Occasion) -> str:
    """Name a period of the programme's calendar; the empty one never ends."""
    year, month, day = occasion.named(0)
    match per:
        case "day":
            return f"{year:04d}-{month:02d}-{day:02d}"
        case "week":
            monday = occasion.named(-occasion.local.weekday())
            return f"w{monday.year:04d}-{monday.month:02d}-{monday.day:02d}"
        case "month":
            return f"{year:04d}-{month:02d}"
        case "year":
            return f"{year:04d}"
        case "ever":
            return ""


def period_end(per: Per, occasion: Occasion) -> datetime | None:
    """Return the instant at which the period of an occasion is over, None for never."""
    if per == "ever":
        return None
    if per in ("day", "week"):
        ahead = 1 if per == "day" else 7 - occasion.local.weekday()
        return occasion.start_of_day(ahead)
    start = occasion.named(0)
    same = (start.year,) if per == "year" else (start.year, start.month)
    low, high = 1, _DAYS_MAX[per]
    while low < high:
        middle = (low + high) // 2
        inside = occasion.named(middle)[: len(same)] == same
        low, high = (middle + 1, high) if inside else (low, middle)
    return occasion.start_of_day(low)
