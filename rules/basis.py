"""The money each line earns on: what was paid for goods, and not in points."""

from collections.abc import Sequence

from rules.basket import Line
from rules.shares import share


def worth(lines: Sequence[Line]) -> tuple[int, ...]:
    """Return what was paid for each line; one that gives money back is nothing."""
    costs = [line.amount_minor - line.discount_minor for line in lines]
    return tuple([max(0, cost) for cost in costs])


def basis(
    lines: Sequence[Line], paid: Sequence[int], *, points_minor: int
) -> tuple[int, ...]:
    """Return the money each line earns on, in minor units.

    ``paid`` is what each line costs in the end. What was paid in points is shared to all
    lines by it and taken off (beyond their sum it paid tax); only goods earn.
    """
    if points_minor:
        cuts = share(min(points_minor, sum(paid)), paid)
        paid = [cost - cut for cost, cut in zip(paid, cuts, strict=True)]
    return tuple(
        [cost if line.kind == "item" else 0 for cost, line in zip(paid, lines, strict=True)]
    )
