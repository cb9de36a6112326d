"""Members as head office knows them, for decisions that no till makes."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import func, select

from rules.calendars.periods import local_day
from rules.ground.ids import AccountId, TierId
from rules.members.standing import MemberStatus, Standing
from rules.programme import Programme
from rules.value.counts import PREFIX
from sync.kit.clock import from_ms
from sync.office.database.desk import Sitting
from sync.office.database.tables import BALANCE, ISSUANCE, MEMBER
from sync.office.database.wanted import is_in, wanted_accounts
from sync.office.members.persons import read_persons
from sync.office.status.belonging import read_belonging

Counts = dict[str, list[tuple[str, int]]]


def read_standings(
    sitting: Sitting, programme: Programme, accounts: Collection[str]
) -> dict[str, tuple[Standing, str]]:
    """Return where some members are, and their home stores; who is no member is left out.

    Without what they may spend and what counts for the ladder: no rule that gives by
    itself asks for these.
    """
    connection = sitting.connection
    segments = read_belonging(connection, accounts)
    persons = read_persons(connection, accounts)
    counts, issued = _counts(sitting, accounts), _issued(sitting, accounts)
    these = wanted_accounts(connection, accounts)
    rows = connection.execute(select(MEMBER).join(these, is_in(these, MEMBER)))
    found: dict[str, tuple[Standing, str]] = {}
    for row in rows:
        person = persons[row.account]
        status: MemberStatus = "active" if row.status == "active" else "blocked"
        standing = Standing(
            account=AccountId(row.account),
            status=status,
            tier=TierId(row.tier),
            tier_until=from_ms(row.tier_until_ms) if row.tier_until_ms else None,
            spend_minor=0,
            issued=tuple(sorted(issued[row.account])),
            revision=0,
            as_of=sitting.now,
            segments=segments.get(row.account, ()),
            groups=person.groups,
            birthday=person.birthday,
            joined=local_day(from_ms(row.joined_ms), programme.reckoning).isoformat(),
            attributes=person.attributes,
            counts=tuple(sorted(counts[row.account])),
        )
        found[row.account] = (standing, row.home)
    return found


def _counts(sitting: Sitting, accounts: Collection[str]) -> Counts:
    these = wanted_accounts(sitting.connection, accounts)
    rows = sitting.connection.execute(
        select(BALANCE.c.account, BALANCE.c.unit, func.sum(BALANCE.c.amount))
        .join(these, is_in(these, BALANCE))
        .where(BALANCE.c.unit.startswith(PREFIX, autoescape=True))
        .group_by(BALANCE.c.account, BALANCE.c.unit)
    )
    found: Counts = defaultdict(list)
    for account, unit, amount in rows:
        found[account].append((unit, int(amount)))
    return found


def _issued(sitting: Sitting, accounts: Collection[str]) -> Counts:
    these = wanted_accounts(sitting.connection, accounts)
    rows = sitting.connection.execute(
        select(ISSUANCE.c.account, ISSUANCE.c.rule, func.count())
        .join(these, is_in(these, ISSUANCE))
        .group_by(ISSUANCE.c.account, ISSUANCE.c.rule)
    )
    found: Counts = defaultdict(list)
    for account, rule, times in rows:
        found[account].append((rule, int(times)))
    return found
