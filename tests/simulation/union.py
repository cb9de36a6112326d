"""The union of all journals, summed from raw bytes: what both ends must agree on.

Nothing of the real code's own projections is used, so an error there cannot hide here.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple, TypedDict

from sync.wire.records.record import unpack

POINTS: Final = "points"
MONEY: Final = "money"
WALLET: Final = "wallet"
USES: Final = "uses"
VALUE: Final = frozenset({POINTS, MONEY, WALLET, USES})
"""What may be spent: of a member points and a wallet, of a gift card money, of a coupon its
use."""

BUDGET: Final = "b."
"""How the units of campaigns' budgets begin."""

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


class Purse(NamedTuple):
    """What an account has of something that may be spent."""

    account: str
    unit: str


class Promise(NamedTuple):
    """A voucher that a rule gave a member."""

    member: str
    rule: str
    kind: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A record committed somewhere. ``ends`` says when its lots end; 0 is never.

    ``account`` is whose sale it is, or makes of one; empty for nobody's.
    ``returns`` are, of an exchange, the records something comes back of, and as which part.
    ``claims`` are the natural keys of sales it brings goods back of without knowing them.
    ``promised`` are the vouchers that it gives. ``unfunded_minor`` was paid with cards and
    wallets although nothing was set aside for it. ``programme`` is 0 where a till had none.
    ``voids``: a till takes down that an exchange of its own was voided elsewhere.
    """

    record: str
    kind: str
    key: str
    reverses: str
    account: str
    entries: tuple[RawEntry, ...]
    ends: Mapping[str, int]
    returns: Mapping[str, int] = field(default_factory=dict)
    claims: frozenset[str] = frozenset()
    promised: tuple[Promise, ...] = ()
    unfunded_minor: int = 0
    programme: int = 0
    voids: bool = False

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
    """What a purse was ever given and had taken."""

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
    """Every record committed anywhere, summed. ``rules`` says which gave a voucher."""

    sums: dict[Spot, int] = field(default_factory=lambda: defaultdict(int))
    records: dict[str, Seen] = field(default_factory=dict)
    flows: dict[Purse, Flows] = field(default_factory=lambda: defaultdict(Flows))
    documents: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    reversals: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    claimed: set[str] = field(default_factory=set)
    exchanges: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    touched: set[Spot] = field(default_factory=set)

    def add(self, record: str, packed: bytes) -> Seen:
        """Book one committed record; an entry that does not balance breaks an invariant."""
        seen = read(record, packed)
        if record in self.records:
            raise BrokenInvariantError("one record a number", record)
        self.records[record] = seen
        self.ends |= seen.ends
        self.claimed |= seen.claims
        if seen.key:
            self.documents[seen.key].append(seen)
        for original, part in apart(seen, self.records).items():
            self.reversals[original].append(part)
        if seen.returns:
            self.exchanges[record] = tuple(seen.returns)
        for entry in seen.entries:
            self._post(record, entry)
        return seen

    def lanes_of(self, seen: Seen) -> Sequence[Seen]:
        """Return every record of the same document: a POS may have sent it to two lanes.

        A sale's attachment to a member is a part of it; what came back with it is not.
        """
        if not seen.key:
            return (seen,)
        later = self.attachments(seen.key) if seen.kind == "sale" else ()
        return tuple(map(sold, (*self.documents[seen.key], *later)))

    def attachments(self, key: str) -> Sequence[Seen]:
        """Return the records that gave a document to a member, or wished to."""
        return self.documents.get(f"{key.removesuffix('sale')}attach", ())

    def undone(self, seen: Seen) -> Sequence[Seen]:
        """Return what reverses a document, whichever of its records it names.

        With what corrects those: a return may have been booked at two lanes too.
        """
        undone = [
            reversal
            for record in self.lanes_of(seen)
            for reversal in self.reversals[record.record]
        ]
        # What undoes an exchange is about the sale in it, and stands apart.
        corrected = [
            one
            for each in undone
            if each.record not in self.exchanges
            for one in self.reversals[each.record]
        ]
        return [*undone, *corrected]

    def is_noted_void(self, exchange: Seen) -> bool:
        """Say whether the till that booked an exchange knows that it was voided elsewhere.

        What had come back with it is put right by head office.
        """
        return any(one.voids for one in self.reversals[exchange.record])

    def shown(self, purse: Purse) -> tuple[int, int]:
        """Return (available, pending) of a purse, wherever they stand."""
        available = pending = 0
        for spot, amount in self.sums.items():
            if purse == (spot.account, spot.unit):
                if spot.place == PENDING:
                    pending += amount
                else:
                    available += amount
        return available, pending

    def dealable(self, purse: Purse) -> int:
        """Return what of a purse is dealt to nobody; below zero it is debt."""
        return sum(
            amount
            for spot, amount in self.sums.items()
            if purse == (spot.account, spot.unit) and spot.place == AVAILABLE
        )

    def good(self, purse: Purse, at_ms: int) -> int:
        """Return what could be dealt at an instant: lots that ended cannot."""
        return sum(
            amount
            for spot, amount in self.sums.items()
            if purse == (spot.account, spot.unit)
            and spot.place == AVAILABLE
            and (amount < 0 or not 0 < self.ends.get(spot.lot, 0) <= at_ms)
        )

    def budget_left(self, account: str, unit: str, lot: str) -> int:
        """Return what is left of one period of a budget, wherever it stands."""
        return sum(
            amount
            for spot, amount in self.sums.items()
            if (account, unit, lot) == (spot.account, spot.unit, spot.lot)
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
            if entry["kind"] == "issue" and spot.place != HOUSE:
                self.rules[spot.account] = entry["rule"]
            if is_value(spot.unit) and spot.place != HOUSE:
                purse = Purse(spot.account, spot.unit)
                _flow(self.flows[purse], entry, posting["amount"])
        if any(balance.values()):
            raise BrokenInvariantError("each entry balances", f"{record}: {entry}")


def read(record: str, packed: bytes) -> Seen:
    """Read a packed record's header and ledger as plain JSON."""
    parts = unpack(packed)
    header, ledger = json.loads(parts.header), json.loads(parts.ledger)
    given = json.loads(parts.facts_bytes() or b"{}").get("given", {})
    return Seen(
        record=record,
        kind=header["kind"],
        key=header["key"],
        reverses=header["reverses"],
        account=given.get("account", ""),
        entries=tuple(ledger.get("entries", ())),
        ends={lot["lot"]: lot.get("expires_ms", 0) for lot in ledger.get("lots", ())},
        returns=_returns(header["kind"], given),
        claims=_claims(header["kind"], given),
        programme=header.get("programme", 0),
        voids=bool(given.get("voids")),
        unfunded_minor=given.get("unfunded_money_minor", 0),
        promised=tuple(
            Promise(one["account"], one["rule"], one["kind"], one["code"])
            for one in ledger.get("issued", ())
        ),
    )


def sold(seen: Seen) -> Seen:
    """Return a record without what came back with it."""
    return replace(seen, entries=_part(seen, 0)) if seen.returns else seen


def apart(seen: Seen, records: Mapping[str, Seen]) -> dict[str, Seen]:
    """Return what a record reverses, and the part of it that does so.

    The void of an exchange reverses that, and undoes what came back with it.
    """
    if seen.returns:
        return {
            original: replace(seen, entries=_part(seen, number))
            for original, number in seen.returns.items()
            if "-" in original
        }
    if not seen.reverses:
        return {}
    found = {seen.reverses: replace(seen, entries=_part(seen, 0, undoing=False))}
    for original, number in _undone_by(seen, records).items():
        entries = _part(seen, number, undoing=True)
        if entries and "-" in original:
            found[original] = replace(seen, entries=entries)
    return found


def _undone_by(seen: Seen, records: Mapping[str, Seen]) -> Mapping[str, int]:
    """Return what came back with the exchange that a record, or its void, undoes."""
    of = records.get(seen.reverses)
    void_of = records.get(of.reverses) if of is not None and not of.returns else of
    return void_of.returns if void_of is not None else {}


_TAKES: Final = frozenset({"reverse", "give_back", "forgive"})


def _part(seen: Seen, number: int, *, undoing: bool | None = None) -> tuple[RawEntry, ...]:
    """Return the entries of a record's return; of number 0 what is none."""
    if undoing is False:
        return tuple(one for one in seen.entries if not one["rule"].startswith("~"))
    return tuple(
        one
        for one in seen.entries
        if number == (_number(one["rule"]) if one["kind"] in _TAKES else 0)
        and one["rule"].startswith("~") == bool(undoing)
    )


def _number(rule: str) -> int:
    return int(rule.partition("@")[2] or 1)


def _returns(kind: str, given: Mapping[str, Any]) -> dict[str, int]:
    several = _exchanged(given) if kind == "sale" else []
    return {one.get("of", f"{at}"): at for at, one in enumerate(several, start=1)}


def _claims(kind: str, given: Mapping[str, Any]) -> frozenset[str]:
    several = [given] if kind == "claim" else _exchanged(given) if kind == "sale" else []
    return frozenset(one.get("original", "") for one in several if "of" not in one)


def _exchanged(given: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = given.get("returned") or []
    return [found] if isinstance(found, dict) else found


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


def is_value(unit: str) -> bool:
    """Say whether a unit is spent: by members, or by campaigns."""
    return unit in VALUE or unit.startswith(BUDGET)


def purses(spots: Iterable[Spot]) -> Iterator[Purse]:
    """Yield the purses that some amounts stand in, each once, in order."""
    yield from sorted(
        {
            Purse(spot.account, spot.unit)
            for spot in spots
            if is_value(spot.unit) and spot.place != HOUSE
        }
    )
