"""The till's journal: append once, durably; read back; and what is kept beside it.

One writing connection, used only by the loop's thread. Everything a record changes is
written with it in one transaction, flushed before :meth:`TillJournal.append` returns.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

from rules.ground.ids import AccountId, LotId, RecordId, Unit
from rules.value.ledger import Lot, Slice
from sync.book.draft import Circumstances, Draft, compose
from sync.book.files import DiskFault, open_writer, writing
from sync.book.projection import totals_after
from sync.book.stored import StoredRecord, read_stored
from sync.kit.clock import Clock, from_ms
from sync.till.journal.anchor import Anchor
from sync.till.journal.overlay import Overlay, added, counted, summed
from sync.till.journal.projecting import Projector
from sync.till.journal.reserve import Reserve
from sync.wire.records.header import Totals, read_header
from sync.wire.records.identity import LAST_SEQ, Life, split_position, split_record
from sync.wire.records.ledger_part import Held
from sync.wire.records.record import genesis, pack, unpack

SCHEMA: Final = "sync.till.journal.schema"
HoldState = Literal["open", "used", "released"]
Room = Literal["ample", "low", "facts", "full"]
"""``low``: sales use up the reserve, and no value is set aside. ``facts``: they use up the
last of it, and are written without their points. ``full``: nothing more can be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A document booked before: its record, a digest of what was asked, and our answer."""

    record: RecordId
    content: bytes
    answer: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredHold:
    """Value set aside, and what became of it."""

    record: RecordId
    held: Held
    state: HoldState


class FrozenJournalError(Exception):
    """A journal without a life was written to: the till is not enrolled."""


class TillJournal:
    """The journal of one till: all its lives, of which the newest writes."""

    def __init__(
        self, path: Path, *, clock: Clock, entropy: Callable[[int], bytes], anchor: Anchor
    ) -> None:
        self.connection: Final = open_writer(path, package=SCHEMA)
        self._clock = clock
        self.entropy: Final = entropy
        self._anchor = anchor
        self._boot: Final = entropy(8).hex()
        self._projector: Final = Projector(self.connection)
        self.reserve: Reserve | None = None
        self.last_reserve: Reserve | None = None
        self._is_full = False
        self.contact_ms = 0
        self.frozen = ""
        self.life = Life("t0", 0)
        self.seq = 0
        self.head = b""
        self.totals = Totals()
        self.reload()

    @property
    def enrolled(self) -> bool:
        """Whether head office has numbered a life for this till."""
        return self.life.number > 0

    @property
    def next_record(self) -> RecordId:
        """The id that the next record will get."""
        return self.life.record(self.seq + 1)

    def reload(self) -> None:
        """Read where the newest life stands; freeze if the file is behind its anchor."""
        row = self.connection.execute(
            "SELECT till, life, contact_ms, frozen FROM life ORDER BY life DESC LIMIT 1"
        ).fetchone()
        if row is None:
            return
        till, number, self.contact_ms, self.frozen = row
        self.life = Life(till, number)
        last = self.connection.execute(
            "SELECT position, hash, body FROM record WHERE position >= ?"
            " ORDER BY position DESC LIMIT 1",
            (self.life.position(0),),
        ).fetchone()
        self.seq, self.head, self.totals = 0, genesis(str(self.life)), Totals()
        if last is not None:
            header = read_header(unpack(last[2]).header)
            self.seq, self.head, self.totals = header.seq, last[1], header.totals
        if self._anchor.is_ahead_of(self.life.position(self.seq)) and not self.frozen:
            self.freeze("anchor")

    def append(
        self, draft: Draft, *, content: bytes = b"", answer: bytes = b""
    ) -> RecordId:
        """Write one record and all it changes in one flushed transaction; return its id.

        ``content`` is the digest of the normalised request and ``answer`` the exact body
        the POS was given, both kept for a document (``draft.key``) asked again. Raises
        :class:`BookFault` when the disk refuses (nothing is written then; the reserves, if
        there are any, are used up first), and ``sqlite3.IntegrityError`` when an invariant
        of ours is broken (a right spent twice, a document booked twice).
        """
        if not self.enrolled:
            raise FrozenJournalError
        seq = self.seq + 1
        totals = totals_after(self.totals, draft.ledger.entries)
        around = Circumstances(
            boot=self._boot,
            mono_ms=self._clock.monotonic_ms(),
            contact_ms=self.contact_ms,
            totals=totals,
        )
        record = compose(draft, self.life, seq, around=around, salts=self.entropy(48))
        head = record.chained_to(self.head)
        position = self.life.position(seq)
        row = (position, head, pack(record), answer)
        while True:
            try:
                self._write(row, draft, content)
                break
            except DiskFault:
                # The first sale that finds no room takes what was set aside for it.
                self._is_full = not self._give_room()
                if self._is_full:
                    raise
        self._is_full = False
        self.seq, self.head, self.totals = seq, head, totals
        self._anchor.drop(position)
        return self.life.record(seq)

    def _write(
        self, row: tuple[int, bytes, bytes, bytes], draft: Draft, content: bytes
    ) -> None:
        position = row[0]
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO record (position, hash, body, answer) VALUES (?, ?, ?, ?)",
                row,
            )
            if draft.key:
                connection.execute(
                    "INSERT INTO document (key, content, position) VALUES (?, ?, ?)",
                    (draft.key, content, position),
                )
            self._projector.project(position, self.life, draft)

    def _give_room(self) -> bool:
        return any(each.give_up() for each in (self.reserve, self.last_reserve) if each)

    def document(self, key: str) -> StoredDocument | None:
        """Return what a natural key was booked as, if it was booked here."""
        row = self.connection.execute(
            "SELECT d.position, d.content, r.answer FROM document d"
            " JOIN record r ON r.position = d.position WHERE d.key = ?",
            (key,),
        ).fetchone()
        if row is None:
            return None
        return StoredDocument(record=self._name(row[0]), content=row[1], answer=row[2])

    def read(self, record: RecordId) -> StoredRecord | None:
        """Return one of our own records (of any life), or None."""
        life, seq = split_record(record)
        row = self.connection.execute(
            "SELECT body FROM record WHERE position = ?", (life.position(seq),)
        ).fetchone()
        if row is None or life.till != self.life.till:
            return None
        return read_stored(row[0])

    def reversals_of(self, record: RecordId) -> tuple[RecordId, ...]:
        """Return our refunds and voids of a record, in the order they were booked.

        Of one that another till wrote: those of them that were booked here.
        """
        life, seq = split_record(record)
        rows = (
            self.connection.execute(
                "SELECT position FROM reversal WHERE original = ? ORDER BY position",
                (life.position(seq),),
            )
            if life.till == self.life.till
            else self.connection.execute(
                "SELECT position FROM foreign_reversal WHERE original = ?"
                " ORDER BY position",
                (record,),
            )
        )
        return tuple(self._name(position) for (position,) in rows)

    def holdings(self, account: AccountId, unit: Unit) -> tuple[Slice, ...]:
        """Return what this holder may let the account spend, hold by hold not counted."""
        rows = self.connection.execute(
            "SELECT lot, amount, until_ms FROM holding"
            " WHERE account = ? AND unit = ? AND place = ? ORDER BY lot",
            (account, unit, str(self.life)),
        )
        return tuple(
            Slice(
                lot=LotId(lot), amount=amount, good_until=from_ms(until) if until else None
            )
            for lot, amount, until in rows
        )

    def hold(self, record: RecordId) -> StoredHold | None:
        """Return a hold by its id (the id of the record that made it)."""
        life, seq = split_record(record)
        row = self.connection.execute(
            "SELECT state FROM hold WHERE position = ?", (life.position(seq),)
        ).fetchone()
        stored = self.read(record) if row else None
        if row is None or stored is None or not stored.ledger.held:
            return None
        return StoredHold(record=record, held=stored.ledger.held[0], state=row[0])

    def open_holds(self, workstation: str | None = None) -> tuple[StoredHold, ...]:
        """Return the open holds of this life, of one workstation or of all."""
        rows = self.connection.execute(
            "SELECT position FROM hold WHERE state = 'open' AND position >= ?"
            " AND (? IS NULL OR workstation = ?) ORDER BY position",
            (self.life.position(0), workstation, workstation),
        ).fetchall()
        found = (self.hold(self._name(position)) for (position,) in rows)
        return tuple(hold for hold in found if hold is not None)

    def newer_than(
        self, account: AccountId, applied: Mapping[str, int], *, upto: int = LAST_SEQ
    ) -> Overlay:
        """Return what our own records, ``upto`` one of this life, add to a statement.

        ``applied`` says by life up to which record the statement reaches.
        """
        # Most members bought nothing here lately.
        if not self.has_tail(account):
            return Overlay()
        lives = self.connection.execute("SELECT till, life FROM life").fetchall()
        return added(
            self._newer(
                account,
                life,
                applied=applied.get(str(life), 0),
                upto=upto if life == self.life else LAST_SEQ,
            )
            for life in (Life(*row) for row in lives)
        )

    def _newer(self, account: AccountId, life: Life, *, applied: int, upto: int) -> Overlay:
        rows = self.connection.execute(
            "SELECT sum(available), sum(pending), sum(spend_minor),"
            " group_concat(nullif(issued, ''), ' '), group_concat(nullif(units, ''), ' ')"
            " FROM tail WHERE account = ? AND position > ? AND position <= ?",
            (account, life.position(applied), life.position(upto)),
        )
        available, pending, spend_minor, issued, units = rows.fetchone()
        return Overlay(
            available=available or 0,
            pending=pending or 0,
            spend_minor=spend_minor or 0,
            issued=counted(issued or ""),
            units=summed(units or ""),
        )

    def loaded_between(
        self, account: AccountId, unit: Unit, start_ms: int, end_ms: int
    ) -> int:
        """Return how much was put on an account here within a time (the end excluded)."""
        row = self.connection.execute(
            "SELECT coalesce(sum(amount), 0) FROM loaded"
            " WHERE account = ? AND unit = ? AND at_ms >= ? AND at_ms < ?",
            (account, unit, start_ms, end_ms),
        ).fetchone()
        return int(row[0])

    def own_lot(self, account: AccountId, unit: Unit) -> Lot | None:
        """Return the newest lot of an account that records of ours still told of made."""
        rows = self.connection.execute(
            "SELECT position FROM tail WHERE account = ? ORDER BY position DESC", (account,)
        )
        for (position,) in rows.fetchall():
            record = self.read(self._name(position))
            for lot in record.ledger.lots if record else ():
                if (lot.account, lot.unit) == (account, unit):
                    return lot
        return None

    def has_tail(self, account: AccountId) -> bool:
        """Say whether records of ours on an account may be newer than its statement."""
        row = self.connection.execute(
            "SELECT 1 FROM tail WHERE account = ? LIMIT 1", (account,)
        )
        return row.fetchone() is not None

    def tailed(self, accounts: Sequence[str]) -> tuple[AccountId, ...]:
        """Return those of many accounts that :meth:`has_tail` says yes of."""
        rows = self.connection.execute(
            "SELECT value FROM json_each(?)"
            " WHERE EXISTS (SELECT 1 FROM tail WHERE account = value)",
            (json.dumps(accounts),),
        )
        return tuple(AccountId(account) for (account,) in rows)

    def forget_tail(self, account: AccountId, applied: Mapping[str, int]) -> None:
        """Drop the pointers to records that a statement now contains (in a transaction)."""
        for life, seq in applied.items():
            last = Life.parse(life).position(seq)
            self.connection.execute(
                "DELETE FROM tail WHERE account = ? AND position BETWEEN ? AND ?",
                (account, Life.parse(life).position(0), last),
            )

    def grant_taken(self, grant: str) -> bool:
        """Say whether a grant is already in this journal."""
        row = self.connection.execute("SELECT 1 FROM taken WHERE grant_id = ?", (grant,))
        return row.fetchone() is not None

    def freeze(self, reason: str) -> None:
        """Stop redemption (earning goes on) until head office has met this till again."""
        with self.transaction() as connection:
            connection.execute(
                "UPDATE life SET frozen = ? WHERE life = ?", (reason, self.life.number)
            )
        self.frozen = reason

    def mark(self, name: str) -> str:
        """Return a small fact kept with the book, empty when there is none."""
        row = self.connection.execute(
            "SELECT value FROM mark WHERE name = ?", (name,)
        ).fetchone()
        return str(row[0]) if row else ""

    def set_mark(self, name: str, value: str) -> None:
        """Keep a small fact with the book, such as when a duty last succeeded."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO mark (name, value) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """Run one write transaction: all of it or nothing."""
        return writing(self.connection, what="The journal")

    @property
    def room(self) -> Room:
        """Say what the disk still takes."""
        if self._is_full:
            return "full"
        if self.last_reserve is not None and not self.last_reserve.is_held:
            return "facts"
        return "low" if self.reserve is not None and not self.reserve.is_held else "ample"

    def regain(self) -> Room:
        """Set the reserves aside again if there is room for them; say what there is."""
        if self.room != "ample":
            kept = [each.keep() for each in (self.last_reserve, self.reserve) if each]
            self._is_full = self._is_full and not (kept and all(kept))
        return self.room

    def close(self) -> None:
        """Close the file; the log is folded in."""
        self.connection.close()

    def _name(self, position: int) -> RecordId:
        number, seq = split_position(position)
        return Life(self.life.till, number).record(seq)


def content_digest(normalised: bytes) -> bytes:
    """Return the digest under which a request's content is remembered."""
    return sha256(normalised).digest()
