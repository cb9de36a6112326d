"""Receipts of the past sold again, one after the other: the till's own law."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from agent.programmes.simulating.member import Member
from agent.programmes.simulating.past import NOBODY, PastSales
from agent.programmes.simulating.purse import Purse
from agent.programmes.simulating.totals import Totals
from rules.combining.off import Offered
from rules.evaluator import Evaluator
from rules.ground.ids import RecordId
from rules.ground.refusal import Refusal
from rules.programme import Programme
from rules.rewards.points_tender import PointsTender
from rules.sale.basket import Basket, Tender
from rules.sale.decisions import SaleDecision, Spend
from rules.settling.consistency import POINTS_TENDER
from rules.value.lots import consume
from rules.vouchers.money import WALLET
from sync.kit.clock import from_ms

Redeem = Literal["never", "whenever"]
"""Whether members redeem all they may as soon as they may: the past does not tell."""

LIFE: Final = "t1.1"


@dataclass(slots=True)
class _Buyer:
    """Who buys: a member (None: nobody), the rules they met, what they were given."""

    member: Member | None
    met: set[str] = field(default_factory=set)
    value_minor: int = 0


class Player:
    """Plays receipts in the order they are told, and adds up who bought at the end."""

    def __init__(self, past: PastSales, programme: Programme, redeem: Redeem) -> None:
        self._past: Final = past
        self._programme: Final = programme
        self._evaluator: Final = Evaluator(programme)
        self._purse: Final = Purse(self._evaluator)
        redeemable = programme.tenders if redeem == "whenever" else ()
        self._reward: Final[PointsTender | None] = next(iter(redeemable), None)
        self._unit: Final = programme.units[0].unit
        self._point: Final = point_minor(programme)
        self._zone: Final = ZoneInfo(programme.zone)
        self._buyers: Final[dict[str, _Buyer]] = {}

    def play(self, places: Iterable[int], totals: Totals) -> None:
        """Play receipts, each member's in their order."""
        for place in places:
            buyer = self._buyer(place)
            basket = self._basket(place)
            totals.sales += 1
            totals.lines += len(basket.lines)
            totals.anonymous += buyer.member is None
            sold = self._sold(basket, buyer.member, RecordId(f"{LIFE}-{place + 1}"))
            if isinstance(sold, Refusal):
                totals.refused[sold.code] += 1
            else:
                buyer.value_minor += self._count(sold, basket.at, totals, buyer.met)

    def settle(self, totals: Totals) -> None:
        """Add up the members who bought; whoever buys after that begins anew."""
        for name, buyer in self._buyers.items():
            if buyer.member is not None:
                for rule in buyer.met:
                    totals.rule(rule).members += 1
                totals.expired += buyer.member.expired
                totals.tiers[buyer.member.tier] += 1
                totals.value_minor[name] = buyer.value_minor
        self._buyers.clear()

    def _buyer(self, place: int) -> _Buyer:
        name = self._past.members[place]
        buyer = self._buyers.get(name)
        if buyer is None:
            joined = from_ms(self._past.at_ms[place])
            member = None if name == NOBODY else Member(name, self._programme, joined)
            buyer = self._buyers[name] = _Buyer(member)
        return buyer

    def _basket(self, place: int) -> Basket:
        at, store = from_ms(self._past.at_ms[place]), self._past.stores[place]
        return Basket(
            currency=self._programme.currency,
            at=at,
            lines=self._past.sold(place),
            store=store,
            budgets=self._purse.allotments(store, at),
        )

    def _sold(
        self, basket: Basket, member: Member | None, record: RecordId
    ) -> "_Sold | Refusal":
        """Sell to a member: the POS takes what is offered, the rest is cash."""
        standing = None
        if member is not None:
            member.pass_time(basket.at)
            standing = member.standing(basket.at)
        offered = self._evaluator.offered(basket, standing)
        if isinstance(offered, Refusal):
            return offered
        net_minor = sum(offered.occasion.columns.net) - sum(offered.found.off)
        spends = self._redeem(net_minor, member)
        decision = self._decision(basket, offered, spends)
        if isinstance(decision, Refusal):
            return decision
        self._purse.take(decision.drawn)
        if member is not None:
            for spend in spends:
                member.spend(spend.slices)
            member.sold(decision, basket.at, record)
        return _Sold(decision, net_minor, spends)

    def _redeem(self, net_minor: int, member: Member | None) -> tuple[Spend, ...]:
        """Redeem all that may be, if members are taken to do so."""
        reward = self._reward
        if member is None or reward is None:
            return ()
        usable = member.usable()
        have = sum(piece.amount for piece in usable) // reward.step * reward.step
        points = min(have, reward.most_for(net_minor))
        if points < max(1, reward.minimum):
            return ()
        slices = consume(usable, points)
        value = reward.value_of(points)
        return (
            Spend(reward=reward.rule, hold=f"{LIFE}-0", value_minor=value, slices=slices),
        )

    def _decision(
        self, basket: Basket, offered: Offered, spends: Sequence[Spend]
    ) -> SaleDecision | Refusal:
        if not spends and not any(offered.occasion.columns.discounts):
            return self._evaluator.taken(offered)
        sold = _tendered(_discounted(basket, offered.found.off), spends)
        return self._evaluator.decide(sold, offered.standing, spends=spends)

    def _count(self, sold: "_Sold", at: datetime, totals: Totals, met: set[str]) -> int:
        """Add a sale up; return what it gave the member, in minor units."""
        decision, unit = sold.decision, self._unit
        earned = sum([award.points for award in decision.awards if award.unit == unit])
        off = sum([discount.amount_minor for discount in decision.discounts])
        met |= _by_rule(decision, totals)
        redeemed = sum([spend.points for spend in sold.spends])
        totals.redeemed += redeemed
        totals.redeemed_minor += sum([spend.value_minor for spend in sold.spends])
        totals.earned += earned
        totals.off_minor += off
        totals.net_minor += sold.net_minor
        totals.stopped += not decision.exact
        for issue in decision.issues:
            totals.issued[issue.rule] += 1
        day = totals.day(at.astimezone(self._zone).date())
        day.net_minor += sold.net_minor
        day.off_minor += off
        day.earned += earned
        day.redeemed += redeemed
        return off + earned * self._point[0] // self._point[1]


@dataclass(frozen=True, slots=True)
class _Sold:
    """A sale decided: what goods cost after discounts, what was paid with points."""

    decision: SaleDecision
    net_minor: int
    spends: tuple[Spend, ...]


def point_minor(programme: Programme) -> tuple[int, int]:
    """Return what one point pays, as (minor units, points); nothing without a reward.

    What a wallet is given is money itself.
    """
    unit = programme.units[0].unit
    if unit == WALLET:
        return 1, 1
    for reward in programme.tenders:
        if reward.unit == unit:
            return reward.value_minor_per_step, reward.step
    return 0, 1


def _by_rule(decision: SaleDecision, totals: Totals) -> set[str]:
    """Add up what each rule gave; return the rules that gave something."""
    for award in decision.awards:
        totals.rule(award.rule).points += award.points
    for discount in decision.discounts:
        totals.rule(discount.rule).off_minor += discount.amount_minor
    rules: set[str] = {award.rule for award in decision.awards}
    rules |= {discount.rule for discount in decision.discounts}
    for rule in rules:
        totals.rule(rule).sales += 1
    return rules


def _discounted(basket: Basket, off: Sequence[int]) -> Basket:
    lines = [
        replace(line, discount_minor=line.discount_minor + less) if less else line
        for line, less in zip(basket.lines, off, strict=True)
    ]
    return replace(basket, lines=tuple(lines))


def _tendered(basket: Basket, spends: Sequence[Spend]) -> Basket:
    """Pay a part with points; how else it is paid the past does not tell."""
    if not spends:
        return basket
    paid = [
        Tender(tender=POINTS_TENDER, amount_minor=spend.value_minor, hold=spend.hold)
        for spend in spends
    ]
    rest = basket.due_minor - sum(tender.amount_minor for tender in paid)
    return replace(basket, tenders=(*paid, Tender(tender="cash", amount_minor=rest)))
