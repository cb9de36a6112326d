"""Activities: what members did outside of a sale, told by tills or by a file.

A file's line is written into our own journal as a till's would be; by its natural key it
counts once, wherever it is told.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import select

from rules.ground.ids import RuleId
from rules.ground.sentence import Sentence
from rules.issues.happening import Happening
from sync.kit.faults import Fault
from sync.office.database.desk import Sitting
from sync.office.database.tables import DOCUMENT, MEMBER
from sync.office.database.upserts import insert_new
from sync.office.database.wanted import is_in, wanted, wanted_accounts
from sync.office.journals.authoring import Writing
from sync.office.journals.open_book import OpenBook
from sync.office.members.happenings import note
from sync.wire.buckets import bucket_of
from sync.wire.canonical import NotCanonicalError
from sync.wire.records.activities import ActivityFacts, activity_value, read_activity
from sync.wire.records.identity import split_record
from sync.wire.records.ledger_part import LedgerPart

REFERRER: Final = "referrer"
"""What the member did who brought another one to an activity."""

AT_ONCE: Final = 1_000
COLUMNS: Final = ("account", "activity", "key", "referred_by")
_HINT: Final = Sentence(
    "The first line names the columns: {names}.", names=",".join(COLUMNS)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivitiesTold:
    """How many activities were new, how many known; lines left out, and why."""

    new: int
    known: int
    left_out: tuple[tuple[int, str], ...]


def hear_activity(
    sitting: Sitting, told: ActivityFacts, given: Iterable[RuleId] = ()
) -> None:
    """Note what a member did, and the part of who brought them.

    ``given`` names the rules whose gift a till gave the member with it.
    """
    key = told.document
    did = Happening(
        kind="activity", names=(told.activity,), key=key, given=tuple(sorted(given))
    )
    happened = [(told.account, did)]
    if told.referred_by:
        brought = Happening(kind="activity", names=(REFERRER,), key=key)
        happened.append((told.referred_by, brought))
    note(sitting, happened)


def tell_activities(
    sitting: Sitting, lines: Sequence[tuple[int, ActivityFacts]]
) -> ActivitiesTold:
    """Write down activities that were told elsewhere; those known are left alone."""
    members = _members(sitting, [told for _, told in lines])
    left_out: list[tuple[int, str]] = []
    good: dict[str, ActivityFacts] = {}
    for line, told in lines:
        if not {told.account, told.referred_by or told.account} <= members:
            left_out.append((line, "unknown_member"))
        elif told.account == told.referred_by:
            left_out.append((line, "refers_oneself"))
        else:
            good.setdefault(told.document, told)
    book = OpenBook(sitting)
    book.open({told.account for told in good.values()})
    known = _known(sitting, good.values())
    for key, told in good.items():
        if key not in known:
            _write(book, told)
    book.close()
    new = len(good) - len(known)
    known_lines = len(lines) - len(left_out) - new
    return ActivitiesTold(new=new, known=known_lines, left_out=tuple(left_out))


def read_lines(file: Path) -> Iterator[tuple[int, ActivityFacts]]:
    """Yield (line, activity) of a CSV file; raises a :class:`Fault` for what is none."""
    line = 1
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            if not {"account", "activity"} <= set(reader.fieldnames or ()):
                raise Fault(
                    Sentence("{file} has no columns account, activity", file=str(file)),
                    hint=_HINT,
                )
            for row in reader:
                line = reader.line_num
                cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
                told = read_activity(cells)
                if told is not None:
                    yield line, told
    except OSError as error:
        raise Fault(
            Sentence(
                "{file} cannot be read: {why}", file=str(file), why=str(error.strerror)
            ),
            hint=_HINT,
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise Fault(
            Sentence("{file} is no table in UTF-8", file=str(file)), hint=_HINT
        ) from error
    except NotCanonicalError as error:
        raise Fault(
            Sentence("line {line}: {why}", line=line, why=str(error)), hint=_HINT
        ) from error


def _write(book: OpenBook, told: ActivityFacts) -> None:
    bucket = bucket_of(told.account)
    writing = Writing(
        kind="activity", part=LedgerPart(), facts=activity_value(told), key=told.document
    )
    life, seq = split_record(book.say(bucket, writing))
    row: dict[str, object] = {
        "bucket": bucket,
        "key": told.document,
        "till": life.till,
        "life": life.number,
        "branch": "",
        "seq": seq,
    }
    insert_new(book.sitting.connection, DOCUMENT, [row])
    hear_activity(book.sitting, told)


def _known(sitting: Sitting, activities: Iterable[ActivityFacts]) -> set[str]:
    places = [(bucket_of(told.account), told.document) for told in activities]
    these = wanted(sitting.connection, places)
    rows = sitting.connection.execute(
        select(DOCUMENT.c.key).join(these, is_in(these, DOCUMENT, "key"))
    )
    return set(rows.scalars())


def _members(sitting: Sitting, activities: Sequence[ActivityFacts]) -> set[str]:
    accounts = {told.account for told in activities}
    accounts.update(told.referred_by for told in activities if told.referred_by)
    these = wanted_accounts(sitting.connection, accounts)
    rows = sitting.connection.execute(
        select(MEMBER.c.account).join(these, is_in(these, MEMBER))
    )
    return set(rows.scalars())
