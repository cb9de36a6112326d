"""What the law answers: settlements, redemptions, refunds. Each carries its reasons."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final

from rules.ground.ids import AccountId, LotId, Place, RuleId, TierId, Unit
from rules.ground.quick import quick_to_make
from rules.sale.basket import Basket
from rules.sale.split import LinePoints, Split
from rules.value.allotments import Allotment
from rules.value.counts import Count
from rules.value.ledger import Entry, Lot, Slice
from rules.value.limits import FloorLimit

Values = tuple[tuple[str, int | str], ...]


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class LineAward:
    """What one line has of an award: what a return takes back, and an answer tells."""

    unit: Unit
    points: int
    line: str
    rule: RuleId
    words: str


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """What one rule gave a receipt, and how it is shared to its lines."""

    unit: Unit
    rule: RuleId
    words: str
    split: Split

    @property
    def points(self) -> int:
        """How many points that is."""
        return self.split.points

    @property
    def lines(self) -> LinePoints:
        """The points of each line, none of 0."""
        return self.split.lines

    def by_line(self) -> Iterator[LineAward]:
        """Yield what each line has of it, in its order."""
        for line, points in self.lines:
            yield LineAward(
                unit=self.unit, points=points, line=line, rule=self.rule, words=self.words
            )


def by_line(awards: Iterable[Award]) -> Iterator[LineAward]:
    """Yield what each line has of each award, award by award."""
    return chain.from_iterable(award.by_line() for award in awards)


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountGiven:
    """Money off one line by one rule; ``values`` are figures that the rule does not say."""

    line: str
    amount_minor: int
    rule: RuleId
    words: str
    values: Values = ()


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class NotUsed:
    """A rule or coupon that gave nothing, and why."""

    rule: str
    words: str
    values: Values = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponUse:
    """The one use that a coupon's ``account`` has: its lot, and ``place`` where it stands.

    ``rule`` names the terms in the programme.
    """

    account: AccountId
    rule: RuleId
    lot: LotId
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponShown:
    """A code that was shown: the ``use`` that may be spent here now, or ``why`` none may.

    ``why`` is a words key, ``values`` its figures. A use that head office was not asked for
    takes no more off than ``limit`` says (None: whatever its terms say).
    """

    code: str
    use: CouponUse | None = None
    why: str = ""
    values: Values = ()
    limit: FloorLimit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponUsed:
    """A coupon that took ``amount_minor`` off, and the use it costs."""

    code: str
    use: CouponUse
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What a sale took of campaigns' budgets: of allotments here, and of members' own.

    ``restorable`` is what of both comes back once nothing of the sale is left.
    """

    allotments: tuple[Allotment, ...] = ()
    counts: tuple[Count, ...] = ()
    restorable: tuple[Allotment, ...] = ()


NOTHING_DRAWN: Final = Drawn()


@dataclass(frozen=True, slots=True, kw_only=True)
class Redeemable:
    """What could be redeemed now: up to ``max_points`` in steps of ``step`` points.

    ``elsewhere`` is how many of them are not here, so that head office is asked for them.
    """

    reward: RuleId
    max_points: int
    step: int
    value_minor_per_step: int
    elsewhere: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A once-only award; two tills that both give it form the same issuance key.

    ``amount`` is what its voucher holds: a coupon its one use, a gift card minor units.
    """

    kind: str
    rule: RuleId
    account: AccountId
    occurrence: int
    expires: datetime | None
    amount: int = 1

    @property
    def key(self) -> str:
        """Return the issuance key (PROTOCOL §3d)."""
        return f"{self.rule}|{self.account}|{self.occurrence}"


@dataclass(frozen=True, slots=True)
class ValueGiven:
    """Points or wallet money that a rule gives by itself."""

    rule: RuleId
    unit: Unit
    amount: int


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The answer while the basket is still open; nothing is written.

    ``exact`` is false when the search for the best discounts had to stop early; ``drawn``
    is what a sale would take of campaigns' budgets.
    """

    discounts: tuple[DiscountGiven, ...]
    awards: tuple[Award, ...]
    active_from: datetime
    not_used: tuple[NotUsed, ...]
    redeemable: tuple[Redeemable, ...]
    total_minor: int
    coupons: tuple[CouponUsed, ...] = ()
    exact: bool = True
    drawn: Drawn = NOTHING_DRAWN


@dataclass(frozen=True, slots=True)
class PaidLine:
    """How much of one line points paid that were for that line alone."""

    line: str
    points: int
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """Points a sale is paid with: the slices a hold set aside, and their worth.

    ``lines`` are those that a product reward paid for; none where all of the sale was.
    """

    reward: RuleId
    hold: str
    value_minor: int
    slices: tuple[Slice, ...]
    lines: tuple[PaidLine, ...] = ()

    @property
    def points(self) -> int:
        """How many points that is."""
        return sum(piece.amount for piece in self.slices)


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class SaleDecision:
    """What a completed sale gives, as long as nothing is written down.

    ``counts`` are what a member's counters go up by, ``gifts`` what rules give by
    themselves. ``exact`` is false when the search for the best discounts had to stop
    early. ``drawn`` is what it took of campaigns' budgets.
    """

    awards: tuple[Award, ...]
    discounts: tuple[DiscountGiven, ...]
    not_used: tuple[NotUsed, ...]
    issues: tuple[Issue, ...]
    counts: tuple[Count, ...] = ()
    gifts: tuple[ValueGiven, ...] = ()
    qualifying_minor: int
    tier_before: TierId
    tier_after: TierId
    coupons: tuple[CouponUsed, ...] = ()
    exact: bool = True
    drawn: Drawn = NOTHING_DRAWN


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement(SaleDecision):
    """What a completed sale gave; ``lots`` were born with it, ``entries`` move value."""

    lots: tuple[Lot, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleGiven:
    """A booked sale as a refund needs it, read back from its record.

    ``issued`` names the rules by which its member was given vouchers; ``restorable`` is
    what it drew of budgets that comes back once nothing of it is left.
    """

    account: AccountId
    basket: Basket
    awards: tuple[Award, ...]
    spends: tuple[Spend, ...]
    lots: tuple[Lot, ...]
    qualifying_minor: int
    issued: tuple[RuleId, ...] = ()
    restorable: tuple[Allotment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine:
    """What comes back of one line of the original; both figures positive."""

    line: str
    of_line: str
    quantity_milli: int
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """Points taken back from one award."""

    unit: Unit
    points: int
    line: str
    rule: RuleId
    lot: LotId


@dataclass(frozen=True, slots=True)
class Uncounted:
    """By how much a counter that the sale moved goes back."""

    unit: Unit
    lot: LotId
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """An earlier refund of the same sale, read back from its record.

    ``withdrawn`` names the rules whose vouchers it took away.
    """

    lines: tuple[ReturnLine, ...]
    reversals: tuple[Reversal, ...]
    given_back: tuple[Slice, ...]
    given_back_minor: int
    qualifying_minor: int
    withdrawn: tuple[RuleId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundDecision:
    """What goes back: ``to_points_minor`` as points, the rest as it was paid.

    ``withdrawn`` names the rules whose vouchers the sale would not have given any more.
    """

    lines: tuple[ReturnLine, ...]
    reversals: tuple[Reversal, ...]
    given_back: tuple[Slice, ...]
    to_points_minor: int
    to_money_minor: int
    qualifying_minor: int
    tier_before: TierId
    tier_after: TierId
    uncounted: tuple[Uncounted, ...] = ()
    withdrawn: tuple[RuleId, ...] = ()

    @property
    def returned(self) -> Returned:
        """The return as the next one of the same sale reads it."""
        return Returned(
            lines=self.lines,
            reversals=self.reversals,
            given_back=self.given_back,
            given_back_minor=self.to_points_minor,
            qualifying_minor=self.qualifying_minor,
            withdrawn=self.withdrawn,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Redemption:
    """A yes to spending: from which slices, and what it is worth."""

    reward: RuleId
    slices: tuple[Slice, ...]
    value_minor: int

    @property
    def points(self) -> int:
        """How many points that is."""
        return sum(piece.amount for piece in self.slices)
