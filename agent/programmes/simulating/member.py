"""One member's past lived again: standing before each sale, what the sale changes."""

from bisect import bisect_left
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from agent.programmes.climbing import Climber
from agent.programmes.simulating.past import account_of
from rules.calendars.periods import Reckoning, Span, local_day
from rules.ground.ids import LotId, Place, RecordId, TierId, Unit
from rules.ladder.terms import Ladder
from rules.ladder.windows import FOR_EVER
from rules.members.standing import Standing
from rules.programme import Programme
from rules.sale.decisions import SaleDecision
from rules.value.counts import is_counter
from rules.value.ledger import Lot, Slice
from rules.value.units import active_from, expires

_NO_BALANCES: Final[Mapping[tuple[LotId, Place], int]] = {}
_NO_LOTS: Final[Mapping[LotId, Lot]] = {}


class Way(Climber):
    """A way on the ladder whose credit is kept as running sums, sale by sale."""

    def __init__(self, ladder: Ladder, reckoning: Reckoning, joined: date) -> None:
        super().__init__(ladder, reckoning, joined)
        self.counts_visits: Final = ladder.metric == "visits"
        self._waits: Final = ladder.start == "next_period"
        self._moments: Final[list[datetime]] = []
        self._sums: Final[list[int]] = [0]

    def earn(self, amount: int, at: datetime) -> None:
        """Count a sale; moments never go back."""
        self._moments.append(at)
        self._sums.append(self._sums[-1] + amount)
        if self._waits:
            self.note(self.credit_at(at), at)

    def credit_at(self, at: datetime) -> int:
        """Return what counts at an instant."""
        return self.credit(_NO_BALANCES, _NO_LOTS, self.counting(at))

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

    def live_until(self, at: datetime) -> None:
        """Let begin and end what is due before an instant, one after the other."""
        while (due := min(self.moments(), default=at)) < at:
            self.pass_time(due, _NO_BALANCES, _NO_LOTS)


class Member:
    """Points, counters, tier and what was given once, of one member at one moment."""

    def __init__(self, name: str, programme: Programme, joined_at: datetime) -> None:
        self.account: Final = account_of(name)
        self._reckoning: Final = programme.reckoning
        joined = local_day(joined_at, self._reckoning)
        self._joined: Final = joined.isoformat()
        ladder = programme.ladder
        self.way: Final = Way(ladder, self._reckoning, joined) if ladder else None
        self._terms: Final = programme.units[0]
        self.available = self.pending = self.expired = 0
        self._waiting: Final[deque[tuple[datetime, Slice]]] = deque()
        self._usable: list[Slice] = []
        self._next_end = FOR_EVER
        self._counts: Final[dict[str, int]] = {}
        self._issued: Final[dict[str, int]] = {}
        self._visited = ""

    @property
    def tier(self) -> TierId:
        """The tier held now; empty without a ladder."""
        return self.way.tier if self.way else TierId("")

    def pass_time(self, at: datetime) -> None:
        """Let begin and end what is due until ``at``: points, tiers."""
        while self._waiting and self._waiting[0][0] <= at:
            _, points = self._waiting.popleft()
            self._usable.append(points)
            self.available += points.amount
            self.pending -= points.amount
        if at >= self._next_end:
            self._end(at)
        if self.way is not None:
            self.way.live_until(at)

    def standing(self, at: datetime) -> Standing:
        """Return where the member is just before a sale."""
        way = self.way
        return Standing(
            account=self.account,
            status="active",
            tier=self.tier,
            tier_until=way.until if way else None,
            spend_minor=way.credit_at(at) if way else 0,
            issued=tuple(self._issued.items()),
            revision=0,
            as_of=at,
            available=self.available,
            pending=self.pending,
            joined=self._joined,
            counts=tuple(self._counts.items()),
            visited=self._visited,
        )

    def usable(self) -> tuple[Slice, ...]:
        """Return the points that may be spent now, lot by lot."""
        return tuple(self._usable)

    def spend(self, slices: Sequence[Slice]) -> None:
        """Use points up."""
        taken = {piece.lot: piece.amount for piece in slices}
        left = [
            Slice(
                lot=have.lot,
                amount=have.amount - taken.get(have.lot, 0),
                good_until=have.good_until,
            )
            for have in self._usable
        ]
        self._usable = [have for have in left if have.amount]
        self.available -= sum(taken.values())

    def sold(self, decision: SaleDecision, at: datetime, record: RecordId) -> None:
        """Keep what a sale gave."""
        self._earn(_points(decision, self._terms.unit), at, record)
        for count in decision.counts:
            if is_counter(count.unit):
                have = self._counts.get(count.unit, 0)
                self._counts[count.unit] = have + count.amount
        for issue in decision.issues:
            self._issued[issue.rule] = self._issued.get(issue.rule, 0) + 1
        if self.way is None:
            return
        if self.way.counts_visits:
            self._visited = local_day(at, self._reckoning).isoformat()
        if decision.qualifying_minor:
            self.way.earn(decision.qualifying_minor, at)
        if decision.tier_after != self.way.tier:
            self.way.give(decision.tier_after, at)

    def _earn(self, amount: int, at: datetime, record: RecordId) -> None:
        """Let points wait until they may be spent."""
        if not amount:
            return
        end = expires(self._terms, at, self._reckoning)
        points = Slice(lot=LotId(f"{record}/1"), amount=amount, good_until=end)
        begin = active_from(self._terms, at, self._reckoning)
        self._waiting.append((begin, points))
        self.pending += amount
        self._next_end = min(self._next_end, end or FOR_EVER)

    def _end(self, at: datetime) -> None:
        """Take what is over, and note when the next is."""
        over = [have for have in self._usable if (have.good_until or FOR_EVER) <= at]
        ended = sum(have.amount for have in over)
        self.expired += ended
        self.available -= ended
        self._usable = [have for have in self._usable if have not in over]
        held = [*self._usable, *(points for _, points in self._waiting)]
        self._next_end = min(
            (have.good_until or FOR_EVER for have in held), default=FOR_EVER
        )


def _points(decision: SaleDecision, unit: Unit) -> int:
    """Return the points of a unit that a sale gives, as earned and as gifts."""
    earned = sum([award.points for award in decision.awards if award.unit == unit])
    return earned + sum([gift.amount for gift in decision.gifts if gift.unit == unit])
