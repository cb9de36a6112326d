"""Tiers at the shop in memory: what head office decides, the moment it is due."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from rules.calendars.periods import Reckoning, Span, local_day
from rules.ground.ids import LotId, Place, TierId
from rules.ladder.changes import ended
from rules.ladder.credit import credit_unit
from rules.ladder.places import place_on, rank
from rules.ladder.tenure import graced, tenure
from rules.ladder.terms import Ladder
from rules.ladder.windows import window, window_ended
from rules.value.ledger import Lot

_ONE_MS: Final = timedelta(milliseconds=1)

Balances = Mapping[tuple[LotId, Place], int]


class Climber:
    """One member's way on a ladder: the tier, its end, and what begins later.

    ``held_on`` says that the tier ended and was given anew; whoever tells it takes it down.
    """

    def __init__(self, ladder: Ladder, reckoning: Reckoning, joined: date) -> None:
        self._ladder: Final = ladder
        self._reckoning: Final = reckoning
        self.joined = joined
        self.tier: TierId = ladder.tiers[0].tier
        self.until: datetime | None = None
        self.coming: tuple[TierId, datetime] | None = None
        self._in_grace = False
        self.held_on = False

    def counting(self, at: datetime) -> Span:
        """Return what counts at an instant."""
        return window(self._ladder, at, self._reckoning, joined=self.joined)

    def credit(self, balances: Balances, lots: Mapping[LotId, Lot], span: Span) -> int:
        """Return what a member has of the ladder's metric within a span."""
        unit = credit_unit(self._ladder)
        found = [
            (lots[lot].earned_at, amount)
            for (lot, _), amount in balances.items()
            if lots[lot].unit == unit and lots[lot].earned_at in span
        ]
        if self._ladder.metric == "visits":
            days = {local_day(at, self._reckoning) for at, amount in found if amount > 0}
            return len(days)
        return sum(amount for _, amount in found)

    def give(self, tier: TierId, at: datetime) -> None:
        """Hold a tier from now on."""
        self.tier, self._in_grace = tier, False
        self.until = self._tenure(tier, at)

    def note(self, credit: int, at: datetime) -> None:
        """Hear of new credit: a tier that begins with the next period is on its way."""
        reached = place_on(self._ladder, credit).tier
        if self._ladder.start != "next_period":
            return
        best = self.coming[0] if self.coming else self.tier
        if rank(self._ladder, reached) > rank(self._ladder, best):
            self.coming = (reached, self.counting(at).end)

    def fall(self, credit: int, at: datetime) -> None:
        """Lose a tier that nothing holds up any more, where it is lost at once."""
        if self._ladder.falls != "at_once":
            return
        if rank(self._ladder, place_on(self._ladder, credit).tier) < rank(
            self._ladder, self.tier
        ):
            change = ended(self._ladder, self.tier, credit, in_grace=True)
            self.give(change.tier, at)

    def moments(self) -> Iterator[datetime]:
        """Yield when something becomes of the tier by itself."""
        if self.until is not None:
            yield self.until
        if self.coming is not None:
            yield self.coming[1]

    def pass_time(
        self, now: datetime, balances: Balances, lots: Mapping[LotId, Lot]
    ) -> None:
        """Begin what begins now and end what ends."""
        if self.until is not None and self.until <= now:
            self._end(self.until, balances, lots)
        if self.coming is not None and self.coming[1] <= now:
            tier, begins = self.coming
            self.coming = None
            if rank(self._ladder, tier) > rank(self._ladder, self.tier):
                self.give(tier, begins - _ONE_MS)

    def _end(self, end: datetime, balances: Balances, lots: Mapping[LotId, Lot]) -> None:
        span = window_ended(self._ladder, end, self._reckoning, joined=self.joined)
        credit = self.credit(balances, lots, span)
        change = ended(self._ladder, self.tier, credit, in_grace=self._in_grace)
        if change.kind == "graced":
            self._in_grace = True
            self.until = graced(self._ladder, end, self._reckoning)
            return
        self.held_on = change.kind in {"renewed", "kept"} and change.tier == self.tier
        rolls = self._ladder.window is None or self._ladder.ends == "end_of_period"
        self.give(change.tier, end if rolls else end - _ONE_MS)

    def _tenure(self, tier: TierId, at: datetime) -> datetime | None:
        found = tenure(self._ladder, tier, at, self._reckoning, joined=self.joined)
        return found.until
