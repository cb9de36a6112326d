"""Which segments members are in: evaluated as they buy and once a day, told and written."""

import json
from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import Connection, select, tuple_

from rules.calendars.months import YEAR_MONTHS, month_of
from rules.calendars.periods import local_day
from rules.issues.happening import Happening
from rules.programme import Programme
from rules.sale.decisions import Values
from rules.segments.conditions import singles
from rules.segments.rfm import Rfm, RfmCuts, cuts_of, measures, scores
from rules.segments.segment import Segment, moved, segments_of
from rules.segments.subject import Judgement, Subject
from sync.core.purchases import statistics_in
from sync.kit.clock import from_ms
from sync.office.database.desk import Sitting
from sync.office.database.tables import BELONGING, MEMBER, SETTING, STATISTICS
from sync.office.database.upserts import put
from sync.office.database.wanted import is_in, wanted_accounts
from sync.office.journals.authoring import Writing
from sync.office.journals.open_book import OpenBook
from sync.office.members.happenings import note
from sync.office.members.persons import read_persons
from sync.office.status.habits import read_statistics
from sync.office.tills.programmes import current
from sync.wire.buckets import bucket_of
from sync.wire.canonical import Json
from sync.wire.records.ledger_part import LedgerPart

AT_ONCE: Final = 1_000
"""How many members one transaction looks at."""

_CUTS: Final = "rfm_cuts"
_CURSOR: Final = "segments_looked_at"
_DONE: Final = 1 << 20
"""Beyond every bucket."""


def look_at(book: OpenBook, accounts: Collection[str]) -> int:
    """Say of some members which segments they entered and left; return of how many.

    The book is flushed and holds the members' buckets.
    """
    sitting = book.sitting
    programme = current(sitting)
    if programme is None or not accounts:
        return 0
    before = read_belonging(sitting.connection, accounts)
    if not (programme.segments or before):
        return 0
    changed = 0
    for account, subject in _subjects(sitting, programme, accounts).items():
        had = before.get(account, ())
        now = segments_of(programme.segments, subject)
        if moved(had, now) is not None:
            _say(book, account, subject, had=had, now=now, segments=programme.segments)
            changed += 1
    return changed


def look_at_all(sitting: Sitting) -> int:
    """Look at the next members once a local day has begun; 0 when all were looked at."""
    programme = current(sitting)
    if programme is None:
        return 0
    today = local_day(sitting.now, programme.reckoning).isoformat()
    day, bucket, account = _cursor(sitting)
    if day != today:
        bucket, account = -1, ""
        _keep(sitting, _CUTS, _cuts_text(_cuts_now(sitting, programme)))
    elif account == "" and bucket == _DONE:
        return 0
    accounts = _next_members(sitting, bucket, account)
    if accounts:
        book = OpenBook(sitting)
        book.open(set(accounts))
        look_at(book, accounts)
        book.close()
        last = accounts[-1]
        _keep(sitting, _CURSOR, json.dumps([today, bucket_of(last), last]))
    else:
        _keep(sitting, _CURSOR, json.dumps([today, _DONE, ""]))
    return len(accounts)


def read_belonging(
    connection: Connection, accounts: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Return the segments that some members are in."""
    these = wanted_accounts(connection, accounts)
    rows = connection.execute(
        select(BELONGING.c.account, BELONGING.c.segments).join(
            these, is_in(these, BELONGING)
        )
    )
    return {row.account: tuple(row.segments.split()) for row in rows}


def _say(
    book: OpenBook,
    account: str,
    subject: Subject,
    *,
    had: tuple[str, ...],
    now: tuple[str, ...],
    segments: Collection[Segment],
) -> None:
    """Write down who entered and left what, and why, and have tills told."""
    change = moved(had, now)
    if change is None:
        return
    why: dict[str, Json] = {
        one.segment: _why(one.when.judge(subject))
        for one in segments
        if one.segment in {*change.entered, *change.left}
    }
    facts: dict[str, Json] = {
        "account": account,
        "entered": change.entered,
        "left": change.left,
        "segments": now,
        "why": why,
    }
    bucket = bucket_of(account)
    book.say(bucket, Writing(kind="segment", part=LedgerPart(), facts=facts))
    book.touch(account)
    row: dict[str, object] = {
        "bucket": bucket,
        "account": account,
        "segments": " ".join(now),
        "since_ms": book.sitting.now_ms,
    }
    put(book.sitting.connection, BELONGING, [row])
    entered = Happening(kind="segment_entry", names=tuple(change.entered))
    left = Happening(kind="segment_exit", names=tuple(change.left))
    note(book.sitting, [(account, one) for one in (entered, left) if one.names])


def _why(judged: Judgement) -> Json:
    said: dict[str, Json] = {"holds": int(judged.holds), "words": judged.words}
    values: Values = judged.values
    if values:
        said["values"] = dict(values)
    if judged.parts:
        said["parts"] = [_why(part) for part in judged.parts]
    return said


def _subjects(
    sitting: Sitting, programme: Programme, accounts: Collection[str]
) -> Mapping[str, Subject]:
    reckoning = programme.reckoning
    today = local_day(sitting.now, reckoning)
    month = month_of(today, reckoning.calendar).month % YEAR_MONTHS + 1
    statistics = read_statistics(sitting, accounts)
    cuts = _known_cuts(sitting)
    persons = read_persons(sitting.connection, accounts)
    these = wanted_accounts(sitting.connection, accounts)
    rows = sitting.connection.execute(
        select(MEMBER.c.account, MEMBER.c.tier, MEMBER.c.joined_ms).join(
            these, is_in(these, MEMBER)
        )
    )
    found: dict[str, Subject] = {}
    for row in rows:
        known, _ = statistics[row.account]
        measured = measures(known, today.toordinal(), programme.rfm.within_days)
        found[row.account] = Subject(
            today=today.toordinal(),
            month=month,
            statistics=known,
            tier=row.tier,
            groups=persons[row.account].groups,
            attributes=persons[row.account].attributes,
            birthday=persons[row.account].birthday,
            joined=local_day(from_ms(row.joined_ms), reckoning).toordinal(),
            scores=scores(measured, cuts),
        )
    return found


def _next_members(sitting: Sitting, bucket: int, account: str) -> list[str]:
    place = tuple_(MEMBER.c.bucket, MEMBER.c.account)
    rows = sitting.connection.execute(
        select(MEMBER.c.account)
        .where(place > tuple_(bucket, account))
        .order_by(MEMBER.c.bucket, MEMBER.c.account)
        .limit(AT_ONCE)
    )
    return list(rows.scalars())


def _cuts_now(sitting: Sitting, programme: Programme) -> RfmCuts | None:
    """Work out the fifths of all members, when some segment asks for them."""
    asked = any(
        isinstance(condition, Rfm)
        for segment in programme.segments
        for condition in singles(segment.when)
    )
    if not asked:
        return None
    today = local_day(sitting.now, programme.reckoning).toordinal()
    bodies = sitting.connection.execute(select(STATISTICS.c.body)).scalars()
    measured = (
        measures(statistics_in(body), today, programme.rfm.within_days) for body in bodies
    )
    return cuts_of(programme.rfm, [one for one in measured if one is not None])


def _cuts_text(cuts: RfmCuts | None) -> str:
    return json.dumps(
        [] if cuts is None else [cuts.recency_days, cuts.visits, cuts.spend_minor]
    )


def _known_cuts(sitting: Sitting) -> RfmCuts | None:
    held = json.loads(_setting(sitting, _CUTS) or "[]")
    if not held:
        return None
    recency, visits, spent = map(tuple, held)
    return RfmCuts(recency_days=recency, visits=visits, spend_minor=spent)


def _cursor(sitting: Sitting) -> tuple[str, int, str]:
    day, bucket, account = json.loads(_setting(sitting, _CURSOR) or '["", -1, ""]')
    return str(day), int(bucket), str(account)


def _setting(sitting: Sitting, name: str) -> str:
    found = sitting.connection.execute(
        select(SETTING.c.value).where(SETTING.c.name == name)
    ).scalar_one_or_none()
    return found or ""


def _keep(sitting: Sitting, name: str, value: str) -> None:
    put(sitting.connection, SETTING, [{"name": name, "value": value}])
