"""Who a member is: tier, groups, attributes, age of membership, month of birth."""

from dataclasses import dataclass
from typing import Final, Literal

from rules.ground import bounds
from rules.ground.ids import TierId
from rules.segments.subject import Judgement, Subject, measured, refuse_ends

_MONTHS: Final = 13
_MONTH_DIGITS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class InTier:
    """Holds one of these ``tiers``."""

    kind: Literal["tier"] = "tier"
    tiers: tuple[TierId, ...]

    def __post_init__(self) -> None:
        """Refuse what nobody can be."""
        bounds.names("tiers", self.tiers)
        bounds.some("tiers", self.tiers)

    def judge(self, subject: Subject) -> Judgement:
        """Say whether it holds, and why."""
        values = (("have", subject.tier),)
        return Judgement(
            holds=subject.tier in self.tiers, words="segment.tier", values=values
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InGroup:
    """Belongs to one of these customer ``groups``."""

    kind: Literal["group"] = "group"
    groups: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse what nobody can be."""
        bounds.names("groups", self.groups)
        bounds.some("groups", self.groups)

    def judge(self, subject: Subject) -> Judgement:
        """Say whether it holds, and why."""
        holds = any(group in self.groups for group in subject.groups)
        return Judgement(holds=holds, words="segment.group")


@dataclass(frozen=True, slots=True, kw_only=True)
class HasAttribute:
    """The attribute ``name`` is one of these ``values``; without any: it is known."""

    kind: Literal["attribute"] = "attribute"
    name: str
    values: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what nobody can be."""
        bounds.names("name", (self.name,))
        bounds.names("values", self.values)

    def judge(self, subject: Subject) -> Judgement:
        """Say whether it holds, and why."""
        have = dict(subject.attributes).get(self.name, "")
        holds = have in self.values if self.values else bool(have)
        said = (("name", self.name), ("have", have))
        return Judgement(holds=holds, words="segment.attribute", values=said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A member for ``at_least_days`` or ``at_most_days``; the day of joining is 0."""

    kind: Literal["membership"] = "membership"
    at_least_days: int | None = None
    at_most_days: int | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody can be."""
        ends = (self.at_least_days, self.at_most_days)
        refuse_ends("membership", *ends, up_to=bounds.DAYS_MAX)

    def judge(self, subject: Subject) -> Judgement:
        """Say whether it holds, and why."""
        joined = subject.joined
        have = None if joined is None else max(0, subject.today - joined)
        ends = {"least": self.at_least_days, "most": self.at_most_days}
        return measured("membership", have, **ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthdayMonth:
    """Born in one of these ``months`` of the programme's calendar; none: in the current."""

    kind: Literal["birthday_month"] = "birthday_month"
    months: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what nobody can be."""
        bounds.within("months", len(self.months), least=0, most=_MONTHS)
        for month in self.months:
            bounds.within("months", month, least=1, most=_MONTHS)

    def judge(self, subject: Subject) -> Judgement:
        """Say whether it holds, and why."""
        born = subject.birthday[:_MONTH_DIGITS]
        if not born.isdecimal():
            return Judgement(holds=False, words="segment.birthday_month_unknown")
        holds = int(born) in (self.months or (subject.month,))
        values = (("have", int(born)),)
        return Judgement(holds=holds, words="segment.birthday_month", values=values)
