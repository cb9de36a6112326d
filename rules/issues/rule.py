"""A rule that gives something by itself, and how often."""

from dataclasses import dataclass
from typing import Literal

from rules.calendars.periods import PeriodKind
from rules.conditions.counters import Per
from rules.conditions.when import ALWAYS, When
from rules.ground import bounds
from rules.ground.ids import RuleId
from rules.issues.gifts import Gift
from rules.issues.triggers import OnSegmentEntry, OnTierEntry, Trigger

WhenLost = Literal["keep", "withdraw"]
"""What becomes of a gift when the tiers or segments it was given for are left: what is
left of it stays, or is taken back."""

Times = PeriodKind | Literal["once", "each"]
"""Once in a member's life, each time, or once in a period of the calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRule:
    """``on`` a trigger ``gives`` something to members for whom ``when`` holds.

    ``times`` bounds how often; two places that give it at once form the same issuance key,
    so that a member has it once. ``lost`` is what leaving the tiers or segments, for whose
    entry it was given, does to it.
    """

    rule: RuleId
    on: Trigger
    gives: Gift
    when: When = ALWAYS
    times: Times = "once"
    campaign: str = ""
    lost: WhenLost = "keep"

    def __post_init__(self) -> None:
        """Refuse what makes no rule."""
        bounds.identifier("rule", self.rule)
        if self.campaign:
            bounds.identifier("campaign", self.campaign)
        entry = isinstance(self.on, OnTierEntry | OnSegmentEntry)
        if self.lost == "withdraw" and not entry:
            raise bounds.OutOfBoundsError(
                'lost = "withdraw" is for what is given on tier_entry or segment_entry'
            )

    @property
    def per(self) -> Per:
        """The period in which it is counted."""
        match self.times:
            case "once" | "each":
                return "ever"
            case period:
                return period
