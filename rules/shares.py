"""Split a whole number into parts that sum to it: largest remainder, ties to the first."""

from collections.abc import Sequence


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
    parts = [total * weight // whole for weight in weights]
    missing = total - sum(parts)
    if missing:
        rest = [total * weight % whole for weight in weights]
        # A reversed sort keeps the order of equals, so the earlier part still comes first.
        by_rest = sorted(range(len(rest)), key=rest.__getitem__, reverse=True)
        for at in by_rest[:missing]:
            parts[at] += 1
    return tuple(parts)
