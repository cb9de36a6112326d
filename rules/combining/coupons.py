"""Coupons on a basket: what each would take off, and which use a sale spends."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from rules.combining.offer import Offer, OfferTerms
from rules.combining.work import Applied
from rules.ground.ids import LotId
from rules.ground.quick import quick_to_make
from rules.sale.basket import LineKind
from rules.sale.decisions import CouponShown, CouponUse, CouponUsed, NotUsed, Values
from rules.sale.goods import Goods, Taken
from rules.value.ledger import HOUSE, HOUSE_VOUCHERS, USES, Entry, Posting
from rules.value.limits import objection_to_unasked
from rules.vouchers import Voucher

WORDS: Final = "discount.coupon"
STAGE: Final = 1
"""Coupons come after all other discounts."""


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class CouponsShown:
    """The ``offers`` of coupons that may be spent; by turn, why the others may not."""

    offers: tuple[Offer, ...] = ()
    refused: Mapping[int, NotUsed]


class CouponBook:
    """The coupons of a programme, by rule."""

    __slots__ = ("_terms", "_zone")

    def __init__(self, vouchers: Sequence[Voucher], zone: ZoneInfo) -> None:
        self._terms: Final = {terms.rule: terms for terms in vouchers}
        self._zone: Final = zone

    def offers(
        self, coupons: Sequence[CouponShown], goods: Goods, *, at: datetime
    ) -> CouponsShown:
        """Return what the coupons, in the order shown, would take off the goods."""
        offers: list[Offer] = []
        refused: dict[int, NotUsed] = {}
        shown: set[CouponUse] = set()
        for number, coupon in enumerate(coupons):
            terms = self._terms.get(coupon.use.rule) if coupon.use else None
            reason = self._objection(coupon, terms, shown, at)
            if reason is not None:
                refused[number] = reason
            elif terms is not None and coupon.use is not None:
                shown.add(coupon.use)
                offers.append(_offer(coupon, coupon.use, terms, number=number, goods=goods))
        return CouponsShown(offers=tuple(offers), refused=refused)

    def _objection(
        self,
        coupon: CouponShown,
        terms: Voucher | None,
        shown: set[CouponUse],
        at: datetime,
    ) -> NotUsed | None:
        if coupon.use is None:
            return _refused(coupon, coupon.why, coupon.values)
        if coupon.use in shown:
            return _refused(coupon, "refuse.coupon_twice")
        if terms is None:
            return _refused(coupon, "refuse.coupon_without_terms")
        if not terms.is_open(at.astimezone(self._zone).date()):
            days = (("first_day", terms.first_day), ("last_day", terms.last_day))
            return _refused(coupon, "refuse.coupon_not_today", days)
        return None


def coupons_used(applied: Sequence[Applied]) -> tuple[CouponUsed, ...]:
    """Return the coupons among the offers that hold, and the use each costs."""
    return tuple(
        CouponUsed(
            code=held.offer.terms.coupon.code,
            use=held.offer.terms.coupon.use,
            amount_minor=held.total_minor,
        )
        for held in applied
        if held.offer.terms.coupon is not None and held.offer.terms.coupon.use is not None
    )


def coupon_entries(used: Sequence[CouponUsed]) -> tuple[Entry, ...]:
    """Return the entries that spend the uses of a sale's coupons."""
    return tuple(
        Entry(
            "redeem",
            coupon.use.rule,
            (
                Posting(coupon.use.account, USES, -1, coupon.use.lot, coupon.use.place),
                Posting(HOUSE_VOUCHERS, USES, 1, LotId(""), HOUSE),
            ),
        )
        for coupon in used
    )


def _offer(
    coupon: CouponShown,
    use: CouponUse,
    terms: Voucher,
    *,
    number: int,
    goods: Goods,
) -> Offer:
    stands = OfferTerms(
        name=coupon.code,
        rule=use.rule,
        words=WORDS,
        stage=STAGE,
        number=number,
        stacking="always",
        coupon=coupon,
    )
    at = tuple(_lines(goods, {"item", terms.takes}))
    return Offer(stands, at, partial(_take, coupon, terms))


def _take(
    coupon: CouponShown, terms: Voucher, goods: Goods, at: Sequence[int]
) -> Taken | NotUsed:
    whole = sum(goods.left[here] for here in at if goods.lines[here].kind == "item")
    if whole < terms.minimum_minor:
        short = (("short_by_minor", terms.minimum_minor - whole),)
        return NotUsed(rule=coupon.code, words="refuse.below_basket", values=short)
    scope = terms.scope
    mine = [
        here
        for here in at
        if goods.left[here] > 0
        and goods.lines[here].kind == terms.takes
        and scope.is_about(goods.lines[here])
    ]
    if not mine:
        return NotUsed(rule=coupon.code, words="refuse.coupon_for_other_goods")
    parts = terms.off(
        [goods.lines[here] for here in mine], [goods.left[here] for here in mine]
    )
    objection = objection_to_unasked(coupon.limit, sum(parts)) if coupon.limit else None
    if objection is not None:
        words = f"refuse.{objection.code}"
        return NotUsed(rule=coupon.code, words=words, values=objection.values)
    off = dict.fromkeys(at, 0) | dict(zip(mine, parts, strict=True))
    return Taken(tuple(off.values()))


def _lines(goods: Goods, kinds: Collection[LineKind]) -> list[int]:
    return [
        at
        for at, line in enumerate(goods.lines)
        if line.kind in kinds and line.amount_minor > 0
    ]


def _refused(coupon: CouponShown, words: str, values: Values = ()) -> NotUsed:
    return NotUsed(rule=coupon.code, words=words, values=values)
