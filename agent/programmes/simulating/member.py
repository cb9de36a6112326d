"""One member's past lived again: standing before each sale, what the sale changes."""

from bisect import bisect_left
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from agent.programmes.climbing import Climber
from rules.counters import is_counter
from rules.decisions import Settlement
from rules.evaluator import Evaluator
from rules.ids import AccountId, LotId, Place, TierId, Unit
from rules.ladder.terms import Ladder
from rules.ladder.windows import FOR_EVER
from rules.ledger import Lot, Slice
from rules.periods import Reckoning, Span, local_day
from rules.standing import Standing
from sync.kit.clock import from_ms

_NO_BALANCES: Final[Mapping[tuple[LotId, Place], int]] = {}
_NO_LOTS: Final[Mapping[LotId, Lot]] = {}


class Way(Climber):
    """A way on the ladder whose credit is kept as running sums, sale by sale."""

    def __init__(self, ladder: Ladder, reckoning: Reckoning, joined: date) -> None:
        super().__init__(ladder, reckoning, joined)
        self._moments: Final[list[datetime]] = []
        self._sums: Final[list[int]] = [0]

    def earn(self, amount: int, at: datetime) -> None:
        """Count a sale; moments never go back."""
        self._moments.append(at)
        self._sums.append(self._sums[-1] + amount)

    def credit(
        self,
        balances: Mapping[tuple[LotId, Place], int],
        lots: Mapping[LotId, Lot],
        span: Span,
    ) -> int:
        """Return what was counted within a span."""
        del balances, lots
        first = bisect_left(self._moments, span.begin)
        last = bisect_left(self._moments, span.end)
        return self._sums[last] - self._sums[first]


class Member:
    """Points, counters, tier and what was given once, of one member at one moment."""

    def __init__(self, name: str, evaluator: Evaluator, at_ms: int) -> None:
        programme = evaluator.programme
        self.account: Final = AccountId(f"m-{name}")
        self._reckoning: Final = programme.reckoning
        self._joined: Final = local_day(from_ms(at_ms), self._reckoning)
        ladder = programme.ladder
        self.way: Final = Way(ladder, self._reckoning, self._joined) if ladder else None
        self._unit: Final[Unit] = programme.units[0].unit
        self.available = self.pending = self.expired = 0
        self._waiting: Final[deque[tuple[Lot, int]]] = deque()
        self._usable: list[tuple[Lot, int]] = []
        self._next_end = FOR_EVER
        self._counts: dict[str, int] = {}
        self._issued: dict[str, int] = {}
        self._visited = ""

    @property
    def tier(self) -> TierId:
        """The tier held now; empty without a ladder."""
        return self.way.tier if self.way else TierId("")

    def pass_time(self, at: datetime) -> None:
        """Let begin and end what is due until ``at``: points, tiers."""
        while self._waiting and self._waiting[0][0].active_from <= at:
            lot, amount = self._waiting.popleft()
            self._usable.append((lot, amount))
            self.available += amount
            self.pending -= amount
        if at >= self._next_end:
            self._end(at)
        while self.way and min(self.way.moments(), default=at) < at:
            due = min(self.way.moments())
            self.way.pass_time(due, _NO_BALANCES, _NO_LOTS)

    def standing(self, at: datetime) -> Standing:
        """Return where the member is just before a sale."""
        return Standing(
            account=self.account,
            status="active",
            tier=self.tier,
            tier_until=self.way.until if self.way else None,
            spend_minor=self._credit(at),
            issued=tuple(sorted(self._issued.items())),
            revision=0,
            as_of=at,
            available=self.available,
            pending=self.pending,
            joined=self._joined.isoformat(),
            counts=tuple(sorted(self._counts.items())) if self._counts else (),
            visited=self._visited,
        )

    def usable(self) -> tuple[Slice, ...]:
        """Return the points that may be spent now, lot by lot."""
        return tuple(
            [
                Slice(lot=lot.lot, amount=left, good_until=lot.expires)
                for lot, left in self._usable
            ]
        )

    def spend(self, slices: Sequence[Slice]) -> None:
        """Use points up."""
        taken = {piece.lot: piece.amount for piece in slices}
        left = ((lot, have - taken.get(lot.lot, 0)) for lot, have in self._usable)
        self._usable = [(lot, have) for lot, have in left if have]
        self.available -= sum(taken.values())

    def _end(self, at: datetime) -> None:
        """Take what is over, and note when the next is."""
        kept: list[tuple[Lot, int]] = []
        for lot, left in self._usable:
            if lot.expires is not None and lot.expires <= at:
                self.expired += left
                self.available -= left
            else:
                kept.append((lot, left))
        self._usable = kept
        ends = [lot.expires for lot, _ in [*kept, *self._waiting] if lot.expires]
        self._next_end = min(ends, default=FOR_EVER)

    def sold(self, given: Settlement, at: datetime) -> None:
        """Keep what a sale gave."""
        amounts = _amounts(given)
        for lot in given.lots:
            amount = amounts.get(lot.lot, 0)
            if lot.unit == self._unit:
                self._waiting.append((lot, amount))
                self.pending += amount
                self._next_end = min(self._next_end, lot.expires or FOR_EVER)
            elif is_counter(lot.unit):
                self._counts[lot.unit] = self._counts.get(lot.unit, 0) + amount
        for issue in given.issues:
            self._issued[issue.rule] = self._issued.get(issue.rule, 0) + 1
        if self.way is None:
            return
        self._visited = local_day(at, self._reckoning).isoformat()
        if given.qualifying_minor:
            self.way.earn(given.qualifying_minor, at)
            self.way.note(self._credit(at), at)
        if given.tier_after != self.way.tier:
            self.way.give(given.tier_after, at)

    def _credit(self, at: datetime) -> int:
        if self.way is None:
            return 0
        return self.way.credit(_NO_BALANCES, _NO_LOTS, self.way.counting(at))


def _amounts(given: Settlement) -> Mapping[LotId, int]:
    found: dict[LotId, int] = {}
    for entry in given.entries:
        for posting in entry.postings:
            if posting.amount > 0 and posting.lot:
                found[posting.lot] = found.get(posting.lot, 0) + posting.amount
    return found
