"""The one rounding: an exact ratio becomes a whole number, in a named way."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

Rounding = Literal["floor", "ceil", "half_up", "half_down", "half_even"]
"""Towards minus infinity; towards plus infinity; to the nearest, where exactly between two
the one farther from zero, nearer to zero, or even."""


def rounded(numerator: int, denominator: int, how: Rounding) -> int:
    """Return ``numerator / denominator`` (the latter above 0) as a whole number."""
    whole, rest = divmod(numerator, denominator)
    if not rest or how == "floor":
        return whole
    if how == "ceil":
        return whole + 1
    twice = 2 * rest
    if twice != denominator:
        return whole + (twice > denominator)
    return whole + _up_when_between(whole, numerator, how)


def rounded_parts(exact: Sequence[Fraction], how: Rounding) -> tuple[int, ...]:
    """Round a sum once and return its parts: what is over goes to the largest rests."""
    whole = sum(exact, Fraction())
    floors = [part.numerator // part.denominator for part in exact]
    missing = rounded(whole.numerator, whole.denominator, how) - sum(floors)
    rests = [part - floor for part, floor in zip(exact, floors, strict=True)]
    turn = sorted(range(len(rests)), key=rests.__getitem__, reverse=True)
    for at in turn[: max(0, missing)]:
        floors[at] += 1
    return tuple(floors)


def _up_when_between(whole: int, numerator: int, how: Rounding) -> bool:
    """Say whether the upper of two equally near numbers is meant."""
    if how == "half_even":
        return whole % 2 == 1
    return (numerator > 0) == (how == "half_up")
