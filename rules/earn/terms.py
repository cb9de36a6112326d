"""What the terms of every earn rule say: for whom, when, beside what, at most how much."""

from dataclasses import dataclass

from rules.conditions.counters import Cap
from rules.conditions.when import ALWAYS, When
from rules.ground import bounds
from rules.ground.ids import RuleId, Unit
from rules.value.ledger import POINTS

_PRIORITY_MAX = 1_000_000
_CAPS_MAX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnTerms:
    """Terms that all kinds share.

    ``alone``: where it gives anything, no other rule of its stage does; of several the one
    of the highest ``priority``, then the first. Of one ``group`` only the rule that gives
    most counts. ``caps`` bound what it gives a member.
    """

    rule: RuleId
    unit: Unit = POINTS
    when: When = ALWAYS
    alone: bool = False
    priority: int = 0
    group: str = ""
    caps: tuple[Cap, ...] = ()
    campaign: str = ""

    def __post_init__(self) -> None:
        """Refuse figures that make no rule."""
        bounds.identifier("rule", self.rule)
        for name in ("group", "campaign"):
            if getattr(self, name):
                bounds.identifier(name, getattr(self, name))
        bounds.within("priority", self.priority, least=-_PRIORITY_MAX, most=_PRIORITY_MAX)
        if len({cap.per for cap in self.caps}) < len(self.caps):
            raise bounds.OutOfBoundsError("{what} names a period twice", what="caps")
        if len(self.caps) > _CAPS_MAX:
            raise bounds.OutOfBoundsError(
                "{what} may hold at most {most}", what="caps", most=_CAPS_MAX
            )
