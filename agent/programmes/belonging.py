"""Segments at the shop in memory: whoever is in one now, by what they bought there."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Protocol

from rules.calendars.months import YEAR_MONTHS, month_of
from rules.calendars.periods import local_day
from rules.ground.ids import TierId
from rules.programme import Programme
from rules.sale.decisions import Returned, SaleGiven
from rules.segments.rfm import cuts_of, measures, scores
from rules.segments.segment import interests, segments_of
from rules.segments.statistics import Statistics, counted
from rules.segments.subject import Subject
from sync.core.purchases import purchase_of


class Person(Protocol):
    """What is known of a member beside what they bought."""

    @property
    def tier(self) -> TierId:
        """The tier held."""
        ...

    @property
    def segments(self) -> AbstractSet[str]:
        """Segments that were told and not worked out."""
        ...

    @property
    def groups(self) -> AbstractSet[str]:
        """Customer groups."""
        ...

    @property
    def attributes(self) -> Mapping[str, str]:
        """Further facts by name."""
        ...

    @property
    def joined(self) -> str:
        """The local day of joining."""
        ...

    @property
    def birthday(self) -> str:
        """A day of the programme's calendar."""
        ...


class Sale(Protocol):
    """A sale and what came back of it."""

    @property
    def member(self) -> str:
        """Whose it is."""
        ...

    @property
    def given(self) -> SaleGiven:
        """The sale as it was booked."""
        ...

    @property
    def earlier(self) -> Sequence[Returned]:
        """What came back so far."""
        ...


def segments_now(
    programme: Programme,
    members: Mapping[str, Person],
    sales: Iterable[Sale],
    *,
    name: str,
    at: datetime,
) -> tuple[str, ...]:
    """Return the segments a member is in: those told, and those they bought into."""
    person = members[name]
    if not programme.segments:
        return tuple(sorted(person.segments))
    today = local_day(at, programme.reckoning)
    bought = _bought(programme, members, sales)
    measured = {
        one: measures(statistics, today.toordinal(), programme.rfm.within_days)
        for one, statistics in bought.items()
    }
    cuts = cuts_of(programme.rfm, [one for one in measured.values() if one is not None])
    subject = Subject(
        today=today.toordinal(),
        month=month_of(today, programme.calendar).month % YEAR_MONTHS + 1,
        statistics=bought[name],
        tier=person.tier,
        groups=tuple(sorted(person.groups)),
        attributes=tuple(sorted(person.attributes.items())),
        joined=date.fromisoformat(person.joined).toordinal() if person.joined else None,
        birthday=person.birthday,
        scores=scores(measured[name], cuts),
    )
    found = segments_of(programme.segments, subject)
    return tuple(sorted({*person.segments, *found}))


def _bought(
    programme: Programme, members: Mapping[str, Person], sales: Iterable[Sale]
) -> Mapping[str, Statistics]:
    wanted = interests(programme.segments)
    by_member: dict[str, list[Sale]] = {name: [] for name in members}
    for sale in sales:
        if sale.member in by_member:
            by_member[sale.member].append(sale)
    return {
        name: counted(
            (purchase_of(one.given, one.earlier, programme.reckoning) for one in some),
            wanted,
        )
        for name, some in by_member.items()
    }
