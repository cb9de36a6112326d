"""What comes off a basket: by rule and line, by line, and the coupons it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rules.campaigns.campaign import Campaigns
from rules.combining.choosing import Combined, combine
from rules.combining.coupons import CouponBook, coupons_used
from rules.combining.discounting import DiscountIndex
from rules.combining.work import Applied
from rules.conditions.occasion import Occasion
from rules.discounts.floors import FloorIndex
from rules.ground.quick import quick_to_make
from rules.members.standing import Standing
from rules.programme import Programme
from rules.sale.basket import Basket
from rules.sale.decisions import CouponShown, CouponUsed, DiscountGiven, NotUsed
from rules.sale.goods import Goods


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class Off:
    """What comes off a basket: by rule and line, by line, and the coupons it costs."""

    given: tuple[DiscountGiven, ...] = ()
    off: tuple[int, ...]
    used: tuple[CouponUsed, ...] = ()
    not_used: tuple[NotUsed, ...] = ()
    coupons_not_used: tuple[NotUsed, ...] = ()
    exact: bool = True


@quick_to_make
@dataclass(frozen=True, slots=True)
class Offered:
    """What a quote of an open basket would take off, and whom and when it was asked for."""

    occasion: Occasion
    standing: Standing | None
    found: Off


class OffIndex:
    """All that takes money off, compiled: a programme's discounts, coupons and floors."""

    __slots__ = ("_combination", "_coupons", "_discounts", "_floors", "_has_discounts")

    def __init__(self, programme: Programme, campaigns: Campaigns) -> None:
        self._combination: Final = programme.combination
        self._has_discounts: Final = bool(programme.discounts)
        self._discounts: Final = DiscountIndex(
            programme.discounts,
            campaigns,
            original_minimums=programme.combination.minimums == "original",
        )
        self._coupons: Final = CouponBook(programme.vouchers, programme.reckoning.zone)
        self._floors: Final = FloorIndex(programme.floors)

    def of(
        self, occasion: Occasion, coupons: Sequence[CouponShown], *, applied: bool
    ) -> Off:
        """Work out what comes off by discounts, then by coupons.

        While a basket is open all that is left to pay may come off; once it is ``applied``
        what the POS took off. After the fact no discount can be promised.
        """
        basket, columns = occasion.basket, occasion.columns
        promised = self._has_discounts and not basket.late
        if not promised and not basket.coupons:
            return Off(off=(0,) * len(columns))
        goods = Goods(
            columns,
            allocation=self._combination.allocation,
            floors=self._floors.of(basket.lines),
            piece_worth=self._combination.piece_worth,
            percents_of=self._combination.percents_of,
        )
        offers, told = self._discounts.offers(occasion, goods) if promised else ([], [])
        if not offers and not basket.coupons:
            return Off(off=(0,) * len(columns), not_used=tuple(told))
        shown = self._coupons.offers(known_coupons(basket, coupons), goods, at=basket.at)
        combined = combine(
            self._combination,
            [*offers, *shown.offers],
            goods,
            room=columns.discounts if applied else columns.net,
            hoped=columns.amounts if applied else columns.net,
        )
        return _off(basket, combined, shown.refused, told)


def _off(
    basket: Basket,
    combined: Combined,
    refused: Mapping[int, NotUsed],
    told: Sequence[NotUsed],
) -> Off:
    """Sum up what holds; ``refused`` says by turn which coupons do not, and why."""
    lost = combined.not_used
    by_turn = dict(refused) | {
        offer.terms.number: reason for offer, reason in lost if offer.terms.coupon
    }
    return Off(
        given=tuple(given_lines(combined.applied, basket)),
        off=off_by_line(combined.applied, len(basket.lines)),
        used=coupons_used(combined.applied),
        not_used=(
            *[reason for offer, reason in lost if not offer.terms.coupon],
            *[held.short for held in combined.applied if held.short],
            *told,
        ),
        coupons_not_used=tuple(by_turn[turn] for turn in sorted(by_turn)),
        exact=combined.exact,
    )


def known_coupons(basket: Basket, coupons: Sequence[CouponShown]) -> list[CouponShown]:
    """Return what is known of the codes of a basket, in the order they were shown."""
    known = {coupon.code: coupon for coupon in coupons}
    unknown = "refuse.unknown_coupon"
    return [known.get(code, CouponShown(code=code, why=unknown)) for code in basket.coupons]


def given_lines(applied: Sequence[Applied], basket: Basket) -> list[DiscountGiven]:
    """Return what came off each line by each offer that holds."""
    return [
        DiscountGiven(
            line=basket.lines[at].line,
            amount_minor=part,
            rule=held.offer.terms.rule,
            words=held.offer.terms.words,
            values=held.values,
        )
        for held in applied
        for at, part in zip(held.at, held.off, strict=True)
        if part
    ]


def off_by_line(applied: Sequence[Applied], count: int) -> tuple[int, ...]:
    """Return what came off each of so many lines in all."""
    off = [0] * count
    for held in applied:
        for at, part in zip(held.at, held.off, strict=True):
            off[at] += part
    return tuple(off)


def reasons_of(
    standing: Standing | None, found: Off, not_earned: tuple[NotUsed, ...]
) -> tuple[NotUsed, ...]:
    """Say of everything that was asked for and gave nothing why."""
    if standing is not None and standing.status != "active":
        blocked = NotUsed(rule="", words="refuse.member_blocked")
        return (blocked, *found.coupons_not_used)
    return (*found.not_used, *not_earned, *found.coupons_not_used)
