"""All members with what they bought, and all whom they brought: read slice by slice."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from sqlalchemy import Column, Row, Select, select, tuple_

from rules.ground.ids import AccountId
from rules.segments.statistics import Statistics
from sync.office.database.desk import Sitting
from sync.office.database.tables import DOCUMENT, MEMBER
from sync.office.members.merging import Merges
from sync.office.returning.papers import read_records
from sync.office.status.habits import read_statistics
from sync.wire.records.activities import read_activity

AT_ONCE: Final = 1_000
"""How many rows one SELECT reads."""

_Columns = tuple[object, ...]


class Bought(NamedTuple):
    """A member, when they joined, and what they bought by day."""

    account: AccountId
    joined_ms: int
    bought: Statistics


def members(sitting: Sitting) -> Iterator[Bought]:
    """Yield every member once; second accounts are part of the first."""
    place = (MEMBER.c.bucket, MEMBER.c.account)
    for rows in _slices(sitting, select(*place, MEMBER.c.joined_ms), place):
        accounts = [row.account for row in rows]
        second = Merges(sitting, accounts).owner_of()
        statistics = read_statistics(sitting, accounts)
        for row in rows:
            if row.account not in second:
                bought, _ = statistics[row.account]
                yield Bought(row.account, row.joined_ms, bought)


def brought(sitting: Sitting) -> Iterator[tuple[AccountId, int]]:
    """Yield who brought another one to an activity, and when (in milliseconds)."""
    place = (DOCUMENT.c.bucket, DOCUMENT.c.key)
    query = select(
        *place, DOCUMENT.c.till, DOCUMENT.c.life, DOCUMENT.c.branch, DOCUMENT.c.seq
    ).where(DOCUMENT.c.key.endswith("|activity"))
    for rows in _slices(sitting, query, place):
        places = ((row.till, row.life, row.branch, row.seq) for row in rows)
        told = [
            (activity.referred_by, record.header.at_ms)
            for record in read_records(sitting, places).values()
            if (activity := read_activity(record.facts)) and activity.referred_by
        ]
        owners = Merges(sitting, {account for account, _ in told}).owner_of()
        for account, at_ms in told:
            yield AccountId(owners.get(account, account)), at_ms


def _slices(
    sitting: Sitting, query: Select[_Columns], place: tuple[Column[object], Column[object]]
) -> Iterator[Sequence[Row[_Columns]]]:
    """Yield what a query finds in slices, in order of the key that its rows begin with."""
    after: tuple[object, ...] = ()
    while True:
        part = query.where(tuple_(*place) > tuple_(*after)) if after else query
        rows = sitting.connection.execute(part.order_by(*place).limit(AT_ONCE)).all()
        if rows:
            yield rows
        if len(rows) < AT_ONCE:
            return
        after = rows[-1][:2]
