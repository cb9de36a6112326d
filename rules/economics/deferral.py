"""Points as a promise that revenue waits for: IFRS 15, a material right (B39 to B43).

What a sale is paid is split between the goods and the points it gave, by what each would
cost alone; the points' part waits (a contract liability) and is recognised as points are
redeemed, in the proportion of those that are expected to be redeemed at all. A change of
that estimate is caught up in the period in which it is made.
"""

from dataclasses import dataclass
from fractions import Fraction

from rules.economics.owed import Movement
from rules.ground.rounding import rounded
from rules.ground.shares import share


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated:
    """A transaction price in two parts, in minor units; they sum to it."""

    to_goods_minor: int
    to_points_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferral:
    """Revenue put off for points, and how much of it they have earned; minor units."""

    deferred_minor: int
    recognised_minor: int

    @property
    def waiting_minor(self) -> int:
        """What still waits for points to be redeemed: the contract liability."""
        return self.deferred_minor - self.recognised_minor


def deferral(
    price_minor: int,
    movement: Movement,
    *,
    value_minor: Fraction,
    redeemed_share: Fraction,
) -> Deferral:
    """Return what sales of this price put off for the points of a period.

    ``value_minor`` is what one point pays, exact; of the points that are left
    ``redeemed_share`` is expected to be redeemed. Goods cost alone what was paid for them.
    """
    left = max(0, movement.outstanding) * redeemed_share
    used = movement.redeemed - movement.given_back
    expected = used + rounded(left.numerator, left.denominator, "half_even")
    alone = worth_alone(expected, value_minor=value_minor, redeemed_share=Fraction(1))
    if price_minor <= 0 or not alone:
        return Deferral(deferred_minor=0, recognised_minor=0)
    deferred = allocate_price(
        price_minor, goods_alone_minor=price_minor, points_alone_minor=alone
    ).to_points_minor
    return Deferral(
        deferred_minor=deferred,
        recognised_minor=recognised(deferred, redeemed=used, expected=expected),
    )


def allocate_price(
    price_minor: int, *, goods_alone_minor: int, points_alone_minor: int
) -> Allocated:
    """Split what was paid by stand-alone prices (IFRS 15.74 to 80).

    ``points_alone_minor`` is what the points are worth alone: see :func:`worth_alone`.
    """
    goods, points = share(price_minor, (goods_alone_minor, points_alone_minor))
    return Allocated(to_goods_minor=goods, to_points_minor=points)


def worth_alone(points: int, *, value_minor: Fraction, redeemed_share: Fraction) -> int:
    """Return what points are worth alone: their value by the share expected redeemed.

    ``value_minor`` is what one point pays, exact. Rounded half to even.
    """
    exact = points * value_minor * redeemed_share
    return rounded(exact.numerator, exact.denominator, "half_even")


def recognised(
    liability_minor: int, *, redeemed: int, expected: int, already_minor: int = 0
) -> int:
    """Return the revenue of a period: all that is earned to date, less ``already_minor``.

    ``redeemed`` points of this liability were used to date, ``expected`` in all will be by
    today's estimate (at least as many). Where the estimate changed, the difference to what
    was recognised before is caught up here; it may be below zero. Rounded half to even.
    """
    expected = max(expected, redeemed)
    if not expected:
        return liability_minor - already_minor
    to_date = rounded(liability_minor * redeemed, expected, "half_even")
    return to_date - already_minor
