"""Who stands at which workstation, and the last quote there; bounded, in memory only."""

from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from rules.ground.ids import AccountId
from rules.value.allotments import Allotment, BudgetPeriod

SESSION_MAX: Final = timedelta(minutes=30)
"""A member who was scanned this long ago has left."""

WORKSTATIONS_MAX: Final = 256
_NOWHERE: Final = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A member at a workstation. The name their card opened is never written.

    ``card_until`` is when the card that was shown ends to be good (exclusive); ``secret``
    is that of its one-time codes, empty when no card was shown.
    """

    account: AccountId
    name: str
    since: datetime
    card_until: datetime | None = None
    secret: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A quote given at a workstation: its id and what the basket came to.

    ``payable_minor`` is how much a tender may pay of it, where that is not all; ``drawn``
    is what it counts on of campaigns' budgets, ``pieces`` what the pieces cost that each
    product reward may pay for, the dearest first.
    """

    quote: str
    total_minor: int
    at: datetime
    drawn: tuple[Allotment, ...] = ()
    payable_minor: Mapping[str, int] = field(default_factory=dict)
    pieces: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """A sale that was suspended: where and when, who stood there, the quote, the holds."""

    workstation: str
    since: datetime
    session: Session | None
    quoted: Quoted | None
    holds: tuple[str, ...]


class Sessions:
    """The workstations of this till."""

    def __init__(self) -> None:
        self._parked: OrderedDict[str, Parked] = OrderedDict()
        self._places: dict[str, str] = {}
        self._members: OrderedDict[str, Session] = OrderedDict()
        self._quotes: OrderedDict[str, Quoted] = OrderedDict()
        self._number = 0

    def begin(self, workstation: str, session: Session) -> None:
        """Remember who stands there now."""
        self._members[workstation] = session
        self._members.move_to_end(workstation)
        if len(self._members) > WORKSTATIONS_MAX:
            self._members.popitem(last=False)

    def at(self, workstation: str, now: datetime) -> Session | None:
        """Return who stands there, unless it was too long ago."""
        session = self._members.get(workstation)
        if session is None or now - session.since > SESSION_MAX:
            return None
        return session

    def end(self, workstation: str) -> None:
        """Nobody stands there any more, and no basket is open."""
        self._members.pop(workstation, None)
        self._quotes.pop(workstation, None)

    def quoted(
        self,
        workstation: str,
        total_minor: int,
        now: datetime,
        *,
        payable_minor: Mapping[str, int] | None = None,
        drawn: tuple[Allotment, ...] = (),
        pieces: Mapping[str, tuple[int, ...]] | None = None,
    ) -> str:
        """Remember a quote and return its id."""
        self._number += 1
        quote = Quoted(
            quote=f"q-{workstation}-{self._number}",
            total_minor=total_minor,
            at=now,
            payable_minor=payable_minor or {},
            drawn=drawn,
            pieces=pieces or {},
        )
        self._quotes[workstation] = quote
        self._quotes.move_to_end(workstation)
        if len(self._quotes) > WORKSTATIONS_MAX:
            self._quotes.popitem(last=False)
        return quote.quote

    def quote(self, workstation: str, quote: str | None) -> Quoted | None:
        """Return the workstation's last quote if that is the one meant."""
        last = self._quotes.get(workstation)
        return last if last is not None and last.quote == quote else None

    def promised(self, now: datetime, *, but: str) -> Counter[BudgetPeriod]:
        """Return what open quotes count on of budgets, those at one workstation aside."""
        there = [quote for name, quote in self._quotes.items() if name != but]
        parked = [one.quoted for one in self._parked.values() if one.quoted]
        sums: Counter[BudgetPeriod] = Counter()
        for quote in (*there, *parked):
            if now - quote.at <= SESSION_MAX:
                for one in quote.drawn:
                    sums[one.period] += one.amount
        return sums

    def park(self, workstation: str, holds: Sequence[str], now: datetime) -> str:
        """Take a sale off a workstation, with its holds, and return its name."""
        self._number += 1
        name = f"s-{workstation}-{self._number}"
        self._parked[name] = Parked(
            workstation=workstation,
            since=now,
            session=self._members.get(workstation),
            quoted=self._quotes.get(workstation),
            holds=tuple(holds),
        )
        self._places |= dict.fromkeys(holds, _NOWHERE)
        if len(self._parked) > WORKSTATIONS_MAX:
            self._forget(self._parked.popitem(last=False)[1].holds)
        self.end(workstation)
        return name

    def parked(self) -> tuple[tuple[str, Parked], ...]:
        """Return every suspended sale by its name, the newest first."""
        return tuple(reversed(self._parked.items()))

    def unpark(self, name: str, workstation: str, now: datetime) -> Parked | None:
        """Put a suspended sale on a workstation, also another one; None if unknown."""
        parked = self._parked.pop(name, None)
        if parked is None:
            return None
        self.end(workstation)
        if parked.session is not None:
            self.begin(workstation, replace(parked.session, since=now))
        if parked.quoted is not None:
            self._quotes[workstation] = parked.quoted
        self._places |= dict.fromkeys(parked.holds, workstation)
        return parked

    def place_of(self, hold: str, workstation: str) -> str:
        """Return where a hold made at ``workstation`` belongs now; parked, nowhere."""
        return self._places.get(hold, workstation)

    def _forget(self, holds: Sequence[str]) -> None:
        for hold in holds:
            self._places.pop(hold, None)

    def clear(self) -> None:
        """Forget everybody: the day is over."""
        self._parked.clear()
        self._places.clear()
        self._members.clear()
        self._quotes.clear()

    def __len__(self) -> int:
        """How many members stand at workstations."""
        return len(self._members)
