"""What must hold after every step, seen from outside: in raw journals of both ends."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sync.till.contact.cursor import cursor_of
from sync.wire.records.identity import Life, split_position
from sync.wire.records.record import genesis, unpack
from tests.simulation.slips import tells_what_moved
from tests.simulation.tills import SimulatedTill
from tests.simulation.union import (
    HOUSE,
    PENDING,
    USES,
    BrokenInvariantError,
    Purse,
    RawEntry,
    Seen,
    Spot,
    UnionBook,
    is_value,
    purses,
    sold,
)

AVAILABLE: Final = "available"
_OFFICE_ROWS: Final = (
    "SELECT rowid, till, life, branch, seq, packed, hash FROM journal WHERE rowid > ?"
    " ORDER BY rowid"
)
_TILL_ROWS: Final = (
    "SELECT position, body, hash FROM record WHERE position > ? ORDER BY position"
)
_GIVERS: Final = {"earned": -1, "redeemed": 1, "loaded": -1, "budgets": 1}
"""The house's accounts that a document posts to, and the sign of what it gives there."""


@dataclass(slots=True)
class JournalCopy:
    """What was seen of one till's journal: the bytes by seq, and the chain's head."""

    life: Life
    bodies: list[bytes] = field(default_factory=list)
    head: bytes = b""
    at_office: int = 0


class Auditor:
    """Reads what was committed since the last step and holds it against the invariants."""

    def __init__(self, tills: Sequence[SimulatedTill], office: sqlite3.Connection) -> None:
        self.union = UnionBook()
        self.settling = False
        self.journals: Final = {str(till.life): JournalCopy(till.life) for till in tills}
        self._office = office
        self._office_row = 0

    def begin_again(self, office: sqlite3.Connection) -> None:
        """Head office came back as an older one: what it alone had written is gone.

        Until the tills have sent again what it lost, the sums say little (``settling``).
        """
        self._office, self._office_row, self.settling = office, 0, True
        self.union = UnionBook()
        for copy in self.journals.values():
            copy.at_office = 0
            for seq, body in enumerate(copy.bodies, start=1):
                self.union.add(copy.life.record(seq), body)

    def settle(self) -> None:
        """Everything was sent again: look at all sums as after every step."""
        self.settling = False
        self.union.touched = set(self.union.sums)
        self._check_spots()

    def check(self, tills: Sequence[SimulatedTill]) -> None:
        """Look at all that is new; the first thing wrong is a broken invariant."""
        for till in tills:
            self._read_till(till)
        self._read_office()
        for till in tills:
            self._check_till(till)
        if not self.settling:
            self._check_spots()

    def _read_till(self, till: SimulatedTill) -> None:
        copy = self.journals[str(till.life)]
        copy.head = copy.head or genesis(str(till.life))
        last = till.life.position(len(copy.bodies))
        rows = till.book.journal.connection.execute(_TILL_ROWS, (last,)).fetchall()
        for position, body, chain_hash in rows:
            seq = split_position(position)[1]
            copy.head = unpack(body).chained_to(copy.head)
            if seq != len(copy.bodies) + 1 or copy.head != chain_hash:
                raise BrokenInvariantError("each chain is unbroken", f"{till.life}-{seq}")
            copy.bodies.append(body)
            seen = self.union.add(till.life.record(seq), body)
            self._check_reversal(seen)
            tells_what_moved(seen, body)
        if till.book.journal.seq != len(copy.bodies):
            raise BrokenInvariantError(
                "nothing confirmed is lost", f"{till.life} at {till.book.journal.seq}"
            )

    def _read_office(self) -> None:
        for row in self._office.execute(_OFFICE_ROWS, (self._office_row,)).fetchall():
            self._office_row, author, number, branch, seq, packed, _ = row
            life = Life(author, number)
            if branch:
                raise BrokenInvariantError("no false fork", f"{life}{branch}")
            copy = self.journals.get(str(life))
            if copy is None:
                self._check_reversal(self.union.add(life.record(seq), packed))
                continue
            copy.at_office += 1
            if seq != copy.at_office or copy.bodies[seq - 1 : seq] != [packed]:
                raise BrokenInvariantError(
                    "head office holds the till's own bytes", f"{life}-{seq}"
                )

    def _check_till(self, till: SimulatedTill) -> None:
        journal, copy = till.book.journal, self.journals[str(till.life)]
        if journal.frozen:
            raise BrokenInvariantError(
                "an honest till is never frozen", f"{till.life}: {journal.frozen}"
            )
        acknowledged = cursor_of(journal).acknowledged
        if acknowledged > copy.at_office and not self.settling:
            raise BrokenInvariantError(
                "what was acknowledged is at head office",
                f"{till.life}: {acknowledged} believed, {copy.at_office} there",
            )

    def _check_spots(self) -> None:
        touched, self.union.touched = self.union.touched, set()
        for spot in sorted(touched):
            if is_value(spot.unit) and _is_holding(spot) and self.union.sums[spot] < 0:
                raise BrokenInvariantError(
                    "no holder spends more than it took", f"{spot}: {self.union.sums[spot]}"
                )
        for purse in purses(touched):
            self._check_purse(purse)
        self._check_budgets(touched)

    def _check_budgets(self, touched: Iterable[Spot]) -> None:
        lots = {spot[:3] for spot in touched if spot.account.startswith("b-")}
        for account, unit, lot in sorted(lots):
            left = self.union.budget_left(account, unit, lot)
            if left < 0:
                raise BrokenInvariantError(
                    "no campaign gives more than its budget", f"{lot} {unit}: {left}"
                )

    def _check_purse(self, purse: Purse) -> None:
        flows = self.union.flows[purse]
        dealable = self.union.dealable(purse)
        if dealable < -flows.taken_back:
            raise BrokenInvariantError(
                "no more is dealt than there is",
                f"{purse}: {dealable} left to deal, {flows.taken_back} taken back",
            )
        if flows.redeemed > flows.credited:
            raise BrokenInvariantError(
                "no more is spent than was credited",
                f"{purse}: {flows.redeemed} of {flows.credited}",
            )
        if purse.unit == USES and flows.redeemed > 1:
            raise BrokenInvariantError(
                "no voucher is spent twice", f"{purse}: {flows.redeemed}"
            )

    def _check_reversal(self, seen: Seen) -> None:
        """Hold what a till's record gave against what that till took back of it.

        No till can know what came back elsewhere; at rest all of it is held together.
        """
        original = self.union.records.get(seen.reverses)
        if original is None or seen.author != original.author:
            return
        undone = [
            one
            for one in self.union.reversals[original.record]
            if one.author == original.author and not self.union.is_noted_void(one)
        ]
        gave = (original, *self.union.attachments(original.key))
        here = [sold(one) for one in gave if one.author == original.author]
        hold_against(here, undone)


def hold_against(gave: Sequence[Seen], undone: Sequence[Seen]) -> None:
    """Hold what records of a document gave against what was taken back of it."""
    for house, sign in _GIVERS.items():
        for unit in {unit for one in gave for unit in _units(one)}:
            given = sum(sign * one.house(house, unit) for one in gave)
            took = sum(-sign * one.house(house, unit) for one in undone)
            if took > given:
                raise BrokenInvariantError(
                    "a refund never returns more than was given",
                    f"{gave[0].record}: {took} of {given} {unit} ({house})",
                )

    _hold_coupons(gave, undone)


def _hold_coupons(gave: Sequence[Seen], undone: Sequence[Seen]) -> None:
    """Hold what was issued against what was withdrawn, and used against given back."""
    moved = [entry for one in gave for entry in one.entries]
    issued = -_vouchers(entry for entry in moved if entry["kind"] == "issue")
    used = _vouchers(entry for entry in moved if entry["kind"] == "redeem")
    back = _vouchers(entry for one in undone for entry in one.entries)
    if not -used <= back <= issued:
        raise BrokenInvariantError(
            "a coupon is withdrawn and given back once",
            f"{gave[0].record}: {back}, {issued} issued, {used} used",
        )


def _vouchers(entries: Iterable[RawEntry]) -> int:
    return sum(
        posting["amount"]
        for entry in entries
        for posting in entry["postings"]
        if posting["account"] == "house:vouchers"
    )


def office_rows(office: sqlite3.Connection, table: str) -> Iterator[dict[str, object]]:
    """Read one of head office's tables, for a look from outside."""
    cursor = office.execute(f"SELECT * FROM {table}")  # noqa: S608  # our own words
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def _is_holding(spot: Spot) -> bool:
    return spot.place not in (HOUSE, PENDING, AVAILABLE)


def _units(seen: Seen) -> Iterable[str]:
    return sorted(
        {posting["unit"] for entry in seen.entries for posting in entry["postings"]}
    )
