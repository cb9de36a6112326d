"""The programme at work: what a basket would give (a quote) and what a sale did give."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from rules.campaigns.campaign import Campaigns
from rules.campaigns.drawing import Drawing
from rules.combining.discounting import uses_counted
from rules.combining.off import Off, Offered, OffIndex, reasons_of
from rules.conditions.occasion import Frame, Occasion
from rules.earn.basis import basis
from rules.ground.ids import RecordId, TierId
from rules.ground.refusal import Refusal, refuse
from rules.issues.amounts import valued
from rules.issues.deciding import counts as issue_counts
from rules.issues.deciding import issues, set_off
from rules.issues.rule import IssueRule
from rules.ladder.credit import bought_credit, sale_credit
from rules.ladder.places import after_sale, entered, now
from rules.ladder.terms import Ladder
from rules.members.members_only import not_for_them
from rules.members.standing import Standing
from rules.programme import Programme
from rules.rewards.redeem import redeemable
from rules.sale.basket import Basket
from rules.sale.columns import less
from rules.sale.decisions import (
    Award,
    CouponShown,
    Drawn,
    Quote,
    Redeemable,
    SaleDecision,
    Settlement,
    Spend,
)
from rules.settling.booking import booked
from rules.settling.consistency import (
    is_points_tender,
    objection_to_lines,
    objection_to_tenders,
)
from rules.settling.earning import EarnIndex
from rules.settling.earning_caps import Capped
from rules.settling.not_earning import not_earning_minor
from rules.settling.paid_basis import earning_basis
from rules.settling.product_pieces import prices_of
from rules.value.budgets import BudgetLot
from rules.value.counts import PURCHASES, Count
from rules.value.units import active_from
from rules.vouchers.top_ups import top_up_counts

NO_TIER = TierId("")
_NOTHING = Capped((), (), ())


class Evaluator:
    """One programme, compiled once. Pure: the same questions always get equal answers."""

    __slots__ = (
        "_asks_for_first",
        "_counted",
        "_drawing",
        "_draws",
        "_earn",
        "_frame",
        "_gifts",
        "_off",
        "programme",
        "reckoning",
        "zone",
    )

    def __init__(self, programme: Programme) -> None:
        self.programme: Final = programme
        self.zone: Final = ZoneInfo(programme.zone)
        self.reckoning: Final = programme.reckoning
        self._frame: Final = frame_of(programme)
        campaigns = Campaigns(programme.campaigns)
        self._earn = EarnIndex(programme.earn, programme.earning, campaigns)
        self._off = OffIndex(programme, campaigns)
        rules = (*programme.earn, *programme.discounts)
        self._drawing: Final = Drawing(programme.campaigns, rules, self.reckoning)
        self._counted = tuple(rule for rule in programme.discounts if rule.uses)
        self._asks_for_first = any(rule.when.first_purchase for rule in rules)
        self._gifts: Final = [
            (rule, campaigns.asked_of(rule.when, rule.campaign)) for rule in programme.gifts
        ]
        self._draws: Final = [
            (draw, campaigns.asked_of(draw.when, "")) for draw in programme.draws
        ]

    def budget_lots(
        self, store: str, at: datetime, *, rule: str | None = None
    ) -> tuple[BudgetLot, ...]:
        """Return what budgets a sale in a store, or one ``rule``, draws on there.

        Members' own aside.
        """
        return self._drawing.lots(store, at, rule)

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
        occasion = Occasion(self._frame, basket, _active(standing))
        columns = occasion.columns
        objection = objection_to_lines(basket, columns, self.programme.currency)
        if objection is not None:
            return objection
        found = self._off.of(occasion, coupons, applied=False)
        paid = less(columns.cost, found.off)
        points_minor = _points_minor(basket)
        if points_minor > sum(paid):
            return refuse("points_exceed_basket")
        earned = self._earned(occasion, self._basis(occasion, paid, points_minor))
        total_minor = basket.due_minor - sum(found.off)
        return Quote(
            discounts=found.given,
            awards=earned.awards,
            active_from=active_from(self.programme.units[0], basket.at, self.reckoning),
            not_used=(
                *not_for_them(self.programme.members_only, basket.lines, occasion.tier),
                *reasons_of(standing, found, earned.not_used),
            ),
            redeemable=self._redeemable(basket, standing, total_minor, found.off),
            total_minor=total_minor,
            coupons=found.used,
            exact=found.exact,
            drawn=self._drawing.drawn(found.given, earned.awards, occasion),
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

        Refusals: those of :meth:`decide`.
        """
        decision = self.decide(basket, standing, spends=spends, coupons=coupons)
        if isinstance(decision, Refusal):
            return decision
        owner = (standing.account, record, life) if standing else None
        return booked(decision, spends, self.programme, owner=owner, at=basket.at)

    def decide(
        self,
        basket: Basket,
        standing: Standing | None,
        *,
        spends: Sequence[Spend],
        coupons: Sequence[CouponShown] = (),
    ) -> SaleDecision | Refusal:
        """Decide what a completed sale gives, without writing it down.

        Refusals: those of a quote, ``tenders_differ``, ``points_without_hold``,
        ``unknown_hold``, ``hold_twice``, ``hold_differs``, ``hold_not_tendered``,
        ``hold_without_member``.
        """
        occasion = Occasion(self._frame, basket, _active(standing))
        columns = occasion.columns
        objection = objection_to_lines(basket, columns, self.programme.currency)
        objection = objection or objection_to_tenders(basket, columns, spends)
        if objection is not None:
            return objection
        if standing is None and spends:
            return refuse("hold_without_member")
        found = self._off.of(occasion, coupons, applied=True)
        earning = earning_basis(basket, columns, spends, self.programme.earning)
        return self._decided(occasion, standing, found, earning)

    def offered(self, basket: Basket, standing: Standing | None) -> Offered | Refusal:
        """Return what a quote would take off a basket without coupons.

        Refusals: those of a quote.
        """
        occasion = Occasion(self._frame, basket, _active(standing))
        columns = occasion.columns
        objection = objection_to_lines(basket, columns, self.programme.currency)
        if objection is not None:
            return objection
        return Offered(occasion, standing, self._off.of(occasion, (), applied=False))

    def taken(self, offered: Offered) -> SaleDecision:
        """Decide the sale of a basket of which the POS took off what was offered.

        The very decision on that sale, reasons aside, where the POS had taken nothing off
        before, and neither tenders nor points are told of: no discount is looked for twice.
        """
        occasion, found = offered.occasion, offered.found
        earning = self._basis(occasion, less(occasion.columns.cost, found.off), 0)
        return self._decided(occasion, offered.standing, found, earning)

    def _decided(
        self,
        occasion: Occasion,
        standing: Standing | None,
        found: Off,
        earning: Sequence[int],
    ) -> SaleDecision:
        """Decide what a sale gives, once what came off it and what it earns on is known."""
        if standing is None:
            return _anonymous(found, self._drawing.drawn(found.given, (), occasion))
        basket = occasion.basket
        earned = self._earned(occasion, earning)
        qualifying = self._credit(basket, standing, earned.awards, sum(earning))
        tiers = _tiers(self.programme.ladder, standing, qualifying)
        crossed = entered(self.programme.ladder, *tiers)
        gifts = set_off(self._gifts, occasion, sum(earning), crossed)
        drawn = self._drawing.drawn(found.given, earned.awards, occasion)
        more = self._counts(occasion, found, earning, gifts)
        return SaleDecision(
            awards=earned.awards,
            discounts=found.given,
            not_used=reasons_of(standing, found, earned.not_used),
            issues=issues(gifts, occasion),
            counts=(*earned.counts, *more, *drawn.counts),
            gifts=valued(gifts),
            qualifying_minor=qualifying,
            tier_before=tiers[0],
            tier_after=tiers[1],
            coupons=found.used,
            exact=found.exact,
            drawn=drawn,
        )

    def _credit(
        self, basket: Basket, standing: Standing, awards: Sequence[Award], spent: int
    ) -> int:
        ladder = self.programme.ladder
        earned = sale_credit(
            ladder,
            standing,
            awards,
            spent_minor=spent,
            at=basket.at,
            reckoning=self.reckoning,
        )
        return earned + bought_credit(ladder, standing, basket.lines)

    def _counts(
        self,
        occasion: Occasion,
        found: Off,
        earning: Sequence[int],
        gifts: Sequence[IssueRule],
    ) -> list[Count]:
        """Return what else a sale counts for: a purchase, tickets, gifts, top-ups."""
        if occasion.standing is None:
            return []
        counts: list[Count] = []
        if found.given:
            names = {discount.rule for discount in found.given}
            counts = uses_counted(self._counted, names, occasion)
        if self._asks_for_first:
            counts.append(Count(unit=PURCHASES, amount=1, expires=None))
        spent_minor = sum(earning)
        counts += [
            Count(unit=draw.unit, amount=draw.tickets(spent_minor), expires=None)
            for draw, asked in self._draws
            if draw.tickets(spent_minor) and asked.missing(occasion) is None
        ]
        counts += issue_counts(gifts, occasion)
        counts += top_up_counts(
            self.programme.wallet,
            occasion.basket.lines,
            at=occasion.basket.at,
            reckoning=self.reckoning,
        )
        return counts

    def _basis(
        self, occasion: Occasion, paid: Sequence[int], points_minor: int
    ) -> Sequence[int]:
        terms = self.programme.earning
        taken_minor = not_earning_minor(occasion.basket, points_minor, terms)
        return basis(occasion.columns, paid, taken_minor=taken_minor, terms=terms)

    def _earned(self, occasion: Occasion, earning: Sequence[int]) -> Capped:
        if occasion.standing is None:
            return _NOTHING
        return self._earn.earn(occasion.columns, earning, occasion)

    def _redeemable(
        self,
        basket: Basket,
        standing: Standing | None,
        total_minor: int,
        off: Sequence[int],
    ) -> tuple[Redeemable, ...]:
        if standing is None:
            return ()
        found = (
            redeemable(
                reward,
                standing,
                at=basket.at,
                basket_minor=total_minor,
                pieces=prices_of(reward, self.programme, basket.lines, off),
            )
            for reward in self.programme.rewards
        )
        return tuple(offer for offer in found if offer is not None)


def _tiers(
    ladder: Ladder | None, standing: Standing, qualifying_minor: int
) -> tuple[TierId, TierId]:
    """Predict the tier before and after a sale.

    One that our own earlier sales reached is not entered again by this one.
    """
    return now(ladder, standing), after_sale(ladder, standing, qualifying_minor)


def frame_of(programme: Programme) -> Frame:
    """Return how a programme reads instants and stores."""
    regions = tuple(
        (region.region, frozenset(region.stores)) for region in programme.regions
    )
    return Frame(programme.reckoning, regions, programme.experiments)


def _active(standing: Standing | None) -> Standing | None:
    """Return a member whom rules are for: nobody who is blocked."""
    return standing if standing is not None and standing.status == "active" else None


def _anonymous(found: Off, drawn: Drawn) -> SaleDecision:
    """Return what a sale gives whoever buys: what came off."""
    return SaleDecision(
        awards=(),
        discounts=found.given,
        not_used=(*found.not_used, *found.coupons_not_used),
        issues=(),
        qualifying_minor=0,
        tier_before=NO_TIER,
        tier_after=NO_TIER,
        coupons=found.used,
        exact=found.exact,
        drawn=drawn,
    )


def _points_minor(basket: Basket) -> int:
    return sum(
        tender.amount_minor
        for tender in basket.tenders
        if is_points_tender(tender.tender, tender.hold)
    )
