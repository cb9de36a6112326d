"""``alloc``: a sum split over weights, in a named way."""

from typing import get_args

from rules.shares import Allocation, allocate, allocate_capped
from tests.conformance.given import Given, InexpressibleError


def alloc(given: Given) -> dict[str, object]:
    """Split; what is capped moves on by the nearest parts, the first first."""
    total, weights = given.whole("total"), given.wholes("weights")
    method = given.text("method")
    if method == "capped":
        caps = given.wholes("caps")
        return {"parts": allocate_capped(total, weights, caps, "half_down_then_first")}
    for known in get_args(Allocation):
        if method == known:
            return {"parts": allocate(total, weights, known)}
    raise InexpressibleError(f"no allocation is called {method!r}")
