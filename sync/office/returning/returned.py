"""What head office knows of returns: its rows, outcomes, and vouchers to be withdrawn."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Final, Literal

from sqlalchemy import RowMapping, func, select

from rules.refund.parts import taking
from rules.value.ledger import POINTS
from sync.core.returning import Effect, effect_of
from sync.office.database.desk import Sitting
from sync.office.database.return_tables import NOTED, RETURNED
from sync.office.database.upserts import put
from sync.office.database.wanted import is_in, wanted
from sync.office.journals.open_book import GENERATION_BITS
from sync.office.returning.papers import Where, read_records
from sync.wire.buckets import bucket_of
from sync.wire.returns import Outcome

ReturnState = Literal[
    "waiting", "pending_acceptance", "settled", "refused", "blind", "undecidable"
]
_WISH: Final = "|attach"
"""How the natural key of an attachment ends."""

WAITING: Final = "waiting"
"""The sale is not here yet."""

OUTCOMES_MAX: Final = 500
"""How many outcomes one answer tells."""


@dataclass(slots=True, kw_only=True)
class ReturnRow:
    """A return of a sale; the fields are the table's.

    ``posted`` is what was moved for it and ``of`` the record of the sale it was decided
    from (empty: nobody decided yet). ``is_older``: it was kept before ``posted`` told of
    coupons, cards and wallets.
    """

    original: str
    record: str
    number: int
    till: str
    life: int
    branch: str
    seq: int
    document: str
    state: ReturnState
    posted: Effect
    of: str
    outcome: int
    at_ms: int
    is_older: bool = False

    @property
    def is_wish(self) -> bool:
        """Whether it is the wish to attach the sale, kept among its returns."""
        return self.document.endswith(_WISH)

    @property
    def where(self) -> Where:
        """Where its record is stored."""
        return self.till, self.life, self.branch, self.seq


def read_rows(sitting: Sitting, originals: Collection[str]) -> dict[str, list[ReturnRow]]:
    """Read the returns of some sales, by natural key, in their order."""
    these = wanted(sitting.connection, ((bucket_of(key), key) for key in originals))
    rows = sitting.connection.execute(
        select(RETURNED)
        .join(these, is_in(these, RETURNED, "original"))
        .order_by(RETURNED.c.original, RETURNED.c.number)
    )
    found: dict[str, list[ReturnRow]] = defaultdict(list)
    for row in rows.mappings():
        found[row["original"]].append(_row_in(row))
    _complete(sitting, [row for some in found.values() for row in some])
    return found


def _complete(sitting: Sitting, rows: Iterable[ReturnRow]) -> None:
    """Read what rows of before did not keep of coupons, cards and wallets: it is posted."""
    older = [row for row in rows if row.is_older]
    records = read_records(sitting, [row.where for row in older])
    for row in older:
        stored = records.get(row.where)
        row.is_older = False
        # What another lane's record moved was undone once it was judged.
        if stored is not None and row.of in {"", stored.header.reverses}:
            done = effect_of(taking(stored.ledger.entries))
            row.posted = replace(row.posted, restored=done.restored, unloaded=done.unloaded)


def write_rows(sitting: Sitting, rows: Iterable[ReturnRow]) -> None:
    """Keep returns as they stand now."""
    put(
        sitting.connection,
        RETURNED,
        [
            {
                "bucket": bucket_of(row.original),
                "original": row.original,
                "record": row.record,
                "number": row.number,
                "till": row.till,
                "life": row.life,
                "branch": row.branch,
                "seq": row.seq,
                "document": row.document,
                "state": row.state,
                "posted": json.dumps({"of": row.of, **asdict(row.posted)}),
                "outcome": row.outcome,
                "at_ms": row.at_ms,
            }
            for row in rows
        ],
    )


def next_outcome(sitting: Sitting, till: str) -> int:
    """Return the number of the next thing a till is told about its returns."""
    newest = sitting.connection.execute(
        select(func.max(RETURNED.c.outcome)).where(RETURNED.c.till == till)
    ).scalar_one_or_none()
    return int(max(newest or 0, sitting.generation << GENERATION_BITS)) + 1


def outcomes_for(sitting: Sitting, till: str, after: int) -> tuple[Outcome, ...]:
    """Return what became of a till's returns, from a number on, in order."""
    rows = sitting.connection.execute(
        select(RETURNED)
        .where(RETURNED.c.till == till, RETURNED.c.outcome > after)
        .order_by(RETURNED.c.outcome)
        .limit(OUTCOMES_MAX)
    )
    return tuple(_outcome(_row_in(row)) for row in rows.mappings())


def read_noted(sitting: Sitting, till: str, record: str) -> bool | None:
    """Read whether a till has noted a return; None when it is not to."""
    return sitting.connection.execute(
        select(NOTED.c.noted).where(NOTED.c.till == till, NOTED.c.record == record)
    ).scalar_one_or_none()


def _outcome(row: ReturnRow) -> Outcome:
    return Outcome(
        number=row.outcome,
        record=row.record,
        state=row.state,
        reversed=row.posted.reversed.get(POINTS, 0),
        given_back=row.posted.given_back,
        at_ms=row.at_ms,
    )


def _row_in(row: RowMapping) -> ReturnRow:
    names = ("original", "record", "number", "till", "life", "branch", "seq")
    more = ("document", "state", "outcome", "at_ms")
    posted = json.loads(str(row["posted"]))
    of = posted.pop("of")
    fields = {name: row[name] for name in (*names, *more)}
    older = "unloaded" not in posted
    return ReturnRow(**fields, posted=Effect(**posted), of=of, is_older=older)
