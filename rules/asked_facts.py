"""Which facts of a member a programme's rules read at the till: only these go there."""

from collections.abc import Iterator
from dataclasses import dataclass

from rules.conditions.when import When
from rules.discounts.personal_percent import PersonalPercent
from rules.members.member_facts import MemberFacts
from rules.programme import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFacts:
    """Whether the birthday is asked for, and which groups and attributes."""

    birthday: bool = False
    groups: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()

    @property
    def is_nothing(self) -> bool:
        """Whether tills need not know anything."""
        return not (self.birthday or self.groups or self.attributes)

    def of(self, facts: MemberFacts) -> MemberFacts:
        """Return what of some facts is asked for."""
        return MemberFacts(
            birthday=facts.birthday if self.birthday else "",
            groups=tuple(name for name in facts.groups if name in self.groups),
            attributes=tuple(
                pair for pair in facts.attributes if pair[0] in self.attributes
            ),
        )


def asked_facts(programme: Programme) -> AskedFacts:
    """Return what a programme's rules read of a member at the till."""
    conditions = tuple(_conditions(programme))
    return AskedFacts(
        birthday=any(when.birthday for when in conditions),
        groups=frozenset(name for when in conditions for name in when.groups),
        attributes=frozenset(
            rule.attribute
            for rule in programme.discounts
            if isinstance(rule, PersonalPercent)
        ),
    )


def _conditions(programme: Programme) -> Iterator[When]:
    for rule in (*programme.earn, *programme.discounts):
        yield rule.when
    for draw in programme.draws:
        yield draw.when
    for issue in programme.issues:
        yield issue.when
    for campaign in programme.campaigns:
        yield campaign.when
