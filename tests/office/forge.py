"""A till's side made by hand: real chained records in real signed batches."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict, Unpack

from rules.ground.ids import AccountId, LotId, Place, Unit
from rules.value.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_EARNED,
    PENDING,
    POINTS,
    SPEND,
    USES,
    Entry,
    EntryKind,
    Lot,
    Slice,
    held_at,
    transit_to,
)
from sync.kit.clock import to_ms
from sync.wire.keys.signing import SigningKey
from sync.wire.messages import (
    Acknowledgement,
    Conflict,
    GrantMessage,
    Hello,
    PullAnswer,
    PullRequest,
    ReconcileRequest,
    Want,
    Welcome,
)
from sync.wire.records.batch import Batch, pack_batch, signed_head, unpack_batch
from sync.wire.records.header import Header, RecordKind, header_bytes
from sync.wire.records.identity import Life
from sync.wire.records.ledger_part import IssuedOnce, LedgerPart, ledger_bytes
from sync.wire.records.record import Record, genesis, pack, salted
from tests.office.doors import Door, Surroundings
from tests.office.entries import as_grant, earn, entry, issue, redeemed


class SaleTold(TypedDict, total=False):
    """What else a forged sale may say."""

    credit: Unit

    place: Place
    active_from: datetime
    expires: datetime
    at: datetime
    redeem: Sequence[Slice]
    issued: Sequence[IssuedOnce]


@dataclass
class ForgedTill:
    """A till as head office sees one; it believes every answer."""

    world: Surroundings
    store: str
    life: Life
    key: SigningKey
    fingerprint: str
    chance: random.Random
    generation: int = 1
    ticket: int = 0
    session: int = 0
    seq: int = 0
    acknowledged: int = 0

    def __post_init__(self) -> None:
        """Begin an empty journal."""
        self.packed: list[bytes] = []
        self.hashes: list[bytes] = [genesis(str(self.life))]
        self.revisions: dict[int, int] = {}

    @property
    def office(self) -> Door:
        """The office it talks to."""
        return self.world.office

    def nonce(self) -> str:
        """Return a new nonce."""
        return self.chance.randbytes(8).hex()

    def copy(self) -> "ForgedTill":
        """Return a perfect copy, as of a cloned disk."""
        twin = replace(self, chance=random.Random(self.chance.random()))
        twin.packed, twin.hashes = list(self.packed), list(self.hashes)
        twin.revisions = dict(self.revisions)
        return twin

    def append(
        self,
        kind: RecordKind,
        part: LedgerPart | bytes = b"{}",
        *,
        key: str = "",
        reverses: str = "",
        header: Header | None = None,
    ) -> str:
        """Append a record to the journal and return its id."""
        self.seq += 1
        header = header or Header(
            till=self.life.till,
            life=self.life.number,
            seq=self.seq,
            kind=kind,
            at_ms=to_ms(self.world.clock.now()),
            key=key,
            reverses=reverses,
        )
        record = Record(
            header=header_bytes(header),
            ledger=part if isinstance(part, bytes) else ledger_bytes(part),
            facts=salted(b"{}", self.chance.randbytes(16)),
            witness=salted(b"{}", self.chance.randbytes(16)),
            personal=salted(b"", self.chance.randbytes(16)),
        )
        self.hashes.append(record.chained_to(self.hashes[-1]))
        self.packed.append(pack(record))
        return self.next_id(-1)

    def next_id(self, ahead: int = 0) -> str:
        """Return the id that the next record will get."""
        return str(self.life.record(self.seq + 1 + ahead))

    def sale(
        self,
        account: str,
        points: int = 0,
        *,
        spend: int = 0,
        key: str = "",
        **told: Unpack[SaleTold],
    ) -> str:
        """Book a sale that earns, counts for the tier, redeems what is held, and issues."""
        at = told.get("at", self.world.clock.now())
        place = told.get("place", PENDING)
        redeem, issued = told.get("redeem", ()), told.get("issued", ())
        record = self.next_id()
        lots: list[Lot] = []
        entries: list[Entry] = []
        credit = told.get("credit", SPEND)
        for unit, amount, where in ((POINTS, points, place), (credit, spend, AVAILABLE)):
            if amount:
                lot = Lot(
                    lot=LotId(f"{record}/{unit}"),
                    account=AccountId(account),
                    unit=unit,
                    rule="base",
                    earned_at=at,
                    active_from=told.get("active_from", at),
                    expires=told.get("expires") if unit == POINTS else None,
                )
                lots.append(lot)
                entries.append(earn(lot, amount, where))
        if redeem:
            entries.append(redeemed(account, redeem, held_at(str(self.life))))
        for number, one in enumerate(issued, start=1):
            born = Lot(
                lot=LotId(f"{record}/v{number}"),
                account=AccountId(f"v-{one.code}"),
                unit=USES,
                rule=one.rule,
                earned_at=at,
                active_from=at,
                expires=None,
            )
            lots.append(born)
            entries.append(issue(one, born.lot))
        part = LedgerPart(entries=tuple(entries), lots=tuple(lots), issued=tuple(issued))
        return self.append("sale", part, key=key)

    def refund(
        self,
        account: str,
        sale: str,
        points: int,
        *,
        place: Place = PENDING,
        spend: int = 0,
    ) -> str:
        """Take back points (and tier credit) of a sale from where they stand."""
        entries = [
            entry(
                "reverse",
                (account, unit, -amount, f"{sale}/{unit}", where),
                (HOUSE_EARNED, unit, amount, "", HOUSE),
            )
            for unit, amount, where in ((POINTS, points, place), (SPEND, spend, AVAILABLE))
            if amount
        ]
        return self.append("refund", LedgerPart(entries=tuple(entries)), reverses=sale)

    def take(self, *grants: GrantMessage) -> str:
        """Journal grants as taken."""
        life = str(self.life)
        taken = tuple(as_grant(grant) for grant in grants)
        entries = tuple(
            entry(
                "take",
                (grant.account, grant.unit, -piece.amount, piece.lot, transit_to(life)),
                (grant.account, grant.unit, piece.amount, piece.lot, Place(life)),
            )
            for grant in taken
            for piece in grant.slices
        )
        return self.append("take", LedgerPart(entries=entries, grants=taken))

    def move(
        self,
        kind: RecordKind,
        account: str,
        slices: Sequence[Slice],
        way: tuple[Place, Place],
    ) -> str:
        """Journal a hold, a release or value given back."""
        names: dict[RecordKind, EntryKind] = {
            "hold": "hold",
            "release": "release",
            "give_back": "return",
        }
        entries = tuple(
            entry(
                names[kind],
                (account, POINTS, -piece.amount, piece.lot, way[0]),
                (account, POINTS, piece.amount, piece.lot, way[1]),
            )
            for piece in slices
        )
        return self.append(kind, LedgerPart(entries=entries))

    def hold(self, account: str, slices: Sequence[Slice]) -> str:
        """Set value aside."""
        own = Place(str(self.life))
        return self.move("hold", account, slices, (own, held_at(str(self.life))))

    def spend(self, account: str, slices: Sequence[Slice], *, key: str = "") -> str:
        """Hold and redeem in a sale."""
        self.hold(account, slices)
        return self.sale(account, redeem=slices, key=key)

    def give_back(self, account: str, slices: Sequence[Slice]) -> str:
        """Give an allowance back."""
        return self.move("give_back", account, slices, (Place(str(self.life)), AVAILABLE))

    def batch(
        self, first: int | None = None, count: int = 5000, *, branch: str = ""
    ) -> Batch:
        """Return a signed batch of the journal from record ``first``."""
        first = self.acknowledged + 1 if first is None else first
        records = tuple(self.packed[first - 1 : first - 1 + count])
        last = first + len(records) - 1
        return Batch(
            life=str(self.life),
            branch=branch,
            first_seq=first,
            previous=self.hashes[first - 1],
            generation=self.generation,
            nonce=self.nonce(),
            signature=self.key.sign(signed_head(str(self.life), last, self.hashes[last])),
            records=records,
        )

    def push(self, batch: Batch | None = None) -> Acknowledgement:
        """Push (everything new, else ``batch``) and move the cursor."""
        answer = self.office.push(unpack_batch(pack_batch(batch or self.batch())))
        assert isinstance(answer, Acknowledgement), answer
        if answer.verdict == "stored" and batch is None:
            assert answer.hash == self.hashes[answer.durable_seq].hex()
            self.acknowledged = answer.durable_seq
        return answer

    def hello_message(self) -> Hello:
        """Return a hello as of now."""
        return Hello(
            version=1,
            till=self.life.till,
            life=self.life.number,
            generation=self.generation,
            seq=self.seq,
            hash=self.hashes[-1].hex(),
            ticket=self.ticket,
            nonce=self.nonce(),
            fingerprint=self.fingerprint,
        )

    def hello(self, message: Hello | None = None) -> Welcome | Conflict:
        """Say hello and believe a welcome."""
        answer = self.office.hello(message or self.hello_message())
        if isinstance(answer, Welcome):
            self.ticket, self.session = answer.ticket, answer.session
            self.generation = answer.generation
            self.acknowledged = answer.durable_seq
        return answer

    def pull_message(self, *wants: tuple[str, int], deltas: bool = True) -> PullRequest:
        """Return a pull in the present session."""
        return PullRequest(
            till=self.life.till,
            life=self.life.number,
            session=self.session,
            generation=self.generation,
            nonce=self.nonce(),
            programme=0,
            wants=tuple(
                Want(account=account, unit=POINTS, points=points)
                for account, points in wants
            ),
            deltas=deltas,
            revisions=dict(self.revisions),
        )

    def pull(self, *wants: tuple[str, int], deltas: bool = True) -> PullAnswer:
        """Pull and move the buckets' cursors."""
        answer = self.office.pull(self.pull_message(*wants, deltas=deltas))
        assert isinstance(answer, PullAnswer), answer
        self.revisions.update({delta.bucket: delta.revision for delta in answer.deltas})
        return answer

    def sync(self, *wants: tuple[str, int]) -> PullAnswer:
        """Say hello, push everything, pull."""
        assert isinstance(self.hello(), Welcome)
        self.push()
        return self.pull(*wants)

    def obtain(self, account: str, points: int) -> tuple[Slice, ...]:
        """Ask for points, take what was dealt into the journal and send that."""
        grants = self.sync((account, points)).grants
        if not grants:
            return ()
        self.take(*grants)
        self.push()
        return tuple(
            piece
            for grant in grants
            if grant.account == account
            for piece in as_grant(grant).slices
        )

    def reconcile_message(self, rights: str, buckets: dict[int, str]) -> ReconcileRequest:
        """Return the night's question."""
        return ReconcileRequest(
            till=self.life.till,
            life=self.life.number,
            generation=self.generation,
            nonce=self.nonce(),
            seq=self.seq,
            hash=self.hashes[-1].hex(),
            records=self.seq,
            rights=rights,
            buckets=buckets,
            revisions={bucket: self.revisions.get(bucket, 0) for bucket in buckets},
        )
