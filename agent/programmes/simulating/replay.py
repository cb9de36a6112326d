"""Replay past sales under a programme: the till's own law, on all cores."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Final, Literal

from agent.programmes.simulating.member import Member
from agent.programmes.simulating.past import LineMaker, PastSales
from agent.programmes.simulating.totals import Totals
from rules.basket import Basket, Tender
from rules.consistency import POINTS_TENDER
from rules.decisions import DiscountGiven, Settlement, Spend
from rules.evaluator import Evaluator
from rules.ids import RecordId
from rules.lots import consume
from rules.programme import Programme
from rules.refusal import Refusal
from rules.rewards import Reward
from sync.kit.clock import from_ms

Redeem = Literal["never", "whenever"]
"""Whether members redeem all they may as soon as they may: the past does not tell."""

Progress = Callable[[int, int], None]
"""Hears how many receipts of how many are done."""

LIFE: Final = "t1.1"
_CHUNK: Final = 64
_MONTH_CHARACTERS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is replayed, and how."""

    programme: Programme
    redeem: Redeem = "never"
    workers: int = 0


def replay(past: PastSales, asked: Asked, progress: Progress) -> Totals:
    """Replay all sales; the order of members or the number of workers changes nothing."""
    by_member = past.by_member()
    anonymous = past.members.number("")
    nobody = by_member.pop(anonymous, [])
    parts = [list(chunk) for chunk in _chunks(list(by_member.values()), _CHUNK)]
    whole = len(past)
    totals = Totals()
    done = 0
    for part in _mapped(_Shared(past, asked, [*parts, [nobody]])):
        totals.add(part)
        done += part.sales
        progress(done, whole)
    return totals


def point_minor(programme: Programme) -> tuple[int, int]:
    """Return what one point pays, as (minor units, points); nothing without a reward."""
    for reward in programme.rewards:
        return reward.value_minor_per_step, reward.step
    return 0, 1


@dataclass(slots=True)
class _Shared:
    """What forked workers inherit: the sales and the parts, unpickled and uncopied."""

    past: PastSales
    asked: Asked
    parts: Sequence[list[list[int]]]
    player: "_Player | None" = None


_SHARED: list[_Shared] = []


def _mapped(shared: _Shared) -> Iterator[Totals]:
    """Play all parts; the last holds the receipts of nobody."""
    _SHARED[:] = [shared]
    numbers = range(len(shared.parts))
    workers = shared.asked.workers or os.cpu_count() or 1
    if workers == 1 or not hasattr(os, "fork"):
        yield from map(_part, numbers)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        yield from pool.map(_part, numbers)


def _part(number: int) -> Totals:
    """Replay the members of one part."""
    (shared,) = _SHARED
    if shared.player is None:
        shared.player = _Player(shared.past, shared.asked)
    totals = Totals()
    known = number < len(shared.parts) - 1
    for places in shared.parts[number]:
        if places:
            shared.player.play(places, totals, known=known)
    return totals


class _Player:
    """Plays the receipts of one member after another."""

    def __init__(self, past: PastSales, asked: Asked) -> None:
        self.past: Final = past
        self.asked: Final = asked
        self._evaluator: Final = Evaluator(asked.programme)
        self._lines: Final = LineMaker(past)
        programme = asked.programme
        self._quotes: Final = bool(programme.discounts)
        self._reward: Final[Reward | None] = next(iter(programme.rewards), None)
        self._unit: Final = programme.units[0].unit
        self._point: Final = point_minor(programme)

    def play(self, places: Sequence[int], totals: Totals, *, known: bool) -> None:
        """Play one member's receipts in their order."""
        first = self.past.sale(places[0])
        member = Member(first.member, self._evaluator, first.at_ms) if known else None
        met: set[str] = set()
        value = 0
        for place in places:
            value += self._sale(place, member, totals, met)
        for rule in met:
            totals.rule(rule).members += 1
        if member is not None:
            totals.expired += member.expired
            totals.tiers[member.tier] += 1
            totals.value_minor[first.member] = value

    def _sale(
        self, place: int, member: Member | None, totals: Totals, met: set[str]
    ) -> int:
        """Play one receipt; return what it gave the member, in minor units."""
        past = self.past.sale(place)
        at = from_ms(past.at_ms)
        basket = Basket(
            currency=self.asked.programme.currency,
            at=at,
            lines=self._lines.of(place),
            store=past.store,
        )
        if member is not None:
            member.pass_time(at)
        totals.sales += 1
        totals.lines += len(basket.lines)
        totals.anonymous += member is None
        standing = member.standing(at) if member else None
        if self._quotes:
            off = self._evaluator.discounted(basket, standing)
            if isinstance(off, Refusal):
                totals.refused[off.code] += 1
                return 0
            basket = _discounted(basket, off)
        spends = self._redeem(basket, member)
        if spends:
            basket = replace(basket, tenders=_tenders(basket, spends))
        given = self._evaluator.settle(
            basket,
            standing,
            spends=spends,
            record=RecordId(f"{LIFE}-{place + 1}"),
            life=LIFE,
        )
        if isinstance(given, Refusal):
            totals.refused[given.code] += 1
            return 0
        if member is not None:
            for spend in spends:
                member.spend(spend.slices)
            member.sold(given, at)
        return self._count(basket, given, spends, totals, met=met)

    def _redeem(self, basket: Basket, member: Member | None) -> tuple[Spend, ...]:
        """Redeem all that may be, if members are taken to do so."""
        reward = self._reward
        if member is None or reward is None or self.asked.redeem == "never":
            return ()
        usable = member.usable()
        have = sum(piece.amount for piece in usable) // reward.step * reward.step
        points = min(have, reward.most_for(basket.net_minor))
        if points < max(1, reward.minimum):
            return ()
        slices = consume(usable, points)
        value = reward.value_of(points)
        return (
            Spend(reward=reward.rule, hold=f"{LIFE}-0", value_minor=value, slices=slices),
        )

    def _count(
        self,
        basket: Basket,
        given: Settlement,
        spends: Sequence[Spend],
        totals: Totals,
        *,
        met: set[str],
    ) -> int:
        unit = self._unit
        earned = sum([award.points for award in given.awards if award.unit == unit])
        off = sum([discount.amount_minor for discount in given.discounts])
        met |= _by_rule(given, totals)
        net_minor = basket.net_minor
        redeemed = sum(spend.points for spend in spends)
        totals.redeemed += redeemed
        totals.redeemed_minor += sum(spend.value_minor for spend in spends)
        totals.earned += earned
        totals.off_minor += off
        totals.net_minor += net_minor
        totals.stopped += not given.exact
        totals.issued.update(issue.rule for issue in given.issues)
        month = totals.month(basket.at.isoformat()[:_MONTH_CHARACTERS])
        month.net_minor += net_minor
        month.off_minor += off
        month.earned += earned
        month.redeemed += redeemed
        return off + earned * self._point[0] // self._point[1]


def _by_rule(given: Settlement, totals: Totals) -> set[str]:
    """Add up what each rule gave; return the rules that gave something."""
    points: dict[str, int] = {}
    for award in given.awards:
        points[award.rule] = points.get(award.rule, 0) + award.points
    off: dict[str, int] = {}
    for discount in given.discounts:
        off[discount.rule] = off.get(discount.rule, 0) + discount.amount_minor
    for rule, sum_of_points in points.items():
        totals.rule(rule).points += sum_of_points
    for rule, off_minor in off.items():
        totals.rule(rule).off_minor += off_minor
    rules = points.keys() | off.keys()
    for rule in rules:
        totals.rule(rule).sales += 1
    return rules


def _discounted(basket: Basket, discounts: Sequence[DiscountGiven]) -> Basket:
    if not discounts:
        return basket
    off: dict[str, int] = {}
    for given in discounts:
        off[given.line] = off.get(given.line, 0) + given.amount_minor
    lines = tuple(
        replace(line, discount_minor=line.discount_minor + off[line.line])
        if line.line in off
        else line
        for line in basket.lines
    )
    return replace(basket, lines=lines)


def _tenders(basket: Basket, spends: Sequence[Spend]) -> tuple[Tender, ...]:
    paid = [
        Tender(tender=POINTS_TENDER, amount_minor=spend.value_minor, hold=spend.hold)
        for spend in spends
    ]
    rest = basket.due_minor - sum(tender.amount_minor for tender in paid)
    return (*paid, Tender(tender="cash", amount_minor=rest))


def _chunks(items: list[list[int]], size: int) -> Iterator[list[list[int]]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
