"""Members' statistics from the journals alone: when a programme begins to ask for them."""

import json
from typing import Final

from sqlalchemy import delete, select

from rules.segments.segment import interests
from sync.office.database.chunks import chunks
from sync.office.database.desk import Sitting
from sync.office.database.tables import BOUGHT, DOCUMENT, MERGED, SETTING, STATISTICS
from sync.office.database.upserts import put
from sync.office.journals.documents import sale_key
from sync.office.returning.papers import booked, read_records
from sync.office.returning.returns import Returns
from sync.office.status.habits import COUNTED, Habits, keeps_statistics
from sync.office.tills.programmes import current

_AT_ONCE: Final = 500


def recount_all(sitting: Sitting) -> int:
    """Count everything anew if the programme asks for something else; return of sales."""
    asked = _asked(sitting)
    if asked in {"", _setting(sitting)}:
        return 0
    sitting.connection.execute(delete(BOUGHT))
    sitting.connection.execute(delete(STATISTICS))
    rows = sitting.connection.execute(
        select(DOCUMENT.c.till, DOCUMENT.c.life, DOCUMENT.c.branch, DOCUMENT.c.seq)
        .where(DOCUMENT.c.key.like("%|sale") | DOCUMENT.c.key.like("%|attach"))
        .order_by(DOCUMENT.c.till, DOCUMENT.c.life, DOCUMENT.c.branch, DOCUMENT.c.seq)
    ).all()
    merged = sitting.connection.execute(select(MERGED.c.account, MERGED.c.owner))
    owners = {row.account: row.owner for row in merged}
    for some in chunks(rows, _AT_ONCE):
        _count(sitting, [(row.till, row.life, row.branch, row.seq) for row in some], owners)
    put(sitting.connection, SETTING, [{"name": COUNTED, "value": asked}])
    return len(rows)


def _count(
    sitting: Sitting, places: list[tuple[str, int, str, int]], owners: dict[str, str]
) -> None:
    records = read_records(sitting, places)
    habits = Habits(sitting, owners)
    keys: set[str] = set()
    for place, stored in records.items():
        key = sale_key(stored.header)
        if key:
            keys.add(key)
            habits.hear_sale(key, booked(stored, place[2]))
    returns = Returns(sitting, (), keys)
    returns.judge()
    habits.settle(returns)


def _asked(sitting: Sitting) -> str:
    """Name what has to be counted; empty when nothing is asked for."""
    programme = current(sitting)
    if programme is None or not keeps_statistics(programme):
        return ""
    wanted = sorted(interests(programme.segments))
    return json.dumps([programme.zone, wanted], ensure_ascii=False)


def _setting(sitting: Sitting) -> str:
    found = sitting.connection.execute(
        select(SETTING.c.value).where(SETTING.c.name == COUNTED)
    ).scalar_one_or_none()
    return found or ""
