"""The register of conditions, and the three ways to put them together.

One file a condition: a frozen dataclass with ``kind`` and ``judge``. The union below is the
register: add yours to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from rules.ground import bounds
from rules.segments.basket_size import BasketSize
from rules.segments.bought import CategoriesBought
from rules.segments.frequency import Frequency
from rules.segments.gap import Gap
from rules.segments.lapsed import Lapsed
from rules.segments.person import BirthdayMonth, HasAttribute, InGroup, InTier, Membership
from rules.segments.recency import Recency
from rules.segments.rfm import Rfm
from rules.segments.spend import Spend
from rules.segments.subject import Judgement, Subject

Single = (
    Recency
    | Frequency
    | Gap
    | Spend
    | BasketSize
    | CategoriesBought
    | InTier
    | InGroup
    | HasAttribute
    | Membership
    | BirthdayMonth
    | Rfm
    | Lapsed
)

DEPTH_MAX: Final = 5
CONDITIONS_MAX: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Conditions put together: ``all`` hold, ``any`` does, or ``not`` one does."""

    kind: Literal["all", "any", "not"]
    of: "tuple[Condition, ...]"

    def __post_init__(self) -> None:
        """Refuse what is too deep, too much or empty."""
        if not self.of:
            raise bounds.OutOfBoundsError("{kind} of nothing says nothing", kind=self.kind)
        if _depth(self) > DEPTH_MAX:
            raise bounds.OutOfBoundsError(
                "conditions may be {most} deep, not more", most=DEPTH_MAX
            )
        if sum(1 for _ in singles(self)) > CONDITIONS_MAX:
            raise bounds.OutOfBoundsError(
                "{what} may hold at most {most}", what="of", most=CONDITIONS_MAX
            )

    def judge(self, subject: Subject) -> Judgement:
        """Say whether they hold together, and why: each part is judged."""
        parts = tuple(condition.judge(subject) for condition in self.of)
        some = any(part.holds for part in parts)
        holds = all(part.holds for part in parts) if self.kind == "all" else some
        if self.kind == "not":
            holds = not some
        return Judgement(holds=holds, words=f"segment.{self.kind}", parts=parts)


Condition = Single | Group


def singles(condition: Condition) -> Iterator[Single]:
    """Yield the conditions that something is made of, however they are put together."""
    if isinstance(condition, Group):
        for part in condition.of:
            yield from singles(part)
    else:
        yield condition


def _depth(condition: Condition) -> int:
    if isinstance(condition, Group):
        return 1 + max(_depth(part) for part in condition.of)
    return 0
