"""Split a whole number into parts that sum to it: the house's way, and others by name."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

from rules.ground.rounding import rounded

Allocation = Literal[
    "largest_remainder",
    "equal_first",
    "half_down_then_first",
    "floor_then_first",
    "remainder_last",
]
"""Who gets what does not divide: the largest remainders (Hamilton); equal parts whatever
the weights, the first get one more; each part to the nearest, what is over or missing one
by one from the first; all of it the first; all of it the last."""


def share(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split ``total`` in proportion to ``weights`` (none negative), without a rest.

    Hamilton's method: every part gets its floor, what is left goes one by one to the
    largest remainders, the earlier part first when two are equal. No weight at all puts
    everything on the first part; without parts ``total`` must be 0.
    """
    if not weights:
        if total:
            raise ValueError("nothing to share among")
        return ()
    if len(weights) == 1:
        return (total,)
    if total < 0:
        return tuple(-part for part in share(-total, weights))
    whole = sum(weights)
    if whole == 0:
        return (total, *(0 for _ in weights[1:]))
    times, beyond = divmod(total, whole)
    if not beyond:
        return tuple([times * weight for weight in weights])
    return _by_remainder(total, weights, whole)


def allocate(total: int, weights: Sequence[int], how: Allocation) -> tuple[int, ...]:
    """Split ``total`` by ``weights`` in a named way; negative totals mirror positive ones.

    Parts without any weight take nothing, except that ``equal_first`` knows no weights and
    ``largest_remainder`` splits what nobody weighs for equally, the first get one more.
    """
    if how == "largest_remainder":
        return share(total, weights if sum(weights) else [1] * len(weights))
    if total < 0:
        return tuple(-part for part in allocate(-total, weights, how))
    if how != "equal_first" and not sum(weights):
        return (0,) * len(weights)
    return tuple(_WAYS[how](total, weights)) if weights else ()


def allocate_capped(
    total: int, weights: Sequence[int], caps: Sequence[int], how: Allocation
) -> tuple[int, ...]:
    """Split at most the sum of ``caps``; what a part cannot take moves to the others.

    Negative totals mirror positive ones.
    """
    if total < 0:
        return tuple(-part for part in allocate_capped(-total, weights, caps, how))
    parts = [0] * len(weights)
    left = min(total, sum(caps))
    while left > 0:
        open_at = [at for at, cap in enumerate(caps) if parts[at] < cap]
        chosen = [weights[at] for at in open_at]
        if how != "equal_first" and not sum(chosen):
            chosen = [1] * len(open_at)
        for at, part in zip(open_at, allocate(left, chosen, how), strict=True):
            taken = min(part, caps[at] - parts[at])
            parts[at] += taken
            left -= taken
    return tuple(parts)


def _by_remainder(total: int, weights: Sequence[int], whole: int) -> tuple[int, ...]:
    parts = [total * weight // whole for weight in weights]
    missing = total - sum(parts)
    if missing:
        rest = [total * weight % whole for weight in weights]
        # A reversed sort keeps the order of equals, so the earlier part still comes first.
        by_rest = sorted(range(len(rest)), key=rest.__getitem__, reverse=True)
        for at in by_rest[:missing]:
            parts[at] += 1
    return tuple(parts)


def _equal(total: int, weights: Sequence[int]) -> list[int]:
    each, over = divmod(total, len(weights))
    return [each + (at < over) for at in range(len(weights))]


def _nearest(total: int, weights: Sequence[int]) -> list[int]:
    whole = sum(weights)
    parts = [rounded(total * weight, whole, "half_down") for weight in weights]
    missing = total - sum(parts)
    step = 1 if missing > 0 else -1
    # A part that has nothing gives nothing up.
    able = [at for at, part in enumerate(parts) if part or step > 0]
    for turn in range(abs(missing)):
        parts[able[turn % len(able)]] += step
    return parts


def _floors(total: int, weights: Sequence[int], *, rest_to: int) -> list[int]:
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    parts[rest_to] += total - sum(parts)
    return parts


_WAYS: Final[Mapping[Allocation, Callable[[int, Sequence[int]], list[int]]]] = {
    "equal_first": _equal,
    "half_down_then_first": _nearest,
    "floor_then_first": lambda total, weights: _floors(total, weights, rest_to=0),
    "remainder_last": lambda total, weights: _floors(total, weights, rest_to=-1),
}
