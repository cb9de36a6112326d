"""The programme at work: what a basket would give (a quote) and what a sale did give."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from rules.basis import basis, worth
from rules.basket import Basket
from rules.birth import born, redeemed
from rules.consistency import is_points_tender, objection_to_lines, objection_to_tenders
from rules.coupons import CouponBook, Couponed, coupon_entries
from rules.decisions import (
    Award,
    CouponShown,
    Issue,
    NotUsed,
    Quote,
    Redeemable,
    Settlement,
    Spend,
)
from rules.discounting import Discounted, DiscountIndex
from rules.earning import EarnIndex
from rules.ids import RecordId, TierId
from rules.local_days import end_of_day
from rules.programme import Ladder, Programme
from rules.redeem import redeemable
from rules.refusal import Refusal, refuse
from rules.standing import Standing
from rules.tiers import after_sale, entered, now

NO_TIER = TierId("")


class Evaluator:
    """One programme, compiled once. Pure: the same questions always get equal answers."""

    __slots__ = ("_coupons", "_discounts", "_earn", "_reward_units", "programme", "zone")

    def __init__(self, programme: Programme) -> None:
        self.programme: Final = programme
        self.zone: Final = ZoneInfo(programme.zone)
        self._earn = EarnIndex(programme.earn)
        self._discounts = DiscountIndex(programme.discounts)
        self._coupons = CouponBook(programme.vouchers, self.zone)
        self._reward_units = {reward.rule: reward.unit for reward in programme.rewards}

    def quote(
        self,
        basket: Basket,
        standing: Standing | None,
        *,
        coupons: Sequence[CouponShown] = (),
    ) -> Quote | Refusal:
        """Say what an open basket would give this member (None: nobody is known yet).

        Points among its tenders count as spent, whether or not they are held already.
        ``coupons`` are what is known of the codes that the basket names.
        Refusals: ``wrong_currency``, ``no_lines``, ``duplicate_line``,
        ``discount_exceeds_line``, ``quantity_zero``, ``points_exceed_basket``.
        """
        objection = objection_to_lines(basket, self.programme.currency)
        if objection is not None:
            return objection
        found = self._discounts.open_to(basket.lines, _discount_tier(basket, standing))
        couponed = self._couponed(basket, coupons, found, applied=False)
        off = [ours + more for ours, more in zip(found.off, couponed.off, strict=True)]
        cost = zip(worth(basket.lines), off, strict=True)
        paid = [money - less for money, less in cost]
        points_minor = _points_minor(basket)
        if points_minor > sum(paid):
            return refuse("points_exceed_basket")
        earning = basis(basket.lines, paid, points_minor=points_minor)
        awards, not_earned = self._earned(basket, standing, earning)
        total_minor = basket.due_minor - sum(off)
        return Quote(
            discounts=(*found.given, *couponed.given),
            awards=awards,
            active_from=self._active_from(basket.at),
            not_used=_reasons(standing, found, not_earned, couponed),
            redeemable=self._redeemable(basket, standing, total_minor),
            total_minor=total_minor,
            coupons=couponed.used,
        )

    def settle(
        self,
        basket: Basket,
        standing: Standing | None,
        *,
        spends: Sequence[Spend],
        record: RecordId,
        life: str,
        coupons: Sequence[CouponShown] = (),
    ) -> Settlement | Refusal:
        """Decide what a completed sale gave, as record ``record`` of life ``life``.

        Refusals: those of a quote, ``tenders_differ``, ``points_without_hold``,
        ``unknown_hold``, ``hold_twice``, ``hold_differs``, ``hold_not_tendered``,
        ``hold_without_member``.
        """
        currency = self.programme.currency
        objection = objection_to_lines(basket, currency)
        objection = objection or objection_to_tenders(basket, spends)
        if objection is not None:
            return objection
        if standing is None:
            anonymous = self._anonymous(basket, coupons)
            return refuse("hold_without_member") if spends else anonymous
        points_minor = sum(spend.value_minor for spend in spends)
        earning = basis(basket.lines, worth(basket.lines), points_minor=points_minor)
        awards, not_earned = self._earned(basket, standing, earning)
        found = self._discounts.applied_to(basket.lines, _discount_tier(basket, standing))
        couponed = self._couponed(basket, coupons, found, applied=True)
        owner = (standing.account, record, life)
        lots, earned = born(awards, self.programme, self.zone, owner=owner, at=basket.at)
        paid = redeemed(spends, standing.account, self._reward_units, life=life)
        qualifying = sum(earning) if standing.status == "active" else 0
        tiers = _tiers(self.programme.ladder, standing, qualifying)
        return Settlement(
            awards=awards,
            discounts=(*found.given, *couponed.given),
            not_used=_reasons(standing, found, not_earned, couponed),
            issues=self._issues(standing, tiers, basket.at),
            lots=lots,
            entries=(*paid, *earned, *coupon_entries(couponed.used)),
            qualifying_minor=qualifying,
            tier_before=tiers[0],
            tier_after=tiers[1],
            coupons=couponed.used,
        )

    def _couponed(
        self,
        basket: Basket,
        coupons: Sequence[CouponShown],
        found: Discounted,
        *,
        applied: bool,
    ) -> Couponed:
        """Work out the coupons beyond our other discounts.

        What a code that nothing is known of is worth is nothing; while a basket is open all
        that is left to pay may come off, once it is ``applied`` what the POS took off.
        """
        if not basket.coupons:
            return Couponed(given=(), off=(0,) * len(basket.lines), used=(), not_used=())
        known = {coupon.code: coupon for coupon in coupons}
        unknown = "refuse.unknown_coupon"
        room = [
            (line.discount_minor if applied else line.net_minor) - off
            for line, off in zip(basket.lines, found.off, strict=True)
        ]
        return self._coupons.apply(
            basket.lines,
            [
                known.get(code, CouponShown(code=code, why=unknown))
                for code in basket.coupons
            ],
            at=basket.at,
            off=found.off,
            room=room,
        )

    def _anonymous(self, basket: Basket, coupons: Sequence[CouponShown]) -> Settlement:
        nothing = Discounted(given=(), off=(0,) * len(basket.lines), not_used=())
        couponed = self._couponed(basket, coupons, nothing, applied=True)
        return Settlement(
            awards=(),
            discounts=couponed.given,
            not_used=couponed.not_used,
            issues=(),
            lots=(),
            entries=coupon_entries(couponed.used),
            qualifying_minor=0,
            tier_before=NO_TIER,
            tier_after=NO_TIER,
            coupons=couponed.used,
        )

    def _earned(
        self, basket: Basket, standing: Standing | None, earning: Sequence[int]
    ) -> tuple[tuple[Award, ...], tuple[NotUsed, ...]]:
        if standing is None or standing.status != "active":
            return (), ()
        return self._earn.earn(basket.lines, earning)

    def _active_from(self, at: datetime) -> datetime:
        days = self.programme.units[0].pending_days
        return end_of_day(at, self.zone, days=days) if days else at.astimezone(UTC)

    def _redeemable(
        self, basket: Basket, standing: Standing | None, total_minor: int
    ) -> tuple[Redeemable, ...]:
        if standing is None:
            return ()
        found = (
            redeemable(reward, standing, at=basket.at, basket_minor=total_minor)
            for reward in self.programme.rewards
        )
        return tuple(offer for offer in found if offer is not None)

    def _issues(
        self, standing: Standing, tiers: tuple[TierId, TierId], at: datetime
    ) -> tuple[Issue, ...]:
        crossed = entered(self.programme.ladder, *tiers)
        given = dict(standing.issued)
        return tuple(
            Issue(
                kind=tier.entry_issue.kind,
                rule=tier.entry_issue.rule,
                account=standing.account,
                occurrence=given.get(tier.entry_issue.rule, 0) + 1,
                expires=end_of_day(at, self.zone, days=tier.entry_issue.valid_days),
            )
            for tier in crossed
            if tier.entry_issue is not None
        )


def _tiers(
    ladder: Ladder | None, standing: Standing, qualifying_minor: int
) -> tuple[TierId, TierId]:
    """Predict the tier before and after a sale.

    One that our own earlier sales reached is not entered again by this one.
    """
    return now(ladder, standing), after_sale(ladder, standing, qualifying_minor)


def _discount_tier(basket: Basket, standing: Standing | None) -> TierId:
    """Return the tier whose discounts hold; none for the blocked and the late.

    A discount must be known before the fiscal close; after the fact it cannot be promised.
    """
    if standing is None or standing.status != "active" or basket.late:
        return NO_TIER
    return standing.tier


def _points_minor(basket: Basket) -> int:
    return sum(
        tender.amount_minor
        for tender in basket.tenders
        if is_points_tender(tender.tender, tender.hold)
    )


def _reasons(
    standing: Standing | None,
    found: Discounted,
    not_earned: tuple[NotUsed, ...],
    couponed: Couponed,
) -> tuple[NotUsed, ...]:
    """Say of everything that was asked for and gave nothing why."""
    if standing is not None and standing.status != "active":
        blocked = NotUsed(rule="", words="refuse.member_blocked")
        return (blocked, *couponed.not_used)
    return (*found.not_used, *not_earned, *couponed.not_used)
