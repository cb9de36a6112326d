"""What happened to members that rules may give something for: kept until it is dealt with.

Whoever finds that something happened notes it in its own transaction; what is given for it
is decided in one of its own, which holds the buckets of all that it gives.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import delete, func, select

from rules.ground.ids import RuleId
from rules.issues.happening import Happening, HappeningKind, asked_for
from rules.issues.rule import IssueRule
from sync.office.database.desk import Sitting
from sync.office.database.person_tables import HAPPENED
from sync.office.database.upserts import Row, insert_new
from sync.office.tills.programmes import current
from sync.wire.buckets import bucket_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something that happened to a member, and the ``what`` it is kept under."""

    account: str
    what: str
    happening: Happening


def note(sitting: Sitting, happened: Iterable[tuple[str, Happening]]) -> None:
    """Keep what happened to members, if some rule of the programme waits for such.

    The same again, before it was dealt with, is the same.
    """
    programme = current(sitting)
    if programme is None or not programme.gifts:
        return
    asked = _asked_for(programme.gifts)
    rows: list[Row] = [
        {
            "bucket": bucket_of(account),
            "account": account,
            "what": _text(happening),
            "given": json.dumps(happening.given),
            "at_ms": sitting.now_ms,
        }
        for account, happening in happened
        if happening.kind in asked
    ]
    insert_new(sitting.connection, HAPPENED, rows)


def are_waiting(sitting: Sitting) -> bool:
    """Say whether anything happened that is not dealt with."""
    row = sitting.connection.execute(select(HAPPENED.c.bucket).limit(1)).first()
    return row is not None


def read_waiting(sitting: Sitting, limit: int) -> list[Waiting]:
    """Return what happened to so many members, for each of them one thing."""
    first = (
        select(HAPPENED.c.bucket, HAPPENED.c.account, func.min(HAPPENED.c.what).label("w"))
        .group_by(HAPPENED.c.bucket, HAPPENED.c.account)
        .order_by(HAPPENED.c.bucket, HAPPENED.c.account)
        .limit(limit)
        .subquery()
    )
    rows = sitting.connection.execute(
        select(HAPPENED).join(
            first,
            (HAPPENED.c.bucket == first.c.bucket)
            & (HAPPENED.c.account == first.c.account)
            & (HAPPENED.c.what == first.c.w),
        )
    )
    return [
        Waiting(
            account=row.account, what=row.what, happening=_happening(row.what, row.given)
        )
        for row in rows
    ]


def forget(sitting: Sitting, dealt_with: Sequence[Waiting]) -> None:
    """Forget what was dealt with."""
    for one in dealt_with:
        sitting.connection.execute(
            delete(HAPPENED).where(
                HAPPENED.c.bucket == bucket_of(one.account),
                HAPPENED.c.account == one.account,
                HAPPENED.c.what == one.what,
            )
        )


@lru_cache(maxsize=16)
def _asked_for(rules: tuple[IssueRule, ...]) -> frozenset[HappeningKind]:
    return asked_for(rules)


def _text(happening: Happening) -> str:
    day = happening.day.isoformat() if happening.day else ""
    return json.dumps(
        [happening.kind, happening.names, day, happening.key], ensure_ascii=False
    )


def _happening(what: str, given: str) -> Happening:
    kind, names, day, key = json.loads(what)
    return Happening(
        kind=kind,
        names=tuple(names),
        day=date.fromisoformat(day) if day else None,
        given=tuple(map(RuleId, json.loads(given))),
        key=key,
    )
