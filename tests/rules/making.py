"""Baskets, members and programmes of this room's tests, small enough to reckon by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction

from rules.discounts import Discount
from rules.discounts.tier_percent import TierPercent
from rules.earn import EarnRule
from rules.earn.per_spend import PerSpend
from rules.ground.ids import AccountId, LotId, RecordId, RuleId, TierId, Unit
from rules.ladder.terms import EntryIssue, Ladder, Tier
from rules.members.standing import MemberStatus, Standing
from rules.programme import Programme, RefundMethod, RefundTerms
from rules.rewards.points_tender import PointsTender
from rules.sale.basket import Basket, Line, LineKind, Tender
from rules.sale.decisions import Award, SaleGiven, Settlement, Spend
from rules.sale.split import Split
from rules.value.ledger import POINTS, Lot, Slice
from rules.value.units import UnitTerms

SARA = AccountId("m-7Q2K9V")
AT = datetime(2026, 11, 21, 9, 42, 10, tzinfo=UTC)
RECORD = RecordId("t1.3-1842")
LIFE = "t1.3"

BASE = PerSpend(rule=RuleId("base"), step_minor=100)
COFFEE_10 = TierPercent(
    rule=RuleId("silver-coffee-10"),
    tiers=(TierId("silver"),),
    percent=Fraction(10),
    categories=("coffee",),
)
POINTS_OFF = PointsTender(
    rule=RuleId("points-off"), step=100, value_minor_per_step=100, minimum=100
)
WELCOME = EntryIssue(rule=RuleId("gold-welcome"), valid_days=181)
LADDER = Ladder(
    window_days=180,
    tiers=(
        Tier(tier=TierId("bronze"), from_minor=0),
        Tier(tier=TierId("silver"), from_minor=30_000),
        Tier(tier=TierId("gold"), from_minor=50_000, entry_issue=WELCOME),
    ),
)


def programme(
    *earn: EarnRule,
    discounts: tuple[Discount, ...] = (),
    method: RefundMethod = "line_exact",
    pending_days: int = 14,
    units: tuple[Unit, ...] = (POINTS,),
) -> Programme:
    """Return a programme of Kuala Lumpur, in ringgit, with the ladder above."""
    return Programme(
        name="story",
        version=1,
        currency="MYR",
        zone="Asia/Kuala_Lumpur",
        units=tuple(
            UnitTerms(unit=unit, pending_days=pending_days, expires_months=24)
            for unit in units
        ),
        earn=earn,
        discounts=discounts,
        ladder=LADDER,
        rewards=(POINTS_OFF,),
        refund=RefundTerms(method=method),
    )


STORY = programme(BASE, discounts=(COFFEE_10,))
"""The programme behind the published example of the till's API."""


def line(
    name: str,
    amount_minor: int,
    *,
    category: str = "coffee",
    pieces: int = 1,
    discount_minor: int = 0,
    kind: LineKind = "item",
) -> Line:
    """Return a line of whole pieces; its article is named after its category."""
    return Line(
        line=name,
        sku=f"{category}-1",
        category=category,
        quantity_milli=pieces * 1000,
        amount_minor=amount_minor,
        discount_minor=discount_minor,
        kind=kind,
    )


def basket(
    *lines: Line, tenders: tuple[Tender, ...] = (), at: datetime = AT, late: bool = False
) -> Basket:
    """Return a basket in ringgit."""
    return Basket(currency="MYR", at=at, lines=lines, tenders=tenders, late=late)


COFFEE = Line(
    line="1",
    sku="COF-250",
    category="coffee",
    quantity_milli=2000,
    amount_minor=2580,
    discount_minor=258,
)
BANANAS = Line(
    line="2",
    sku="BAN-KG",
    category="fruit",
    quantity_milli=452,
    unit="kg",
    amount_minor=402,
)
PAID = (
    Tender(tender="points", amount_minor=500, hold="t1.3-1841"),
    Tender(tender="cash", amount_minor=2224),
)


def standing(
    *here: Slice,
    tier: str = "silver",
    spend_minor: int = 41_200,
    status: MemberStatus = "active",
    issued: tuple[tuple[str, int], ...] = (),
) -> Standing:
    """Return Sara's standing, with these points spendable here and no others."""
    return Standing(
        account=SARA,
        status=status,
        tier=TierId(tier),
        tier_until=None,
        spend_minor=spend_minor,
        issued=issued,
        revision=7,
        as_of=AT,
        available=sum(piece.amount for piece in here),
        points_here=here,
    )


def piece(lot: str, amount: int, good_until: datetime | None = None) -> Slice:
    """Return a part of a lot."""
    return Slice(lot=LotId(lot), amount=amount, good_until=good_until)


def spend(*slices: Slice, value_minor: int, hold: str = "t1.3-1841") -> Spend:
    """Return points a sale is paid with."""
    return Spend(reward=POINTS_OFF.rule, hold=hold, value_minor=value_minor, slices=slices)


SPENT = spend(piece("t1.2-0310/1", 500), value_minor=500)


def award(points: int, *, on: str = "1", rule: RuleId = BASE.rule) -> Award:
    """Return points that one line was given by one rule."""
    return Award(
        unit=POINTS, rule=rule, words="earn.per_spend", split=Split.told(((on, points),))
    )


def born(unit: Unit = POINTS, number: int = 1) -> Lot:
    """Return the lot of a sale that is not settled but told."""
    return Lot(
        lot=LotId(f"{RECORD}/{number}"),
        account=SARA,
        unit=unit,
        rule="",
        earned_at=AT,
        active_from=AT,
        expires=None,
    )


def given(settled: Settlement, sold: Basket, spends: Sequence[Spend] = ()) -> SaleGiven:
    """Return a settlement as a refund reads it back."""
    return SaleGiven(
        account=SARA,
        basket=sold,
        awards=settled.awards,
        spends=tuple(spends),
        lots=settled.lots,
        qualifying_minor=settled.qualifying_minor,
    )
