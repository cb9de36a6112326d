"""Past sales replayed the long way: quoted, taken off, settled, every posting kept.

Nothing is remembered but lots and entries; whatever a sale asks for is summed up anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from agent.programmes.climbing import Climber
from agent.programmes.simulating.past import NOBODY, PastSales, account_of
from agent.programmes.simulating.totals import Totals
from rules.calendars.periods import local_day
from rules.evaluator import Evaluator
from rules.ground.ids import LotId, Place, RecordId, TierId
from rules.ground.refusal import Refusal
from rules.ladder.credit import credit_unit
from rules.ladder.tier_credit import credit
from rules.members.standing import Standing
from rules.programme import Programme
from rules.sale.basket import Basket, Line, Tender
from rules.sale.decisions import DiscountGiven, Settlement, Spend
from rules.value.counts import is_counter
from rules.value.ledger import Entry, Lot, Slice
from rules.value.lots import consume
from sync.kit.clock import from_ms

LIFE: Final = "t1.1"


def plainly(past: PastSales, programme: Programme, *, redeem: bool) -> Totals:
    """Replay all sales of all members."""
    totals = Totals()
    evaluator = Evaluator(programme)
    for name, places in past.by_member().items():
        member = None if name == NOBODY else Person(name, programme, past, places[0])
        met: set[str] = set()
        value = 0
        for place in places:
            basket = _basket(past, programme, place)
            record = RecordId(f"{LIFE}-{place + 1}")
            given = _sold(evaluator, basket, member, redeem=redeem, record=record)
            totals.sales += 1
            totals.lines += len(basket.lines)
            totals.anonymous += member is None
            if isinstance(given, Refusal):
                totals.refused[given.code] += 1
            else:
                value += _count(totals, programme, *given, met=met)
        if member is not None:
            for rule in met:
                totals.rule(rule).members += 1
            totals.expired += member.expired(from_ms(past.at_ms[places[-1]]))
            totals.tiers[member.tier] += 1
            totals.value_minor[name] = value
    return totals


class Person:
    """A member as the ledger has them: lots, entries, and a way on the ladder."""

    def __init__(
        self, name: str, programme: Programme, past: PastSales, first: int
    ) -> None:
        self.account: Final = account_of(name)
        self._programme: Final = programme
        self._joined: Final = self._day(from_ms(past.at_ms[first]))
        ladder, reckoning = programme.ladder, programme.reckoning
        self._climber = Climber(ladder, reckoning, self._joined) if ladder else None
        self._lots: Final[dict[LotId, Lot]] = {}
        self._entries: Final[list[Entry]] = []
        self._issued: Final[dict[str, int]] = {}
        self._visited = ""

    @property
    def tier(self) -> TierId:
        """The tier held now."""
        return self._climber.tier if self._climber else TierId("")

    def balances(self) -> dict[tuple[LotId, Place], int]:
        """Sum all postings up; what was held for a sale was the member's own."""
        found: dict[LotId, int] = dict.fromkeys(self._lots, 0)
        for entry in self._entries:
            for posting in entry.postings:
                if posting.account == self.account:
                    found[posting.lot] += posting.amount
        return {(lot, Place("here")): amount for lot, amount in found.items()}

    def points(self) -> Iterator[tuple[Lot, int]]:
        """Yield the points that there are, used up or not."""
        unit = self._programme.units[0].unit
        for (name, _), amount in self.balances().items():
            if self._lots[name].unit == unit:
                yield self._lots[name], amount

    def usable(self, at: datetime) -> tuple[Slice, ...]:
        """Return what may be spent."""
        return tuple(
            Slice(lot=lot.lot, amount=amount, good_until=lot.expires)
            for lot, amount in self.points()
            if amount and lot.active_from <= at and not _is_over(lot, at)
        )

    def expired(self, at: datetime) -> int:
        """Return what ended unspent."""
        return sum(amount for lot, amount in self.points() if _is_over(lot, at))

    def standing(self, at: datetime) -> Standing:
        """Live until ``at``; return what a decision is told then."""
        climber, balances = self._climber, self.balances()
        while climber and min(climber.moments(), default=at) < at:
            climber.pass_time(min(climber.moments()), balances, self._lots)
        counts = [
            (str(self._lots[lot].unit), amount)
            for (lot, _), amount in balances.items()
            if is_counter(self._lots[lot].unit)
        ]
        names = sorted({name for name, _ in counts})
        waiting = (amount for lot, amount in self.points() if lot.active_from > at)
        return Standing(
            account=self.account,
            status="active",
            tier=self.tier,
            tier_until=climber.until if climber else None,
            spend_minor=self._credit(at),
            issued=tuple(sorted(self._issued.items())),
            revision=0,
            as_of=at,
            available=sum(piece.amount for piece in self.usable(at)),
            pending=sum(waiting),
            joined=self._joined.isoformat(),
            counts=tuple(
                (name, sum(amount for unit, amount in counts if unit == name))
                for name in names
            ),
            visited=self._visited,
        )

    def keep(self, given: Settlement, at: datetime, record: RecordId) -> None:
        """Post what a sale gave."""
        ladder = self._programme.ladder
        amount = given.qualifying_minor
        unit = credit_unit(ladder)
        lots, entries = credit(self.account, amount, unit, record=record, at=at)
        self._lots.update((lot.lot, lot) for lot in (*given.lots, *lots))
        self._entries.extend((*given.entries, *entries))
        for issue in given.issues:
            self._issued[issue.rule] = self._issued.get(issue.rule, 0) + 1
        self._visited = self._day(at).isoformat()
        if self._climber and amount:
            self._climber.note(self._credit(at), at)
        if self._climber and given.tier_after != self.tier:
            self._climber.give(given.tier_after, at)

    def _credit(self, at: datetime) -> int:
        climber = self._climber
        if climber is None:
            return 0
        return climber.credit(self.balances(), self._lots, climber.counting(at))

    def _day(self, at: datetime) -> date:
        return local_day(at, self._programme.reckoning)


def _is_over(lot: Lot, at: datetime) -> bool:
    return lot.expires is not None and lot.expires <= at


def _basket(past: PastSales, programme: Programme, place: int) -> Basket:
    lines = tuple(
        Line(
            line=str(number),
            sku=sku,
            category=category,
            quantity_milli=quantity,
            amount_minor=amount,
            discount_minor=discount,
        )
        for number, (sku, category, quantity, amount, discount) in enumerate(
            past.rows(place)
        )
    )
    at, store = from_ms(past.at_ms[place]), past.stores[place]
    return Basket(currency=programme.currency, at=at, lines=lines, store=store)


Given = tuple[Settlement, Basket, tuple[Spend, ...]]


def _sold(
    evaluator: Evaluator,
    basket: Basket,
    member: Person | None,
    *,
    redeem: bool,
    record: RecordId,
) -> Given | Refusal:
    """Ask for a quote, take off what it offers, redeem, and settle."""
    standing = member.standing(basket.at) if member else None
    quote = evaluator.quote(basket, standing)
    if isinstance(quote, Refusal):
        return quote
    basket = _less(basket, quote.discounts)
    spends: tuple[Spend, ...] = ()
    if member is not None and redeem:
        spends = _spends(evaluator.programme, basket, member)
    if spends:
        paid = sum(spend.value_minor for spend in spends)
        tenders = (
            Tender(tender="points", amount_minor=paid, hold="t1.1-0"),
            Tender(tender="cash", amount_minor=basket.due_minor - paid),
        )
        basket = replace(basket, tenders=tenders)
    given = evaluator.settle(basket, standing, spends=spends, record=record, life=LIFE)
    if isinstance(given, Refusal):
        return given
    if member is not None:
        member.keep(given, basket.at, record)
    return given, basket, spends


def _local(basket: Basket, programme: Programme) -> date:
    return basket.at.astimezone(programme.reckoning.zone).date()


def _less(basket: Basket, discounts: Sequence[DiscountGiven]) -> Basket:
    off = dict.fromkeys((line.line for line in basket.lines), 0)
    for discount in discounts:
        off[discount.line] += discount.amount_minor
    lines = [
        replace(line, discount_minor=line.discount_minor + off[line.line])
        for line in basket.lines
    ]
    return replace(basket, lines=tuple(lines))


def _spends(programme: Programme, basket: Basket, member: Person) -> tuple[Spend, ...]:
    (reward,) = programme.tenders
    usable = member.usable(basket.at)
    have = sum(piece.amount for piece in usable) // reward.step * reward.step
    points = min(have, reward.most_for(basket.net_minor))
    if points < max(1, reward.minimum):
        return ()
    slices, value = consume(usable, points), reward.value_of(points)
    return (Spend(reward=reward.rule, hold="t1.1-0", value_minor=value, slices=slices),)


def _count(
    totals: Totals,
    programme: Programme,
    given: Settlement,
    basket: Basket,
    spends: Sequence[Spend],
    *,
    met: set[str],
) -> int:
    unit = programme.units[0].unit
    points = {str(award.rule): award.points for award in given.awards}
    off: dict[str, int] = {}
    for discount in given.discounts:
        off[discount.rule] = off.get(discount.rule, 0) + discount.amount_minor
    for rule in {*points, *off}:
        totals.rule(rule).points += points.get(rule, 0)
        totals.rule(rule).off_minor += off.get(rule, 0)
        totals.rule(rule).sales += 1
    met |= {*points, *off}
    earned = sum(award.points for award in given.awards if award.unit == unit)
    redeemed = sum(spend.points for spend in spends)
    for sums in (totals, totals.day(_local(basket, programme))):
        sums.earned += earned
        sums.redeemed += redeemed
        sums.off_minor += sum(off.values())
        sums.net_minor += basket.net_minor
    totals.redeemed_minor += sum(spend.value_minor for spend in spends)
    totals.stopped += not given.exact
    totals.issued.update(issue.rule for issue in given.issues)
    (reward,) = programme.tenders
    return sum(off.values()) + earned * reward.value_minor_per_step // reward.step
