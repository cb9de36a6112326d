"""What comes off a basket: by rule and line, by line, and the coupons it costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.basket import Basket
from rules.combining.work import Applied
from rules.decisions import CouponShown, CouponUsed, DiscountGiven, NotUsed
from rules.occasion import Occasion
from rules.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Off:
    """What comes off a basket: by rule and line, by line, and the coupons it costs."""

    given: tuple[DiscountGiven, ...] = ()
    off: tuple[int, ...]
    used: tuple[CouponUsed, ...] = ()
    not_used: tuple[NotUsed, ...] = ()
    coupons_not_used: tuple[NotUsed, ...] = ()
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Offered:
    """What a quote of an open basket would take off, and whom and when it was asked for."""

    occasion: Occasion
    standing: Standing | None
    found: Off


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
            rule=held.offer.rule,
            words=held.offer.words,
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
