"""What members have of the ladder's metric inside a window: read for many at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from rules.calendars.periods import Reckoning, Span, local_day
from rules.ladder.credit import UNIT_OF
from rules.ladder.terms import Ladder
from rules.ladder.windows import window, window_ended
from rules.value.ledger import PENDING, POINTS
from sync.kit.clock import from_ms, to_ms
from sync.office.database.desk import Sitting
from sync.office.database.tables import BALANCE, LOT, MEMBER, SAME_LOT
from sync.office.database.wanted import is_in, wanted_accounts
from sync.office.tills.programmes import current


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """The ladder that holds now, and where and in which calendar its days end."""

    ladder: Ladder
    reckoning: Reckoning

    def joined(self, joined_ms: int) -> date:
        """Return the local day of joining."""
        return local_day(from_ms(joined_ms), self.reckoning)

    def window(self, at: datetime, joined_ms: int) -> Span:
        """Return what counts at an instant for a member who joined then."""
        joined = self.joined(joined_ms)
        return window(self.ladder, at, self.reckoning, joined=joined)

    def window_ended(self, at: datetime, joined_ms: int) -> Span:
        """Return what counts for a tier that ends at an instant."""
        joined = self.joined(joined_ms)
        return window_ended(self.ladder, at, self.reckoning, joined=joined)


def climb(sitting: Sitting) -> Climb | None:
    """Return the ladder that holds now; None when the programme has none."""
    programme = current(sitting)
    if programme is None or programme.ladder is None:
        return None
    return Climb(ladder=programme.ladder, reckoning=programme.reckoning)


def credit_now(
    connection: Connection, on: Climb, accounts: Collection[str], at: datetime
) -> dict[str, int]:
    """Return what counts for some accounts at an instant."""
    if on.ladder.window == "anniversary":
        spans = {
            account: on.window(at, joined_ms)
            for account, joined_ms in joined(connection, accounts).items()
        }
    else:
        spans = dict.fromkeys(accounts, on.window(at, 0))
    return dict.fromkeys(accounts, 0) | credit_in(connection, on, spans)


def credit_in(
    connection: Connection, on: Climb, spans: Mapping[str, Span]
) -> dict[str, int]:
    """Return what counts for some accounts, each within a span of its own."""
    if not spans:
        return {}
    if on.ladder.metric == "balance":
        return _usable(connection, spans)
    found = set(spans.values())
    if len(found) == 1 and on.ladder.metric != "visits":
        return _summed(connection, on, spans, found.pop())
    return _counted(connection, on, spans)


def joined(connection: Connection, accounts: Collection[str]) -> dict[str, int]:
    """Return when some members joined."""
    these = wanted_accounts(connection, accounts)
    rows = connection.execute(
        select(MEMBER.c.account, MEMBER.c.joined_ms).join(these, is_in(these, MEMBER))
    )
    return {row.account: int(row.joined_ms) for row in rows}


def _usable(connection: Connection, accounts: Collection[str]) -> dict[str, int]:
    these = wanted_accounts(connection, accounts)
    rows = connection.execute(
        select(BALANCE.c.account, func.sum(BALANCE.c.amount))
        .join(these, is_in(these, BALANCE))
        .where(BALANCE.c.unit == POINTS, BALANCE.c.place != PENDING)
        .group_by(BALANCE.c.account)
    )
    return {account: int(total) for account, total in rows}


def _summed(
    connection: Connection, on: Climb, accounts: Collection[str], span: Span
) -> dict[str, int]:
    these = wanted_accounts(connection, accounts)
    # Plus nothing: else SQLite would look through the dates of all members.
    earned_ms = LOT.c.earned_ms + 0
    rows = connection.execute(
        select(BALANCE.c.account, func.sum(BALANCE.c.amount))
        .select_from(these.join(BALANCE, is_in(these, BALANCE)).join(LOT, SAME_LOT))
        .where(
            BALANCE.c.unit == UNIT_OF[on.ladder.metric],
            earned_ms >= to_ms(span.begin),
            earned_ms < to_ms(span.end),
        )
        .group_by(BALANCE.c.account)
    )
    return {account: int(total) for account, total in rows}


def _counted(
    connection: Connection, on: Climb, spans: Mapping[str, Span]
) -> dict[str, int]:
    """Count lot by lot: each in its owner's window, of visits one a local day."""
    these = wanted_accounts(connection, spans)
    rows = connection.execute(
        select(BALANCE.c.account, LOT.c.earned_ms, BALANCE.c.amount)
        .select_from(these.join(BALANCE, is_in(these, BALANCE)).join(LOT, SAME_LOT))
        .where(BALANCE.c.unit == UNIT_OF[on.ladder.metric])
    )
    totals: dict[str, int] = defaultdict(int)
    days: set[tuple[str, date]] = set()
    for account, earned_ms, amount in rows:
        at = from_ms(earned_ms)
        if at not in spans[account]:
            continue
        if on.ladder.metric == "visits" and amount > 0:
            days.add((account, local_day(at, on.reckoning)))
        else:
            totals[account] += amount
    for account, _ in days:
        totals[account] += 1
    return dict(totals)
