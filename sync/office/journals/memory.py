"""What head office has seen once already: documents, awards given once, grants."""

import json
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Table, select

from rules.ground.ids import AccountId, LotId
from rules.ground.refusal import Refusal, refuse
from rules.value.ledger import AVAILABLE, Entry
from sync.office.database.desk import Sitting
from sync.office.database.tables import DEALT, DOCUMENT, ISSUANCE
from sync.office.database.upserts import Row, insert_new, put
from sync.office.database.wanted import is_in, wanted
from sync.office.journals.documents import (
    SALE,
    Place,
    document_places,
    document_row,
    kept_entries,
    kept_place,
)
from sync.office.journals.reading import Read
from sync.office.tills.heads import read_head
from sync.wire.buckets import bucket_of
from sync.wire.records.identity import BrokenIdentityError, Life, split_record
from sync.wire.records.ledger_part import Grant, IssuedOnce

_USE: Final = "use"
"""What a coupon's use is remembered by, beside documents: no key has two parts."""


class Memory:
    """Looks up, for some records at once, what was seen before; remembers what is new.

    Whoever uses it holds the locks of the records' buckets.
    """

    def __init__(self, sitting: Sitting, records: Sequence[Read]) -> None:
        self._sitting = sitting
        documents = [place for record in records for place in document_places(record)]
        kept = [kept_place(record) for record in records if record.header.kind == SALE]
        places = (*documents, *kept, *_use_places(records))
        self._documents = self._look_up(DOCUMENT, "key", places)
        self._issued = self._look_up(ISSUANCE, "key", _issued_places(records))
        self._dealt = self._look_up(DEALT, "grant_id", _grant_places(records))
        self._new: dict[str, list[Row]] = {"document": [], "issuance": [], "dealt": []}

    def is_second(self, record: Read) -> bool:
        """Say whether another record booked this document already; else remember it."""
        places = document_places(record)
        if any(self._is_anothers(place, record) for place in places):
            return True
        for place in places:
            self._remember(place, record)
        return False

    def kept_before(self, record: Read) -> tuple[Entry, ...]:
        """Return what a sale moves of cards and coupons that another lane's had moved.

        That one may be for nobody and stand beside it; else this is the first.
        """
        entries = kept_entries(record)
        if not entries:
            return ()
        place = kept_place(record)
        if self._is_anothers(place, record):
            return entries
        self._remember(place, record)
        return ()

    def is_promised(self, issued: IssuedOnce, record: str) -> bool:
        """Say whether an award was given once by another record; else remember this one."""
        place = (bucket_of(issued.account), issued.key)
        if place in self._issued:
            return True
        row: Row = {
            "bucket": place[0],
            "key": place[1],
            "rule": issued.rule,
            "account": issued.account,
            "code": issued.code,
            "record": record,
            "expires_ms": issued.expires_ms,
        }
        self._issued[place] = row
        self._new["issuance"].append(row)
        return False

    def first_use(self, account: AccountId, lot: LotId, record: Read) -> str:
        """Return the record that spent a coupon's use first; this one, if none did."""
        place = (bucket_of(account), f"{_USE}|{lot}")
        first = self._documents.get(place)
        if first is None:
            self._remember(place, record)
            return record.header.record
        life = Life(str(first["till"]), int(str(first["life"])))
        return life.record(int(str(first["seq"])))

    def grant(self, grant: Grant) -> Row | None:
        """Return what was dealt under a grant's id."""
        return self._dealt.get((bucket_of(grant.account), grant.grant))

    def take(self, grant: Grant, record: str) -> None:
        """Remember that a grant is in its life's journal."""
        row = {**(self.grant(grant) or dealt_row(self._sitting, grant)), "taken_by": record}
        self._dealt[bucket_of(grant.account), grant.grant] = row
        self._new["dealt"].append(row)

    def objection(self, grant: Grant) -> Refusal | None:
        """Say why a take does not count: each grant counts once, as it was dealt."""
        row = self.grant(grant)
        if row is None:
            return None if _was_lost(self._sitting, grant) else _no("unknown", grant)
        if row["taken_by"]:
            return _no("taken", grant)
        same = dealt_row(self._sitting, grant)
        differs = any(
            row[name] != same[name]
            for name in ("till", "life", "account", "unit", "slices")
        )
        return _no("differs", grant) if differs else None

    def close(self) -> None:
        """Keep what is new."""
        connection = self._sitting.connection
        insert_new(connection, DOCUMENT, self._new["document"])
        insert_new(connection, ISSUANCE, self._new["issuance"])
        put(connection, DEALT, self._new["dealt"])

    def _is_anothers(self, place: Place, record: Read) -> bool:
        before = self._documents.get(place)
        return before is not None and before != document_row(place, record)

    def _remember(self, place: Place, record: Read) -> None:
        if place not in self._documents:
            row = document_row(place, record)
            self._documents[place] = row
            self._new["document"].append(row)

    def _look_up(self, table: Table, key: str, places: Iterable[Place]) -> dict[Place, Row]:
        these = wanted(self._sitting.connection, places)
        rows = self._sitting.connection.execute(
            select(table).join(these, is_in(these, table, key))
        )
        return {(row["bucket"], row[key]): dict(row) for row in rows.mappings()}


def _use_places(records: Iterable[Read]) -> list[Place]:
    """Return under what the uses are remembered that records spend on paper."""
    return [
        (bucket_of(posting.account), f"{_USE}|{posting.lot}")
        for record in records
        for entry in record.part.entries
        if entry.kind == "redeem"
        for posting in entry.postings
        if posting.place == AVAILABLE
    ]


def dealt_row(sitting: Sitting, grant: Grant) -> Row:
    """Return a grant as its row, not yet taken."""
    till, _, life = grant.life.partition(".")
    return {
        "bucket": bucket_of(grant.account),
        "grant_id": grant.grant,
        "till": till,
        "life": int(life),
        "account": grant.account,
        "unit": grant.unit,
        "points": sum(piece.amount for piece in grant.slices),
        "slices": json.dumps([(piece.lot, piece.amount) for piece in grant.slices]),
        "taken_by": "",
        "dealt_ms": sitting.now_ms,
    }


def _issued_places(records: Iterable[Read]) -> list[Place]:
    return [
        (bucket_of(issued.account), issued.key)
        for record in records
        for issued in record.part.issued
    ]


def _grant_places(records: Iterable[Read]) -> list[Place]:
    return [
        (bucket_of(grant.account), grant.grant)
        for record in records
        for grant in record.part.grants
    ]


def _was_lost(sitting: Sitting, grant: Grant) -> bool:
    """Say whether we may have dealt this before our restore, in the part that was lost."""
    try:
        author, seq = split_record(grant.grant.partition("/")[0])
    except BrokenIdentityError:
        return False
    if author.till != f"o{bucket_of(grant.account)}" or author.number >= sitting.generation:
        return False
    head = read_head(sitting.connection, author)
    return head is None or head.durable < seq


def _no(why: str, grant: Grant) -> Refusal:
    return refuse(f"grant_{why}", grant=grant.grant)
