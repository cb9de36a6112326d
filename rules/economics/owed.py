"""What members may still redeem, what of it is expected, and what is never claimed."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from rules.ground.rounding import rounded

_WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Points of one unit over a period, all figures not negative.

    ``opening`` + ``earned`` + ``given_back`` - ``reversed_`` - ``redeemed`` - ``expired``
    is what members hold at its end.
    """

    opening: int = 0
    earned: int = 0
    reversed_: int = 0
    redeemed: int = 0
    given_back: int = 0
    expired: int = 0

    @property
    def outstanding(self) -> int:
        """What members hold at the end of the period."""
        given = self.opening + self.earned + self.given_back
        return given - self.reversed_ - self.redeemed - self.expired


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What is owed at the end of a period.

    ``nominal_minor`` if all of it were redeemed, ``expected_minor`` by the estimate,
    ``breakage`` the points that are expected never to be.
    """

    outstanding: int
    nominal_minor: int
    expected_minor: int
    breakage: int


def redemption_share(movements: Iterable[Movement]) -> Fraction:
    """Estimate which share of points is redeemed: of those whose fate is known.

    Redeemed (less what came back) out of redeemed and expired, over all given periods. With
    nothing known yet every point is expected to be redeemed: the careful estimate.
    """
    redeemed = expired = 0
    for movement in movements:
        redeemed += max(0, movement.redeemed - movement.given_back)
        expired += movement.expired
    known = redeemed + expired
    return Fraction(redeemed, known) if known else _WHOLE


def owed(movement: Movement, *, value_minor: Fraction, redeemed_share: Fraction) -> Owed:
    """Return what is owed for the points at the end of a period.

    ``value_minor`` is what one point pays, exact; figures are rounded up, breakage down.
    """
    points = max(0, movement.outstanding)
    nominal = points * value_minor
    expected = nominal * redeemed_share
    unclaimed = points * (_WHOLE - redeemed_share)
    return Owed(
        outstanding=points,
        nominal_minor=rounded(nominal.numerator, nominal.denominator, "ceil"),
        expected_minor=rounded(expected.numerator, expected.denominator, "ceil"),
        breakage=rounded(unclaimed.numerator, unclaimed.denominator, "floor"),
    )
