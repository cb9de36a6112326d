"""A shop in memory: a till, its head office and the clock, as a story tells them."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from agent.programmes.belonging import segments_now
from agent.programmes.book import HERE, LIFE, MemoryBook
from agent.programmes.climbing import Climber
from rules.calendars.periods import local_day
from rules.evaluator import NO_TIER, Evaluator
from rules.ground.ids import AccountId, LotId, Place, RecordId, TierId, Unit
from rules.ground.refusal import Refusal
from rules.ladder.changes import raised
from rules.ladder.terms import Ladder
from rules.members.standing import MemberStatus, Standing
from rules.programme import Programme
from rules.sale.basket import Basket
from rules.sale.decisions import CouponUse, Returned, SaleGiven
from rules.value.allotments import BudgetPeriod
from rules.value.counts import PREFIX, is_counter
from rules.value.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_OPENING,
    PENDING,
    POINTS,
    SPEND,
    VISITS,
    Entry,
    EntryKind,
    Lot,
    Posting,
    Slice,
)
from rules.value.units import inactive_end
from rules.vouchers.money import WALLET, objection_to_load
from rules.vouchers.top_ups import top_ups_of_day

MIDDAY: Final = 12


def _nothing() -> None:
    """Do nothing."""


@dataclass(slots=True, kw_only=True)
class Kept:
    """What is kept of a member beside the book."""

    account: AccountId
    status: MemberStatus = "active"
    climber: Climber | None = None
    issued: Counter[str] = field(default_factory=Counter)
    codes: dict[str, list[str]] = field(default_factory=dict)
    segments: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    birthday: str = ""
    joined: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    bought_at: datetime | None = None
    told_tier: TierId = NO_TIER
    told_segments: frozenset[str] = frozenset()

    @property
    def tier(self) -> TierId:
        """The tier held; none without a ladder."""
        return self.climber.tier if self.climber else NO_TIER


@dataclass(slots=True, kw_only=True)
class MoneySpent:
    """Money kept with us that paid a part of a sale; ``returned`` of it came back."""

    tender: str
    account: AccountId
    unit: Unit
    slices: tuple[Slice, ...]
    returned: int = 0


@dataclass(slots=True, kw_only=True)
class Booked:
    """A sale in the book, and what came back of it so far."""

    record: RecordId
    member: str
    basket: Basket
    given: SaleGiven
    money: list[MoneySpent] = field(default_factory=list)
    coupons: tuple[CouponUse, ...] = ()
    loads: tuple[tuple[str, Lot, int], ...] = ()
    earlier: list[Returned] = field(default_factory=list)


class Shop:
    """Members, sales and the moment; what is due happens as the clock passes it."""

    def __init__(self, programme: Programme) -> None:
        self.programme: Final = programme
        self.evaluator: Final = Evaluator(programme)
        self.zone: Final = self.evaluator.zone
        self.book: Final = MemoryBook()
        self.members: Final[dict[str, Kept]] = {}
        self.sales: Final[dict[str, Booked]] = {}
        self.now = datetime(2026, 1, 1, MIDDAY, tzinfo=self.zone).astimezone(UTC)
        self.set_aside: Final[set[BudgetPeriod]] = set()
        """The periods of campaigns' budgets that were begun."""
        self.withdrawn: Final[set[LotId]] = set()
        """The vouchers that were taken back."""
        self._records = 0

    @property
    def ladder(self) -> Ladder | None:
        """The programme's ladder."""
        return self.programme.ladder

    def join(self, name: str) -> Kept:
        """Return a member, who joins with this when new."""
        if name not in self.members:
            kept = Kept(account=AccountId(f"m-{name}"))
            today = local_day(self.now, self.programme.reckoning)
            if self.ladder is not None:
                kept.climber = Climber(self.ladder, self.programme.reckoning, today)
                kept.told_tier = kept.tier
            kept.joined = today.isoformat()
            kept.bought_at = self.now
            self.members[name] = kept
        return self.members[name]

    def next_record(self) -> RecordId:
        """Return the name of the next record."""
        self._records += 1
        return RecordId(f"{LIFE}-{self._records}")

    def objection_to_top_up(self, kept: Kept, amount_minor: int) -> Refusal | None:
        """Return why a member's wallet may not take an amount now."""
        programme = self.programme
        if programme.wallet is None:
            return None
        counter = top_ups_of_day(self.now, programme.reckoning)
        return objection_to_load(
            programme.wallet,
            amount_minor,
            balance_minor=self.book.amount(kept.account, WALLET),
            today_minor=self.book.amount(kept.account, counter),
        )

    def standing(self, name: str) -> Standing:
        """Return where a member is now, as a decision is told."""
        kept = self.members[name]
        points = self.book.usable(kept.account, POINTS)
        return Standing(
            account=kept.account,
            status=kept.status,
            tier=kept.tier,
            tier_until=kept.climber.until if kept.climber else None,
            spend_minor=self.spend(kept),
            issued=tuple(sorted(kept.issued.items())),
            revision=1,
            as_of=self.now,
            available=self.book.amount(kept.account, POINTS, HERE, AVAILABLE),
            pending=self.book.amount(kept.account, POINTS, PENDING),
            points_here=points,
            segments=self.segments(kept),
            groups=tuple(sorted(kept.groups)),
            birthday=kept.birthday,
            attributes=tuple(sorted(kept.attributes.items())),
            counts=self._counts(kept),
            joined=kept.joined,
            visited=self._visited(kept),
        )

    def segments(self, kept: Kept) -> tuple[str, ...]:
        """Return the segments a member is in now."""
        name = next(name for name, known in self.members.items() if known is kept)
        sales = self.sales.values()
        return segments_now(self.programme, self.members, sales, name=name, at=self.now)

    def spend(self, kept: Kept) -> int:
        """Return what counts towards the tier now."""
        balances, lots = self.book.balances(kept.account), self.book.lots
        if kept.climber is None:
            return sum(
                amount for (lot, _), amount in balances.items() if lots[lot].unit == SPEND
            )
        if self.ladder is not None and self.ladder.metric == "balance":
            return self.book.amount(kept.account, POINTS, HERE, AVAILABLE)
        return kept.climber.credit(balances, lots, kept.climber.counting(self.now))

    def settle_tier(self, kept: Kept) -> None:
        """Look at a tier again that may be lost at once."""
        if kept.climber is not None:
            kept.climber.fall(self.spend(kept), self.now)

    def grant(
        self, account: AccountId, unit: Unit, amount: int, *, place: Place = HERE
    ) -> None:
        """Post what a story begins with."""
        record = self.next_record()
        later = self.now + timedelta(days=self.programme.units[0].pending_days)
        lot = Lot(
            lot=LotId(f"{record}/1"),
            account=account,
            unit=unit,
            rule="",
            earned_at=self.now,
            active_from=later if place == PENDING else self.now,
            expires=None,
        )
        self.fill(lot, amount, "opening", HOUSE_OPENING, place=place)

    def climb(self, kept: Kept) -> None:
        """Give the tier that a member's credit reaches, if it is a higher one."""
        if kept.climber is None or self.ladder is None or self.ladder.start != "now":
            return
        change = raised(self.ladder, kept.tier, self.spend(kept))
        if change is not None:
            self.give_tier(kept, change.tier)

    def give_tier(self, kept: Kept, tier: TierId) -> None:
        """Give a tier from now on, as long as the ladder says."""
        if kept.climber is not None:
            kept.climber.give(tier, self.now)

    def pass_time(self, until: datetime, then: Callable[[], None] = _nothing) -> None:
        """Go on to a moment; on the way what is due happens, each thing at its time.

        ``then`` is called after each.
        """
        while True:
            due = self._next_due()
            if due is None or due > until:
                break
            self.now = due
            self._do_what_is_due()
            then()
        self.now = max(self.now, until)

    def _do_what_is_due(self) -> None:
        self.book.activate(self.now)
        for kept in self.members.values():
            if kept.climber is not None:
                balances = self.book.balances(kept.account)
                kept.climber.pass_time(self.now, balances, self.book.lots)
        self.book.end(self.now)
        for kept in self.members.values():
            for end, unit in self._idle_ends(kept):
                if end <= self.now:
                    self.book.end_idle(kept.account, unit)
            self.settle_tier(kept)

    def _idle_ends(self, kept: Kept) -> Iterator[tuple[datetime, Unit]]:
        """Yield when what a member has ends because nothing was bought for months."""
        for terms in self.programme.units:
            since = kept.bought_at or self.now
            end = inactive_end(terms, since, self.programme.reckoning)
            if end is not None:
                yield end, terms.unit

    def _next_due(self) -> datetime | None:
        moments = [self.book.next_change(self.now)]
        moments += [
            moment
            for kept in self.members.values()
            if kept.climber is not None
            for moment in kept.climber.moments()
        ]
        moments += [
            end for kept in self.members.values() for end, _ in self._idle_ends(kept)
        ]
        later = [moment for moment in moments if moment is not None and moment > self.now]
        return min(later, default=None)

    def count(self, kept: Kept, name: str) -> int:
        """Return where a counter stands, by its name with or without its ``n.``."""
        counts = dict(self._counts(kept))
        return counts.get(name, counts.get(f"{PREFIX}{name}", 0))

    def _counts(self, kept: Kept) -> tuple[tuple[str, int], ...]:
        """Return where a member's counters stand."""
        sums: Counter[str] = Counter()
        for (lot, _), amount in self.book.balances(kept.account).items():
            if is_counter(self.book.lots[lot].unit):
                sums[self.book.lots[lot].unit] += amount
        return tuple(sorted(sums.items()))

    def _visited(self, kept: Kept) -> str:
        """Return the local day of the last visit that counted."""
        held = {lot for (lot, _), _ in self.book.balances(kept.account).items()}
        visits = [
            lot.earned_at
            for lot in self.book.lots.values()
            if lot.unit == VISITS and lot.lot in held
        ]
        if not visits:
            return ""
        return local_day(max(visits), self.programme.reckoning).isoformat()

    def fill(
        self,
        lot: Lot,
        amount: int,
        kind: EntryKind,
        house: AccountId,
        *,
        place: Place = HERE,
    ) -> None:
        """Put an amount into a new lot."""
        postings = (
            Posting(lot.account, lot.unit, amount, lot.lot, place),
            Posting(house, lot.unit, -amount, LotId(""), HOUSE),
        )
        self.book.post([Entry(kind, lot.rule, postings)], [lot])
