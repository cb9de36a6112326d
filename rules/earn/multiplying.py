"""What multipliers add to what other rules gave."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

from rules.earn.receipt import Receipt
from rules.ground import bounds
from rules.ground.ids import Unit
from rules.ground.rounding import Rounding, rounded

_FACTOR_MAX = 1_000
_ONE = Fraction(1)


def factor(value: Fraction) -> None:
    """Refuse a factor that multiplies nothing, or beyond sense."""
    bounds.rate("factor", value, least=1, most=_FACTOR_MAX)
    if value == 1:
        raise bounds.OutOfBoundsError("factor must be above 1")


def extra(
    receipt: Receipt,
    sums: Sequence[int],
    at: Sequence[int],
    *,
    unit: Unit,
    factor: Fraction,
    rounding: Rounding = "floor",
) -> tuple[int, Sequence[int]]:
    """Return the extra of the lines ``at``, and by which weights they share it.

    Of no extra the weights are the points that were multiplied in vain.
    ``sums`` is what was given to each position so far. Two multipliers on one line add up,
    multiply each other, or leave it to the highest, as the programme says; the extra is
    rounded once. Where they multiply, it is the product of all so far that is rounded:
    1 point times 1.5 times 1.5 is 2.
    """
    points = [sums[position] for position in at]
    if receipt.multipliers == "add":
        return _added(points, factor, rounding)
    given = dict(zip(at, points, strict=True))
    more = [
        _more(receipt, unit, position, factor) * part for position, part in given.items()
    ]
    whole = _extra(receipt, unit, given, more, rounding=rounding)
    if whole or (receipt.multipliers == "multiply" and any(more)):
        for position in at:
            _note(receipt, unit, position, factor)
    return whole, _scaled(more) if whole else points


def _added(
    points: Sequence[int], factor: Fraction, rounding: Rounding
) -> tuple[int, Sequence[int]]:
    """Return the extra where every multiplier minds only what was given before all."""
    numerator, denominator = factor.as_integer_ratio()
    whole = sum(points) * (numerator - denominator)
    return rounded(whole, denominator, rounding), points


def _extra(
    receipt: Receipt,
    unit: Unit,
    given: Mapping[int, int],
    more: Sequence[Fraction],
    *,
    rounding: Rounding,
) -> int:
    """Round the extra once; where multipliers multiply, all of them so far together."""
    if receipt.multipliers != "multiply":
        return _whole(more, rounding)
    before = [
        receipt.multiplied.get((unit, position), _ONE) * part
        for position, part in given.items()
    ]
    after = [so_far + extra for so_far, extra in zip(before, more, strict=True)]
    return _whole(after, rounding) - _whole(before, rounding)


def _more(receipt: Receipt, unit: Unit, position: int, factor: Fraction) -> Fraction:
    """Return by how much this multiplier exceeds what the line was multiplied by."""
    so_far = receipt.multiplied.get((unit, position), _ONE)
    if receipt.multipliers == "multiply":
        return so_far * (factor - 1)
    return max(Fraction(0), factor - so_far)


def _note(receipt: Receipt, unit: Unit, position: int, factor: Fraction) -> None:
    so_far = receipt.multiplied.get((unit, position), _ONE)
    multiply = receipt.multipliers == "multiply"
    now = so_far * factor if multiply else max(so_far, factor)
    receipt.multiplied[unit, position] = now


def _whole(more: Sequence[Fraction], rounding: Rounding) -> int:
    exact = sum(more, Fraction(0))
    return rounded(exact.numerator, exact.denominator, rounding)


def _scaled(more: Sequence[Fraction]) -> tuple[int, ...]:
    """Return whole weights in the proportion of exact ones."""
    whole = lcm(*(each.denominator for each in more))
    return tuple(each.numerator * whole // each.denominator for each in more)
