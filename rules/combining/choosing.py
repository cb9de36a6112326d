"""Which offers hold, and in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rules.combining.offer import Offer, share_a_receipt
from rules.combining.search import Found, apart, search
from rules.combining.work import Applied, Work
from rules.discounts.combination import Combination
from rules.ground.quick import quick_to_make
from rules.sale.decisions import NotUsed
from rules.sale.goods import Goods, Taken

Alone = Mapping[Offer, Taken | NotUsed]
"""What offers would take were each alone."""

_NOTHING: Final[Alone] = {}


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """The offers that hold, in their order, and why the others do not.

    ``exact`` is false when the search for the best ended before it had seen everything.
    """

    applied: tuple[Applied, ...]
    not_used: tuple[tuple[Offer, NotUsed], ...]
    exact: bool = True


def combine(
    terms: Combination,
    offers: Sequence[Offer],
    goods: Goods,
    *,
    room: Sequence[int],
    hoped: Sequence[int],
) -> Combined:
    """Choose among offers and take them off ``goods``.

    ``room`` bounds what comes off each line, ``hoped`` what is looked at when the best is
    searched: a sale is searched as its quote was, and then gets what the POS took off.
    """
    work = Work(goods, room)
    if len(offers) <= 1:
        return _taken(work, offers)
    match terms.choose:
        case "in_order":
            return _taken(work, sorted(offers, key=in_order))
        case "largest_first":
            alone = _alone(offers, goods)
            return _taken(work, largest_first(offers, alone), alone)
        case "best":
            return _best(terms, offers, work, Work(goods.copy(), hoped))


def in_order(offer: Offer) -> tuple[int, int, int]:
    """Sort offers as they come: coupons last, then by priority, then as written."""
    return offer.terms.stage, -offer.terms.priority, offer.terms.number


def largest_first(offers: Sequence[Offer], alone: Alone) -> list[Offer]:
    """Sort offers by what each would take were it alone."""

    def turn(offer: Offer) -> tuple[int, int, int, int]:
        terms, taken = offer.terms, alone.get(offer)
        worth = sum(taken.off) if isinstance(taken, Taken) else 0
        return terms.stage, -terms.priority, -worth, terms.number

    return sorted(offers, key=turn)


def _alone(offers: Sequence[Offer], goods: Goods) -> Alone:
    """Return what each offer would take were it alone; coupons have no other order."""
    return {offer: offer.take(goods, offer.at) for offer in offers if not offer.terms.stage}


def _taken(work: Work, offers: Sequence[Offer], alone: Alone = _NOTHING) -> Combined:
    applied: list[Applied] = []
    not_used: list[tuple[Offer, NotUsed]] = []
    for offer in offers:
        given = work.try_on(offer, alone.get(offer))
        if isinstance(given, NotUsed):
            not_used.append((offer, given))
        else:
            applied.append(given)
    return Combined(applied=tuple(applied), not_used=tuple(not_used))


def _best(terms: Combination, offers: Sequence[Offer], work: Work, hoped: Work) -> Combined:
    largest = largest_first(offers, _alone(offers, work.goods))
    ways = (largest, sorted(offers, key=in_order))
    order: list[Offer] = []
    lost: list[tuple[Offer, NotUsed]] = []
    exact = True
    for mine in apart(offers, hoped):
        first = [[offer for offer in way if offer in mine] for way in ways]
        found = search(mine, hoped, tries_max=terms.tries_max, first=first)
        order += found.order
        exact = exact and found.exact
        lost += [(offer, _lost(offer, found)) for offer in mine if offer not in found.order]
    order.sort(key=lambda offer: offer.terms.stage)
    taken = _taken(work, order)
    return Combined(applied=taken.applied, not_used=(*taken.not_used, *lost), exact=exact)


def _lost(offer: Offer, found: Found) -> NotUsed:
    """Say what was better than an offer that nothing was taken of, and by how much."""
    reason = found.refused.get(offer)
    if reason is not None:
        return reason
    rivals = [held.terms.name for held in found.order if _meet(held, offer)]
    better = found.total_minor - found.best_with.get(offer, 0)
    values = (
        ("better_minor", max(0, better)),
        ("instead", "+".join(rivals or [held.terms.name for held in found.order])),
    )
    return offer.refused("refuse.not_best", values)


def _meet(one: Offer, other: Offer) -> bool:
    apart = set(one.at).isdisjoint(other.at) and share_a_receipt(one.terms, other.terms)
    return not apart
