"""Offers taken one after the other: who holds on which line, what is left of each."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rules.combining.offer import Offer, share_a_line, share_a_receipt
from rules.sale.decisions import NotUsed, Values
from rules.sale.goods import Goods, Taken


class Applied(NamedTuple):
    """An offer that holds: what came ``off`` the lines ``at`` these positions.

    ``values`` are the figures of it that are not the rule's own; ``short`` tells why it was
    not more.
    """

    offer: Offer
    at: tuple[int, ...]
    off: tuple[int, ...]
    values: Values = ()
    short: NotUsed | None = None

    @property
    def total_minor(self) -> int:
        """What it took off in all."""
        return sum(self.off)


class Work:
    """Goods with the offers that hold so far.

    ``room`` is the most that may come off each line yet: what is left to pay while the
    basket is open; once it is paid, what the POS did take off. ``touched`` are the lines
    that offers wanted something of.
    """

    __slots__ = ("applied", "goods", "held", "holders", "room", "touched")

    def __init__(self, goods: Goods, room: Sequence[int]) -> None:
        self.goods = goods
        self.room = list(room)
        self.applied: list[Applied] = []
        self.holders: list[tuple[Offer, ...]] = [()] * len(self.room)
        self.held: list[Offer] = []
        self.touched: set[int] = set()

    def copy(self) -> "Work":
        """Return work that goes on apart from this."""
        other = Work(self.goods.copy(), self.room)
        other.applied, other.holders = self.applied[:], self.holders[:]
        other.held, other.touched = self.held[:], self.touched.copy()
        return other

    def open_to(self, offer: Offer) -> tuple[int, ...]:
        """Return the positions that an offer may still have."""
        terms = offer.terms
        if terms.groups and not all(
            share_a_receipt(terms, held.offer.terms) for held in self.applied
        ):
            return ()
        if self.touched.isdisjoint(offer.at):
            return offer.at
        # Whom it cannot stand beside is asked once and not line by line.
        rivals = [held for held in self.held if not share_a_line(terms, held.terms)]
        if not rivals:
            return offer.at
        holders = self.holders
        return tuple(
            [
                here
                for here in offer.at
                if not holders[here] or not any(held in rivals for held in holders[here])
            ]
        )

    def try_on(
        self, offer: Offer, alone: Taken | NotUsed | None = None
    ) -> Applied | NotUsed:
        """Let an offer take what it may; say why when that is nothing.

        ``alone`` is what it would take were it alone, where that is known already.
        """
        at = self.open_to(offer)
        if not at:
            better = sum(self.off(offer.at))
            return offer.refused("refuse.not_best", (("better_minor", better),))
        taken = alone
        if taken is None or at != offer.at or not self._is_as_alone(offer):
            taken = offer.take(self.goods, at)
        if isinstance(taken, NotUsed):
            return taken
        return self._hold(offer, at, taken)

    def off(self, at: Iterable[int]) -> list[int]:
        """Return what came off some lines so far."""
        lines, left = self.goods.lines, self.goods.left
        return [lines[here].amount_minor - left[here] for here in at]

    def total(self) -> int:
        """Return what came off everything so far."""
        return sum([held.total_minor for held in self.applied])

    def _is_as_alone(self, offer: Offer) -> bool:
        """Say whether nothing that an offer minds has changed since the beginning."""
        if not self.applied:
            return True
        steady = offer.terms.steady and not self.goods.gives_back
        return steady and self.touched.isdisjoint(offer.at)

    def _hold(self, offer: Offer, at: tuple[int, ...], taken: Taken) -> Applied | NotUsed:
        room, wanted = self.room, [*zip(at, taken.off, strict=True)]
        if max(taken.off) > 0:
            self.held.append(offer)
            self.touched.update(at)
        for here, part in wanted:
            if part > 0:
                self.holders[here] += (offer,)
        fit = tuple([max(0, min(part, room[here])) for here, part in wanted])
        if not any(fit):
            offered = (("offered_minor", sum(taken.off)),)
            return offer.refused(offer.terms.not_applied, offered)
        self.goods.apply(at, Taken(fit, taken.freed, taken.used))
        for here, part in zip(at, fit, strict=True):
            room[here] -= part
        applied = Applied(offer, at, fit, taken.values, taken.short)
        self.applied.append(applied)
        return applied
