"""What only some programmes have statements tell: segments, days, tiers, facts."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from rules.asked_facts import asked_facts
from rules.calendars.periods import local_day
from rules.members.member_facts import NOTHING_KNOWN
from rules.programme import Programme
from rules.value.units import UnitTerms, inactive_end
from sync.kit.clock import from_ms, to_ms
from sync.office.database.desk import Sitting
from sync.office.database.tables import MEMBER
from sync.office.database.wanted import is_in, wanted_accounts
from sync.office.members.persons import read_persons
from sync.office.status.belonging import read_belonging
from sync.office.status.habits import read_statistics
from sync.office.status.tenures import read_next
from sync.office.tills.programmes import current
from sync.wire.messages import NOTHING_FURTHER, Further


def further(sitting: Sitting, accounts: Collection[str]) -> dict[str, Further]:
    """Return what the current programme has told of some members; nothing is left out."""
    programme = current(sitting)
    if programme is None:
        return {}
    found: dict[str, Further] = {}
    if programme.segments:
        for account, names in read_belonging(sitting.connection, accounts).items():
            found[account] = replace(found.get(account, NOTHING_FURTHER), segments=names)
    ladder = programme.ladder
    if ladder is not None and ladder.start == "next_period":
        for account, one in read_next(sitting.connection, accounts).items():
            known = found.get(account, NOTHING_FURTHER)
            found[account] = replace(known, next_tier=one.tier, next_tier_ms=one.at_ms)
    _add_days(sitting, programme, accounts, found)
    _add_facts(sitting, programme, accounts, found)
    return found


def inactive_terms(programme: Programme) -> tuple[UnitTerms, ...]:
    """Return the units that end without activity."""
    return tuple(terms for terms in programme.units if terms.expires_inactive_months)


def _add_days(
    sitting: Sitting,
    programme: Programme,
    accounts: Collection[str],
    found: dict[str, Further],
) -> None:
    ladder = programme.ladder
    by_joining = ladder is not None and ladder.window == "anniversary"
    by_visits = ladder is not None and ladder.metric == "visits"
    ending = inactive_terms(programme)
    if not (by_joining or by_visits or ending):
        return
    statistics = read_statistics(sitting, accounts)
    these = wanted_accounts(sitting.connection, accounts)
    rows = sitting.connection.execute(
        select(MEMBER.c.account, MEMBER.c.joined_ms).join(these, is_in(these, MEMBER))
    )
    for row in rows:
        known, last_ms = statistics[row.account]
        told = found.get(row.account, NOTHING_FURTHER)
        if by_joining:
            day = local_day(from_ms(row.joined_ms), programme.reckoning)
            told = replace(told, joined=day.isoformat())
        if by_visits and known.last_day is not None:
            told = replace(told, visited=date.fromordinal(known.last_day).isoformat())
        active = from_ms(last_ms or row.joined_ms)
        ends = [inactive_end(terms, active, programme.reckoning) for terms in ending]
        first = min((end for end in ends if end is not None), default=None)
        if first is not None:
            told = replace(told, inactive_ms=to_ms(first))
        found[row.account] = told


def _add_facts(
    sitting: Sitting,
    programme: Programme,
    accounts: Collection[str],
    found: dict[str, Further],
) -> None:
    """Tell of members as persons what rules at the till ask for, and no more."""
    asked = asked_facts(programme)
    if asked.is_nothing:
        return
    for account, known in read_persons(sitting.connection, accounts).items():
        facts = asked.of(known)
        if facts != NOTHING_KNOWN:
            found[account] = replace(
                found.get(account, NOTHING_FURTHER),
                birthday=facts.birthday,
                groups=facts.groups,
                attributes=dict(facts.attributes),
            )
