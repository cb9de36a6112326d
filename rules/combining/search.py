"""The best combination of offers: an exact search, branch and bound, within a budget.

Offers are put one after the other in every order that can matter. A branch is left when
even all that could still come off would not beat the best found. Two offers that stand
alone and touch different lines give the same in either order, so only one of the two is
looked at.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rules.combining.offer import Offer, share_a_receipt
from rules.combining.work import Work
from rules.sale.decisions import NotUsed

OFFERS_MAX: Final = 48
"""Of more offers that touch one another, those that take most alone are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best ``order`` of offers and what it takes off.

    ``best_with`` is the most that was found together with each offer, ``refused`` why an
    offer gave nothing even alone. ``exact``: nothing better exists.
    """

    order: tuple[Offer, ...]
    total_minor: int
    best_with: dict[Offer, int]
    refused: dict[Offer, NotUsed]
    exact: bool


def search(
    offers: Sequence[Offer],
    work: Work,
    *,
    tries_max: int,
    first: Iterable[Sequence[Offer]] = (),
) -> Found:
    """Find what takes most off ``work`` (which is left as it is).

    ``first`` are orders to begin with: the answer is at least as good as each of them.
    """
    hunt = _Hunt(tries_max)
    for order in first:
        hunt.follow(order, work)
    useful = hunt.useful(offers, work)
    # The others were followed above: turn by turn costs the square of their number.
    foremost = useful[:OFFERS_MAX]
    for offer in foremost:
        hunt.follow([offer, *(other for other in foremost if other is not offer)], work)
    hunt.branch(work, foremost, None)
    return Found(
        order=hunt.order,
        total_minor=hunt.best,
        best_with=hunt.best_with,
        refused=hunt.refused,
        exact=hunt.tries <= tries_max and len(useful) <= OFFERS_MAX,
    )


def apart(offers: Sequence[Offer], work: Work) -> list[list[Offer]]:
    """Part offers into sets that have nothing to do with one another, in a fixed order.

    Each may then be searched for itself. Offers meet on a line, in a group, or because
    what they take depends on the whole basket.
    """
    sets: list[tuple[set[Hashable], list[Offer]]] = []
    for offer in offers:
        marks: set[Hashable] = {*offer.at, *offer.terms.groups}
        if work.goods.gives_back or not offer.terms.stands_alone:
            marks |= {_BASKET, *range(len(work.room))}
        met = [each for each in sets if not each[0].isdisjoint(marks)]
        for each in met:
            marks |= each[0]
        mine = [other for each in met for other in each[1]] + [offer]
        sets = [each for each in sets if each not in met] + [(marks, mine)]
    return [mine for _, mine in sets]


class _Hunt:
    """The best found so far, and how many tries were made."""

    def __init__(self, tries_max: int) -> None:
        self.best = -1
        self.order: tuple[Offer, ...] = ()
        self.best_with: dict[Offer, int] = {}
        self.refused: dict[Offer, NotUsed] = {}
        self.tries = 0
        self._tries_max = tries_max
        self._most: dict[Offer, int] = {}

    def useful(self, offers: Sequence[Offer], work: Work) -> list[Offer]:
        """Return the offers that may give something, the largest first.

        One that gives nothing alone may give something after others that hold its lines,
        unless it only ever shrinks.
        """
        found: list[Offer] = []
        for offer in offers:
            given = work.copy().try_on(offer)
            left = sum(max(0, work.goods.left[here]) for here in offer.at)
            if isinstance(given, NotUsed):
                self.refused[offer] = given
                if offer.terms.shrinks:
                    continue
                self._most[offer] = left
            else:
                self._most[offer] = given.total_minor if offer.terms.shrinks else left
                self.best_with[offer] = given.total_minor
            found.append(offer)
        return sorted(found, key=lambda offer: (offer.terms.stage, -self._most[offer]))

    def follow(self, order: Sequence[Offer], work: Work) -> None:
        """Take offers in one order, as far as each gives something."""
        state = work.copy()
        for offer in sorted(order, key=lambda offer: offer.terms.stage):
            state.try_on(offer)
        self._note(state)

    def branch(self, work: Work, open_: Sequence[Offer], last: Offer | None) -> None:
        """Try each offer that is still open next, and all that may follow it."""
        if self._cannot_win(work, open_):
            return
        for offer in open_:
            if last is not None and _only_swapped(last, offer):
                continue
            self.tries += 1
            if self.tries > self._tries_max:
                return
            state = work.copy()
            if isinstance(state.try_on(offer), NotUsed):
                continue
            self._note(state)
            later = [
                other
                for other in open_
                if other is not offer and other.terms.stage >= offer.terms.stage
            ]
            self.branch(state, later, offer)

    def _cannot_win(self, work: Work, open_: Sequence[Offer]) -> bool:
        hoped = sum(self._most[offer] for offer in open_ if work.open_to(offer))
        lines = zip(work.room, work.goods.left, strict=True)
        left = sum(min(room, max(0, cost)) for room, cost in lines)
        return work.total() + min(hoped, left) <= self.best

    def _note(self, state: Work) -> None:
        total = state.total()
        for held in state.applied:
            if total > self.best_with.get(held.offer, -1):
                self.best_with[held.offer] = total
        if total > self.best:
            self.best = total
            self.order = tuple(held.offer for held in state.applied)


def _only_swapped(last: Offer, offer: Offer) -> bool:
    """Say whether the other way round is the same, and is the one to be looked at."""
    commute = (
        last.terms.stands_alone
        and offer.terms.stands_alone
        and last.terms.stage == offer.terms.stage
        and set(last.at).isdisjoint(offer.at)
        and share_a_receipt(last.terms, offer.terms)
    )
    return commute and offer.terms.number < last.terms.number


_BASKET: Final = object()
