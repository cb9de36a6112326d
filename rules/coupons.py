"""Coupons on a basket: what comes off by each, and which use a sale spends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from rules.basket import Line
from rules.decisions import (
    CouponShown,
    CouponUse,
    CouponUsed,
    DiscountGiven,
    NotUsed,
    Values,
)
from rules.ids import LotId
from rules.ledger import HOUSE, HOUSE_VOUCHERS, USES, Entry, Posting
from rules.matching import LineIndex
from rules.vouchers import Voucher

WORDS: Final = "discount.coupon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Couponed:
    """What coupons give beyond the other discounts; ``off`` is for each line."""

    given: tuple[DiscountGiven, ...]
    off: tuple[int, ...]
    used: tuple[CouponUsed, ...]
    not_used: tuple[NotUsed, ...]


class CouponBook:
    """The coupons of a programme, by rule."""

    __slots__ = ("_terms", "_zone")

    def __init__(self, vouchers: Sequence[Voucher], zone: ZoneInfo) -> None:
        self._terms: Final = {terms.rule: terms for terms in vouchers}
        self._zone: Final = zone

    def apply(
        self,
        lines: Sequence[Line],
        coupons: Sequence[CouponShown],
        *,
        at: datetime,
        off: Sequence[int],
        room: Sequence[int],
    ) -> Couponed:
        """Say what the coupons, in the order shown, take off beyond ``off``.

        What each gives is worked out on what the lines cost after ``off`` and the coupons
        before it; ``room`` bounds what may still come off each line (a quote: what is left
        to pay; a sale: what the POS did take off).
        """
        work = _Work(lines, off, room)
        for coupon in coupons:
            use = coupon.use
            terms = self._terms.get(use.rule) if use else None
            if use is None:
                work.refuse(coupon, coupon.why, coupon.values)
            elif use in {used.use for used in work.used}:
                work.refuse(coupon, "refuse.coupon_twice", ())
            elif terms is None:
                work.refuse(coupon, "refuse.coupon_without_terms", ())
            elif not terms.is_open(at.astimezone(self._zone).date()):
                days = (("first_day", terms.first_day), ("last_day", terms.last_day))
                work.refuse(coupon, "refuse.coupon_not_today", days)
            else:
                work.take(coupon, use, terms)
        return Couponed(
            given=tuple(work.given),
            off=tuple(work.taken),
            used=tuple(work.used),
            not_used=tuple(work.not_used),
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


class _Work:
    """Lines with what is left on each while coupons are worked out one by one."""

    def __init__(
        self, lines: Sequence[Line], off: Sequence[int], room: Sequence[int]
    ) -> None:
        self.given: list[DiscountGiven] = []
        self.used: list[CouponUsed] = []
        self.not_used: list[NotUsed] = []
        self.taken = [0] * len(lines)
        self._lines = lines
        self._left = [
            line.amount_minor - less for line, less in zip(lines, off, strict=True)
        ]
        self._room = list(room)
        self._goods = [
            at
            for at, line in enumerate(lines)
            if line.kind == "item" and line.amount_minor > 0
        ]

    def refuse(self, coupon: CouponShown, words: str, values: Values) -> None:
        """Note that a coupon gives nothing, and why."""
        self.not_used.append(NotUsed(rule=coupon.code, words=words, values=values))

    def take(self, coupon: CouponShown, use: CouponUse, terms: Voucher) -> None:
        """Take off what a coupon gives, or say why that is nothing."""
        whole = sum(self._left[at] for at in self._goods)
        if whole < terms.minimum_minor:
            short = (("short_by_minor", terms.minimum_minor - whole),)
            self.refuse(coupon, "refuse.below_basket", short)
            return
        found = LineIndex([(0, terms.scope)]).match(self._lines, self._goods).get(0, ())
        at = [position for position in found if self._left[position] > 0]
        if not at:
            self.refuse(coupon, "refuse.coupon_for_other_goods", ())
            return
        parts = terms.off([self._lines[i] for i in at], [self._left[i] for i in at])
        fit = [max(0, min(part, self._room[i])) for i, part in zip(at, parts, strict=True)]
        if not sum(fit):
            offered = (("offered_minor", sum(parts)),)
            self.refuse(coupon, "refuse.not_applied", offered)
            return
        for position, part in zip(at, fit, strict=True):
            self._note(use, position, part)
        self.used.append(CouponUsed(code=coupon.code, use=use, amount_minor=sum(fit)))

    def _note(self, use: CouponUse, at: int, part: int) -> None:
        self._left[at] -= part
        self._room[at] -= part
        self.taken[at] += part
        if part:
            line = self._lines[at].line
            self.given.append(
                DiscountGiven(line=line, amount_minor=part, rule=use.rule, words=WORDS)
            )
