"""What a replay adds up to; sums of parts are the sum of the whole."""

from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import date
from fractions import Fraction
from typing import Final

from rules.economics.owed import Movement, Owed, owed


@dataclass(slots=True)
class RuleTotal:
    """What one rule gave: points, money off, on how many sales, to how many members."""

    points: int = 0
    off_minor: int = 0
    sales: int = 0
    members: int = 0

    def add(self, other: "RuleTotal") -> None:
        """Add another part."""
        self.points += other.points
        self.off_minor += other.off_minor
        self.sales += other.sales
        self.members += other.members


@dataclass(slots=True)
class Period:
    """One day, or one month: what was sold, taken off and earned."""

    net_minor: int = 0
    off_minor: int = 0
    earned: int = 0
    redeemed: int = 0

    def add(self, other: "Period") -> None:
        """Add another part."""
        self.net_minor += other.net_minor
        self.off_minor += other.off_minor
        self.earned += other.earned
        self.redeemed += other.redeemed


@dataclass(slots=True)
class Totals:
    """A replay's sums. ``value_minor`` is what each member was given, by name.

    Points are those of the programme's first unit; money is in minor units. ``refused``
    counts receipts that the law would not decide, by its code.
    """

    sales: int = 0
    lines: int = 0
    anonymous: int = 0
    net_minor: int = 0
    off_minor: int = 0
    earned: int = 0
    redeemed: int = 0
    redeemed_minor: int = 0
    expired: int = 0
    stopped: int = 0
    rules: dict[str, RuleTotal] = field(default_factory=dict)
    issued: Counter[str] = field(default_factory=Counter)
    tiers: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    days: dict[date, Period] = field(default_factory=dict)
    value_minor: dict[str, int] = field(default_factory=dict)

    def rule(self, name: str) -> RuleTotal:
        """Return a rule's sums."""
        found = self.rules.get(name)
        if found is None:
            found = self.rules[name] = RuleTotal()
        return found

    def day(self, day: date) -> Period:
        """Return a day's sums."""
        found = self.days.get(day)
        if found is None:
            found = self.days[day] = Period()
        return found

    def add(self, other: "Totals") -> None:
        """Add what another part of the members came to."""
        for name in SUMS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for rule, total in other.rules.items():
            self.rule(rule).add(total)
        for day, period in other.days.items():
            self.day(day).add(period)
        self.issued.update(other.issued)
        self.tiers.update(other.tiers)
        self.refused.update(other.refused)
        self.value_minor.update(other.value_minor)

    @property
    def movement(self) -> Movement:
        """What became of the points."""
        return Movement(earned=self.earned, redeemed=self.redeemed, expired=self.expired)

    def owed(self, point_minor: Fraction, redeemed_share: Fraction) -> Owed:
        """Return what is owed at the end for points that are still there."""
        return owed(self.movement, value_minor=point_minor, redeemed_share=redeemed_share)


SUMS: Final = tuple(each.name for each in fields(Totals) if each.default == 0)
"""The figures among them that are numbers."""
