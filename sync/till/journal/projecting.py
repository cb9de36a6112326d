"""What a record changes beside the journal: holdings, holds, tails, links, cards, limits.

All of it can be rebuilt from the records: ``rebuilding.py`` does, and compares.
"""

import sqlite3
from collections.abc import Mapping
from typing import Final

from rules.ground.ids import LotId
from rules.value.ledger import AVAILABLE, HOUSE, USES
from sync.book.draft import Draft
from sync.book.given import part, parts, text, whole
from sync.book.projection import Shelf, movements
from sync.kit.clock import to_ms
from sync.till.journal.overlay import traces
from sync.wire.canonical import Json, decode_object
from sync.wire.records.header import RecordKind
from sync.wire.records.identity import Life, split_record
from sync.wire.records.ledger_part import LedgerPart
from sync.wire.records.people import read_people

PEOPLE: Final[frozenset[RecordKind]] = frozenset({"enrol", "card"})
"""Records that say whose a card is."""

_ADD = (
    "INSERT INTO holding (account, unit, lot, place, amount, until_ms)"
    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account, unit, lot, place)"
    " DO UPDATE SET amount = amount + excluded.amount"
)
_TAKE = (
    "UPDATE holding SET amount = amount - ?"
    " WHERE account = ? AND unit = ? AND lot = ? AND place = ? AND amount > ?"
)
_EMPTY = (
    "DELETE FROM holding"
    " WHERE account = ? AND unit = ? AND lot = ? AND place = ? AND amount = ?"
)


_LOADED = (
    "INSERT INTO loaded (account, unit, position, amount, at_ms) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (account, unit, position) DO UPDATE SET amount = amount + excluded.amount"
)


class OverspentError(Exception):
    """More was taken from a holding than it held: an invariant of ours is broken."""


class Projector:
    """Writes, in the record's own transaction, what follows from a record."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection: Final = connection

    def project(self, position: int, life: Life, draft: Draft) -> None:
        """Apply one record that is being written at ``position`` of ``life``."""
        self.derive(position, life, draft.kind, draft.ledger)
        self._connection.executemany(
            "INSERT INTO tail"
            " (position, account, available, pending, spend_minor, issued, units)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(position, *trace) for trace in traces(draft.ledger)],
        )
        self.link(position, life, draft.reverses, *draft.ledger.also_reverses)
        if draft.kind in PEOPLE:
            self.bind(position, decode_object(draft.facts))
        if spends_unasked(draft.ledger):
            self.count(position, to_ms(draft.at), decode_object(draft.facts))

    def count(self, position: int, at_ms: int, facts: Mapping[str, Json]) -> None:
        """Note what a sale's coupons took off that head office had not dealt."""
        for used in parts(part(facts, "given"), "coupons"):
            if text(used, "place") == AVAILABLE:
                self._connection.execute(
                    "INSERT INTO unasked (rule, position, amount_minor, at_ms)"
                    " VALUES (?, ?, ?, ?) ON CONFLICT (rule, position)"
                    " DO UPDATE SET amount_minor = amount_minor + excluded.amount_minor",
                    (text(used, "rule"), position, whole(used, "amount_minor"), at_ms),
                )

    def bind(self, position: int, facts: Mapping[str, Json]) -> None:
        """Note what an enrolment or a card change says; erased facts say nothing."""
        people = read_people(facts)
        if people is None:
            return
        self._connection.executemany(
            "INSERT INTO own_card"
            " (position, account, token, kind, name, status, until_ms)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    position,
                    people.account,
                    change.token,
                    change.kind,
                    change.name,
                    change.status,
                    change.until_ms,
                )
                for change in people.changes
            ],
        )

    def link(self, position: int, life: Life, *reverses: str) -> None:
        """Note which records the one at ``position`` of ``life`` reverses, if any."""
        for record in filter(None, reverses):
            self._link(position, life, record)

    def _link(self, position: int, life: Life, reverses: str) -> None:
        original, seq = split_record(reverses)
        if original.till == life.till:
            self._connection.execute(
                "INSERT INTO reversal (original, position) VALUES (?, ?)",
                (original.position(seq), position),
            )
        else:
            self._connection.execute(
                "INSERT INTO foreign_reversal (original, position) VALUES (?, ?)",
                (reverses, position),
            )

    def derive(
        self, position: int, life: Life, kind: RecordKind, ledger: LedgerPart
    ) -> None:
        """Apply what a ledger part does to holdings, holds and grants."""
        self._move(life, ledger)
        self._load(position, ledger)
        for held in ledger.held:
            self._connection.execute(
                "INSERT INTO hold (position, workstation, state) VALUES (?, ?, 'open')",
                (position, held.workstation),
            )
        state = "used" if kind == "sale" else "released"
        for hold in ledger.closes:
            owner, seq = split_record(hold)
            self._connection.execute(
                "UPDATE hold SET state = ? WHERE position = ?", (state, owner.position(seq))
            )
        for grant in ledger.grants:
            self._connection.execute(
                "INSERT INTO taken (grant_id, position) VALUES (?, ?)",
                (grant.grant, position),
            )

    def _load(self, position: int, ledger: LedgerPart) -> None:
        moments = {lot.lot: to_ms(lot.earned_at) for lot in ledger.lots}
        loads = [entry for entry in ledger.entries if entry.kind == "load"]
        for shelf, amount in movements(loads).items():
            if shelf.place != HOUSE:
                self._connection.execute(
                    _LOADED,
                    (shelf.account, shelf.unit, position, amount, moments[shelf.lot]),
                )

    def _move(self, life: Life, ledger: LedgerPart) -> None:
        here, own = str(life), f"{life}#"
        # Most sales move nothing of what stands here.
        entries = [
            entry
            for entry in ledger.entries
            if any(
                posting.place == here or posting.place.startswith(own)
                for posting in entry.postings
            )
        ]
        if not entries:
            return
        until = good_until(ledger)
        sums = movements(entries)
        # What arrives is added before what leaves is taken, so that the order of shelves is
        # free.
        for shelf, amount in sorted(sums.items(), key=lambda item: -item[1]):
            if shelf.place != here and not shelf.place.startswith(own):
                continue
            if amount > 0:
                until_ms = self._until(shelf.lot, until.get(shelf.lot))
                self._connection.execute(_ADD, (*shelf, amount, until_ms))
            else:
                self._take(shelf, -amount)

    def _take(self, shelf: Shelf, amount: int) -> None:
        if self._connection.execute(_TAKE, (amount, *shelf, amount)).rowcount == 1:
            return
        if self._connection.execute(_EMPTY, (*shelf, amount)).rowcount != 1:
            raise OverspentError(f"{amount} of {shelf.unit} at {shelf.place}")

    def _until(self, lot: LotId, named: int | None) -> int:
        if named is not None:
            self._connection.execute(
                "INSERT OR IGNORE INTO lot (lot, until_ms) VALUES (?, ?)", (lot, named)
            )
        row = self._connection.execute(
            "SELECT until_ms FROM lot WHERE lot = ?", (lot,)
        ).fetchone()
        return int(row[0]) if row else 0


def spends_unasked(ledger: LedgerPart) -> bool:
    """Say whether a record spends a use that nobody dealt to the till."""
    return any(
        entry.kind == "redeem"
        and any(
            posting.unit == USES and posting.place == AVAILABLE
            for posting in entry.postings
        )
        for entry in ledger.entries
    )


def good_until(ledger: LedgerPart) -> dict[LotId, int]:
    """Return until when the lots a record names are good (milliseconds; 0 for ever)."""
    known = {lot.lot: to_ms(lot.expires) if lot.expires else 0 for lot in ledger.lots}
    for grant in ledger.grants:
        for piece in grant.slices:
            known[piece.lot] = to_ms(piece.good_until) if piece.good_until else 0
    return known
