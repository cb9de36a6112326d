"""The one rounding: an exact ratio becomes a whole number, in a named way."""

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


def _up_when_between(whole: int, numerator: int, how: Rounding) -> bool:
    """Say whether the upper of two equally near numbers is meant."""
    if how == "half_even":
        return whole % 2 == 1
    return (numerator > 0) == (how == "half_up")
