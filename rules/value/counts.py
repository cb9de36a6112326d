"""What is counted of a member: awards in a period, uses, purchases.

A counter is a unit like any other, so that tills, head office, refunds and the nightly
comparison count alike. Its name says which period it is about; its lot ends with it.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rules.ground.ids import Unit
from rules.ground.quick import quick_to_make

PREFIX: Final = "n."
PURCHASES: Final = Unit("n.purchases")
"""The counter of a member's purchases; kept where a rule asks whether one is the first."""

OF_CAMPAIGN: Final = "campaign."
"""What the counters of a campaign are named after."""

_PERIOD: Final = re.compile(r"w?[0-9]{4}(-[0-9]{2}){0,2}|[0-9]{4}-[qh][1-4]", re.ASCII)


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


def is_of_campaign(unit: str) -> bool:
    """Say whether a counter is of what a campaign gave a member."""
    return unit.startswith(f"{PREFIX}{OF_CAMPAIGN}")


def counts_for(unit: str, rule: str) -> bool:
    """Say whether a counter is of that rule, for whatever period."""
    start = f"{PREFIX}{rule}"
    if unit == start:
        return True
    return unit.startswith(f"{start}.") and bool(_PERIOD.fullmatch(unit[len(start) + 1 :]))
