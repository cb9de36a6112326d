"""Where the money of a points tender comes from: holds, what is spendable here, or nowhere.

A sale is never refused after the customer has paid, so a points tender always finds an end:

1. the open holds of the sale's member that the sale names, in order; what a hold holds
   beyond the tender is let go with the sale;
2. what the member may spend here anyway, when a hold was released, has expired or is too
   small (not while redemption is frozen, nor where so much needs the member's code);
3. the rest is *unfunded*: the sale is booked, no point moves for that part, and the record
   carries the finding ``unfunded_points`` with the amount for head office.

A hold that is named while no points tender needs it is let go: nothing was paid with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from agent.counter.asked.requests import Payment, SaleRequest
from agent.counter.ground.desk import Bearer, Desk
from agent.counter.value.holds import hold_entry, release_entry
from rules.ground.ids import RecordId, RuleId
from rules.programme import Programme
from rules.rewards.points_tender import PointsTender
from rules.sale.basket import Tender
from rules.sale.decisions import Spend
from rules.settling.consistency import POINTS_TENDER, is_points_tender
from rules.value.ledger import POINTS, Entry, Slice
from rules.value.lots import consume, in_order, usable
from sync.till.journal.journal import StoredHold
from sync.wire.records.ledger_part import Held

UNFUNDED_TENDER: Final = "unfunded_points"
"""What the law is told an unfunded part was paid with: money, for what it knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """How the points tenders of one sale are paid: what moves, and what nobody paid."""

    spends: tuple[Spend, ...] = ()
    entries: tuple[Entry, ...] = ()
    closes: tuple[str, ...] = ()
    unfunded_minor: int = 0

    def tenders(self, asked: Iterable[Payment]) -> tuple[Tender, ...]:
        """Return the tenders as the law is told of them; their sum is the document's."""
        told = [
            Tender(tender=payment.tender, amount_minor=payment.amount_minor)
            for payment in asked
            if not is_points(payment)
        ]
        told += [
            Tender(tender=POINTS_TENDER, amount_minor=spend.value_minor, hold=spend.hold)
            for spend in self.spends
        ]
        if self.unfunded_minor:
            told.append(Tender(tender=UNFUNDED_TENDER, amount_minor=self.unfunded_minor))
        return tuple(told)


def is_points(payment: Payment) -> bool:
    """Say whether a part was paid with points."""
    return is_points_tender(payment.tender, payment.hold or "")


def named_holds(desk: Desk, request: SaleRequest) -> tuple[StoredHold, ...]:
    """Return the open holds that a sale names, tenders' first, each once."""
    in_tenders = [payment.hold for payment in request.tenders if payment.hold]
    found: list[StoredHold] = []
    for name in dict.fromkeys((*in_tenders, *request.holds)):
        stored = desk.book.journal.hold(RecordId(name)) if desk.is_ours(name) else None
        if stored is not None and stored.state == "open":
            found.append(stored)
    return tuple(found)


def fund(
    desk: Desk,
    request: SaleRequest,
    *,
    bearer: Bearer | None,
    holds: Sequence[StoredHold],
    programme: Programme | None,
) -> Funding:
    """Find the points for a sale's points tenders; ``bearer`` buys (None: nobody)."""
    wanted = sum(payment.amount_minor for payment in request.tenders if is_points(payment))
    if bearer is None:
        return Funding(unfunded_minor=wanted)
    till = _Purse(desk, bearer)
    proven = not (programme and programme.proof and wanted >= programme.proof.from_minor)
    for stored in holds:
        if (stored.held.account, stored.held.unit) == (bearer.account, POINTS):
            wanted -= till.from_hold(stored, wanted)
    reward = next(iter(programme.tenders), None) if programme else None
    if wanted > 0 and reward is not None and proven:
        wanted -= till.from_here(reward, wanted)
    return Funding(
        spends=tuple(till.spends),
        entries=tuple(till.entries),
        closes=tuple(till.closes),
        unfunded_minor=wanted,
    )


class _Purse:
    """Collects what moves while points are looked for."""

    def __init__(self, desk: Desk, bearer: Bearer) -> None:
        self.spends: list[Spend] = []
        self.entries: list[Entry] = []
        self.closes: list[str] = []
        self._desk = desk
        self._bearer = bearer

    def from_hold(self, stored: StoredHold, wanted: int) -> int:
        """Use a hold for as much money as is wanted; return how much it paid."""
        held = stored.held
        whole = sum(piece.amount for piece in held.slices)
        value = max(0, min(wanted, held.value_minor))
        # In the shop's favour by less than a point: part of a point cannot be spent.
        points = -(-whole * value // held.value_minor)
        used, rest = split(held.slices, points)
        self.closes.append(stored.record)
        if used:
            self._spend(held.reward, stored.record, value, used)
        if rest:
            self.entries.append(release_entry(held, rest, self._desk.life))
        return value

    def from_here(self, reward: PointsTender, wanted: int) -> int:
        """Take points that may be spent here anyway; return how much money they paid."""
        good = usable(self._bearer.standing.points_here, self._desk.now())
        points = -(-wanted * reward.step // reward.value_minor_per_step)
        if points > sum(piece.amount for piece in good) or reward.unit != POINTS:
            return 0
        record = self._desk.book.journal.next_record
        held = Held(
            account=self._bearer.account,
            unit=reward.unit,
            reward=reward.rule,
            value_minor=wanted,
            workstation="",
            slices=consume(good, points),
        )
        # Set aside and spent at once: the sale is its own hold.
        self.entries.append(hold_entry(held, held.slices, self._desk.life))
        self._spend(reward.rule, record, wanted, held.slices)
        return wanted

    def _spend(
        self, reward: RuleId, hold: str, value_minor: int, slices: tuple[Slice, ...]
    ) -> None:
        self.spends.append(
            Spend(reward=reward, hold=hold, value_minor=value_minor, slices=slices)
        )


def split(
    slices: Sequence[Slice], points: int
) -> tuple[tuple[Slice, ...], tuple[Slice, ...]]:
    """Part slices into the first ``points`` of them and the rest."""
    used: list[Slice] = []
    rest: list[Slice] = []
    for piece in in_order(slices):
        part = min(piece.amount, points)
        points -= part
        if part:
            used.append(Slice(lot=piece.lot, amount=part, good_until=piece.good_until))
        if piece.amount > part:
            left = piece.amount - part
            rest.append(Slice(lot=piece.lot, amount=left, good_until=piece.good_until))
    return tuple(used), tuple(rest)
