"""Days come: birthdays, jubilees and named days, looked for once each local day."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select, tuple_

from rules.calendars.periods import local_day
from rules.issues.happening import Happening, asked_for
from rules.programme import Programme
from sync.office.database.desk import Sitting, read_setting, write_setting
from sync.office.database.tables import MEMBER
from sync.office.gifts.giving import give_for
from sync.office.tills.programmes import current

AT_ONCE: Final = 500
"""How many members one transaction looks at."""

DAYS_BACK_MAX: Final = 31
"""A day that head office did not work is made up for, up to so long ago."""

_CURSOR: Final = "days_looked_at"
_DONE: Final = 1 << 20
"""Beyond every bucket."""


def give_for_days(sitting: Sitting) -> int:
    """Give the next members what is due to them on a day; 0 once today is done.

    Days are looked at in their order, each once; the first is the day on which a programme
    begins to ask.
    """
    programme = current(sitting)
    if programme is None or not _asks(programme):
        return 0
    today = local_day(sitting.now, programme.reckoning)
    day, bucket, account = _cursor(sitting, today)
    if bucket == _DONE:
        if day >= today:
            return 0
        day, bucket, account = day + timedelta(days=1), -1, ""
    members = _next_members(sitting, bucket, account)
    happening = Happening(kind="date", day=day)
    give_for(sitting, [(member, happening) for member in members])
    last = max(members.items(), key=lambda item: (item[1], item[0]), default=("", _DONE))
    _keep(sitting, day, last[1], last[0])
    return max(1, len(members))


def _asks(programme: Programme) -> bool:
    return "date" in asked_for(programme.gifts)


def _next_members(sitting: Sitting, bucket: int, account: str) -> Mapping[str, int]:
    place = tuple_(MEMBER.c.bucket, MEMBER.c.account)
    rows = sitting.connection.execute(
        select(MEMBER.c.account, MEMBER.c.bucket)
        .where(place > tuple_(bucket, account))
        .order_by(MEMBER.c.bucket, MEMBER.c.account)
        .limit(AT_ONCE)
    )
    return {row.account: row.bucket for row in rows}


def _cursor(sitting: Sitting, today: date) -> tuple[date, int, str]:
    """Return which day is looked at and after which member; the oldest is a month ago."""
    kept = read_setting(sitting.connection, _CURSOR, "")
    if not kept:
        return today, -1, ""
    day, bucket, account = json.loads(kept)
    oldest = today - timedelta(days=DAYS_BACK_MAX)
    if date.fromisoformat(day) < oldest:
        return oldest, _DONE, ""
    return date.fromisoformat(day), int(bucket), str(account)


def _keep(sitting: Sitting, day: date, bucket: int, account: str) -> None:
    write_setting(
        sitting.connection, _CURSOR, json.dumps([day.isoformat(), bucket, account])
    )
