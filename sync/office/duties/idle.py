"""Value that ends because nothing was earned or spent for months.

No lot's own end moves for it: the end is worked out anew from the last activity, told in
every statement, and swept here. A till that was not heard since may have seen the member;
so it is asked for as of when every till was last heard, but waits no longer than the unit's
days of grace.
"""

from datetime import datetime, timedelta

from sqlalchemy import and_, func, select

from rules.calendars.months import months_later
from rules.calendars.periods import Reckoning, day_begins, local_day
from rules.ground.ids import AccountId, LotId, Unit
from rules.value.ledger import AVAILABLE
from rules.value.units import UnitTerms, inactive_end
from sync.core.corrections import Piece
from sync.kit.clock import from_ms, to_ms
from sync.office.database.desk import Sitting
from sync.office.database.tables import BALANCE, MEMBER, STATISTICS, TILL
from sync.office.telling.further import inactive_terms
from sync.office.tills.programmes import current

_ONE_DAY = timedelta(days=1)


def idle_pieces(sitting: Sitting, limit: int) -> list[Piece]:
    """Return lots of members who have been idle for too long; at most ``limit``."""
    programme = current(sitting)
    found: list[Piece] = []
    for terms in inactive_terms(programme) if programme else ():
        reckoning = programme.reckoning if programme else None
        if reckoning is not None and len(found) < limit:
            before = _idle_since(terms, _heard(sitting, terms), reckoning)
            found += _pieces(sitting, terms, before, limit - len(found))
    return found


def _heard(sitting: Sitting, terms: UnitTerms) -> datetime:
    """Return until when every till has been heard, within the days of grace."""
    oldest = sitting.connection.execute(
        select(func.min(TILL.c.last_seen_ms)).where(TILL.c.retired.is_(False))
    ).scalar_one_or_none()
    patience = sitting.now - timedelta(days=terms.grace_days)
    heard = sitting.now if oldest is None else from_ms(int(oldest))
    return min(sitting.now, max(heard, patience))


def _idle_since(terms: UnitTerms, at: datetime, reckoning: Reckoning) -> datetime:
    """Return before when the last activity must lie for its end to have come at ``at``."""
    months = terms.expires_inactive_months or 0
    day = months_later(local_day(at, reckoning), -months, reckoning.calendar) + _ONE_DAY
    while True:
        begins = day_begins(day, reckoning)
        end = inactive_end(terms, begins, reckoning)
        if end is not None and end <= at:
            return day_begins(day + _ONE_DAY, reckoning)
        day -= _ONE_DAY


def _pieces(
    sitting: Sitting, terms: UnitTerms, before: datetime, limit: int
) -> list[Piece]:
    same_member = and_(
        MEMBER.c.bucket == BALANCE.c.bucket, MEMBER.c.account == BALANCE.c.account
    )
    same_statistics = and_(
        STATISTICS.c.bucket == BALANCE.c.bucket, STATISTICS.c.account == BALANCE.c.account
    )
    last_ms = func.coalesce(STATISTICS.c.last_ms, MEMBER.c.joined_ms)
    rows = sitting.connection.execute(
        select(BALANCE.c.account, BALANCE.c.unit, BALANCE.c.lot)
        .select_from(
            BALANCE.join(MEMBER, same_member).outerjoin(STATISTICS, same_statistics)
        )
        .where(
            BALANCE.c.unit == terms.unit,
            BALANCE.c.place == AVAILABLE,
            BALANCE.c.amount > 0,
            last_ms < to_ms(before),
        )
        .order_by(BALANCE.c.bucket, BALANCE.c.account, BALANCE.c.lot)
        .limit(limit)
    )
    return [(AccountId(row.account), Unit(row.unit), LotId(row.lot)) for row in rows]
