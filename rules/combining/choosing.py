"""Which offers hold, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.combining.offer import Offer
from rules.combining.search import Found, apart, search
from rules.combining.terms import Combination
from rules.combining.work import Applied, Work
from rules.decisions import NotUsed
from rules.goods import Goods


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
            return _taken(work, largest_first(offers, goods))
        case "best":
            return _best(terms, offers, work, Work(goods.copy(), hoped))


def in_order(offer: Offer) -> tuple[int, int, int]:
    """Sort offers as they come: coupons last, then by priority, then as written."""
    return offer.stage, -offer.priority, offer.number


def largest_first(offers: Sequence[Offer], goods: Goods) -> list[Offer]:
    """Sort offers by what each would take were it alone."""
    worth = {offer: 0 if offer.stage else _alone(offer, goods) for offer in offers}
    return sorted(
        offers,
        key=lambda offer: (offer.stage, -offer.priority, -worth[offer], offer.number),
    )


def _alone(offer: Offer, goods: Goods) -> int:
    taken = offer.take(goods, offer.at)
    return 0 if isinstance(taken, NotUsed) else sum(taken.off)


def _taken(work: Work, offers: Sequence[Offer]) -> Combined:
    applied: list[Applied] = []
    not_used: list[tuple[Offer, NotUsed]] = []
    for offer in offers:
        given = work.try_on(offer)
        if isinstance(given, NotUsed):
            not_used.append((offer, given))
        else:
            applied.append(given)
    return Combined(applied=tuple(applied), not_used=tuple(not_used))


def _best(terms: Combination, offers: Sequence[Offer], work: Work, hoped: Work) -> Combined:
    ways = (largest_first(offers, work.goods), sorted(offers, key=in_order))
    order: list[Offer] = []
    lost: list[tuple[Offer, NotUsed]] = []
    exact = True
    for mine in apart(offers, hoped):
        first = [[offer for offer in way if offer in mine] for way in ways]
        found = search(mine, hoped, tries_max=terms.tries_max, first=first)
        order += found.order
        exact = exact and found.exact
        lost += [(offer, _lost(offer, found)) for offer in mine if offer not in found.order]
    order.sort(key=lambda offer: offer.stage)
    taken = _taken(work, order)
    return Combined(applied=taken.applied, not_used=(*taken.not_used, *lost), exact=exact)


def _lost(offer: Offer, found: Found) -> NotUsed:
    """Say what was better than an offer that nothing was taken of, and by how much."""
    reason = found.refused.get(offer)
    if reason is not None:
        return reason
    rivals = [held.name for held in found.order if _meet(held, offer)]
    better = found.total_minor - found.best_with.get(offer, 0)
    values = (
        ("better_minor", max(0, better)),
        ("instead", "+".join(rivals or [held.name for held in found.order])),
    )
    return offer.refused("refuse.not_best", values)


def _meet(one: Offer, other: Offer) -> bool:
    return not set(one.at).isdisjoint(other.at) or bool(
        one.group and one.group == other.group
    )
