"""The union of all journals, summed from raw bytes: what both ends must agree on.

Nothing of the real code's own projections is used, so an error there cannot hide here.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypedDict

from sync.wire.record import unpack

POINTS: Final = "points"
MONEY: Final = "money"
VALUE: Final = frozenset({POINTS, MONEY})
"""What may be spent; an account of ours has one of them, a member points, a card money."""

HOUSE: Final = "house"
PENDING: Final = "pending"
AVAILABLE: Final = "available"


class BrokenInvariantError(Exception):
    """What must hold in every world did not hold in this one."""

    def __init__(self, invariant: str, detail: str) -> None:
        super().__init__(f"{invariant}: {detail}")
        self.invariant: Final = invariant


class RawPosting(TypedDict):
    """A posting as it stands in a record's ledger part."""

    account: str
    unit: str
    amount: int
    lot: str
    place: str


class RawEntry(TypedDict):
    """An entry as it stands in a record's ledger part."""

    kind: str
    rule: str
    postings: list[RawPosting]


class Spot(NamedTuple):
    """Where an amount stands."""

    account: str
    unit: str
    lot: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A record committed somewhere. ``ends`` says when its lots end; 0 is never."""

    record: str
    kind: str
    key: str
    reverses: str
    entries: tuple[RawEntry, ...]
    ends: Mapping[str, int]

    @property
    def author(self) -> str:
        """The life that wrote it."""
        return self.record.partition("-")[0]

    def house(self, account: str, unit: str = POINTS) -> int:
        """Sum what is posted to one of the house's accounts; giving takes from it."""
        return sum(
            posting["amount"]
            for entry in self.entries
            for posting in entry["postings"]
            if posting["unit"] == unit and posting["account"] == f"house:{account}"
        )


@dataclass(slots=True)
class Flows:
    """What an account was ever given and had taken, in points or money."""

    credited: int = 0
    taken_back: int = 0
    redeemed: int = 0
    expired: int = 0

    @property
    def owned(self) -> int:
        """What the account must have now, pending or not; below zero it is in debt."""
        return self.credited - self.taken_back - self.redeemed - self.expired


@dataclass(slots=True)
class UnionBook:
    """Every record committed anywhere, summed."""

    sums: dict[Spot, int] = field(default_factory=lambda: defaultdict(int))
    records: dict[str, Seen] = field(default_factory=dict)
    flows: dict[str, Flows] = field(default_factory=lambda: defaultdict(Flows))
    documents: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    reversals: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    ends: dict[str, int] = field(default_factory=dict)
    touched: set[Spot] = field(default_factory=set)

    def add(self, record: str, packed: bytes) -> Seen:
        """Book one committed record; an entry that does not balance breaks an invariant."""
        seen = read(record, packed)
        if record in self.records:
            raise BrokenInvariantError("one record a number", record)
        self.records[record] = seen
        self.ends |= seen.ends
        if seen.key:
            self.documents[seen.key].append(seen)
        if seen.reverses:
            self.reversals[seen.reverses].append(seen)
        for entry in seen.entries:
            self._post(record, entry)
        return seen

    def lanes_of(self, seen: Seen) -> Sequence[Seen]:
        """Return every record of the same document: a POS may have sent it to two lanes.

        A sale's attachment to a member is a part of it.
        """
        if not seen.key:
            return (seen,)
        attached = f"{seen.key.removesuffix('sale')}attach" if seen.kind == "sale" else ""
        return (*self.documents[seen.key], *self.documents.get(attached, ()))

    def undone(self, seen: Seen) -> Sequence[Seen]:
        """Return what reverses a document, whichever of its records it names.

        With what corrects those: a return may have been booked at two lanes too.
        """
        undone = [
            reversal
            for record in self.lanes_of(seen)
            for reversal in self.reversals[record.record]
        ]
        corrected = [one for each in undone for one in self.reversals[each.record]]
        return [*undone, *corrected]

    def at(self, place: str, *, unit: str = POINTS) -> Mapping[Spot, int]:
        """Return what stands at one place, zeros left out."""
        return {
            spot: amount
            for spot, amount in self.sums.items()
            if amount and spot.place == place and spot.unit == unit
        }

    def shown(self, account: str) -> tuple[int, int]:
        """Return (available, pending) points of an account, wherever they stand."""
        available = pending = 0
        for spot, amount in self.sums.items():
            if spot.account == account and spot.unit == POINTS:
                if spot.place == PENDING:
                    pending += amount
                else:
                    available += amount
        return available, pending

    def dealable(self, account: str) -> int:
        """Return what of an account is dealt to nobody; below zero it is debt."""
        return sum(
            amount
            for unit in sorted(VALUE)
            for spot, amount in self.at(AVAILABLE, unit=unit).items()
            if spot.account == account
        )

    def good(self, account: str, at_ms: int) -> int:
        """Return what could be dealt at an instant: lots that ended cannot."""
        return sum(
            amount
            for spot, amount in self.at(AVAILABLE).items()
            if spot.account == account
            and (amount < 0 or not 0 < self.ends.get(spot.lot, 0) <= at_ms)
        )

    def _post(self, record: str, entry: RawEntry) -> None:
        balance: dict[str, int] = defaultdict(int)
        for posting in entry["postings"]:
            spot = Spot(
                posting["account"], posting["unit"], posting["lot"], posting["place"]
            )
            balance[spot.unit] += posting["amount"]
            self.sums[spot] += posting["amount"]
            self.touched.add(spot)
            if spot.unit in VALUE and spot.place != HOUSE:
                _flow(self.flows[spot.account], entry, posting["amount"])
        if any(balance.values()):
            raise BrokenInvariantError("each entry balances", f"{record}: {entry}")


def read(record: str, packed: bytes) -> Seen:
    """Read a packed record's header and ledger as plain JSON."""
    parts = unpack(packed)
    header, ledger = json.loads(parts.header), json.loads(parts.ledger)
    return Seen(
        record=record,
        kind=header["kind"],
        key=header["key"],
        reverses=header["reverses"],
        entries=tuple(ledger.get("entries", ())),
        ends={lot["lot"]: lot.get("expires_ms", 0) for lot in ledger.get("lots", ())},
    )


def _flow(flows: Flows, entry: RawEntry, amount: int) -> None:
    """Count what comes from or goes to the house; what only moves about counts nothing."""
    for_house = any(posting["place"] == HOUSE for posting in entry["postings"])
    if not for_house:
        return
    match entry["kind"]:
        case "redeem" | "give_back":
            flows.redeemed -= amount
        case "expire":
            flows.expired -= amount
        case "reverse" if amount > 0:
            # A document that was booked twice gives back what it had spent the second time.
            flows.redeemed -= amount
        case _ if amount > 0:
            flows.credited += amount
        case _:
            flows.taken_back -= amount


def accounts(sums: Mapping[Spot, int]) -> Iterator[str]:
    """Yield the accounts that ever had something to spend, each once, in order."""
    yield from sorted(
        {spot.account for spot in sums if spot.unit in VALUE and spot.place != HOUSE}
    )
