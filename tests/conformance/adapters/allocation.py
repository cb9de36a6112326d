"""``alloc``: a sum split over weights, in a named way."""

from typing import Final, get_args

from rules.ground.shares import Allocation, allocate, allocate_capped
from tests.conformance.given import Given, InexpressibleError

_WAYS: Final[tuple[Allocation, ...]] = get_args(Allocation)


def alloc(given: Given) -> dict[str, object]:
    """Split; what is ``capped`` moves on by the nearest parts, the first first."""
    total, weights = given.whole("total"), given.wholes("weights")
    if not weights or min(weights) < 0:
        raise InexpressibleError("weights: one at least, none below nothing")
    method = given.text("method")
    if method != "capped" and "caps" not in given:
        return {"parts": allocate(total, weights, _way(method))}
    caps = given.wholes("caps")
    if len(caps) != len(weights) or min(caps) < 0:
        raise InexpressibleError("caps: one for each weight, none below nothing")
    way = "half_down_then_first" if method == "capped" else _way(method)
    return {"parts": allocate_capped(total, weights, caps, way)}


def _way(method: str) -> Allocation:
    for known in _WAYS:
        if method == known:
            return known
    raise InexpressibleError(f"no allocation is called {method!r}")
