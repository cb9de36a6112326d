"""How long a tier is kept that fell short."""

from datetime import timedelta

from tests.conformance.adapters.lasting import held_from
from tests.conformance.given import Given, InexpressibleError

_ONE_SECOND = timedelta(seconds=1)


def kept(given: Given) -> dict[str, object]:
    """Keep a tier for some months from its entry, maybe to the end of a period."""
    grace = given.table("grace")
    # Between entry and end it changes nothing when the balance fell.
    given.aside("fell")
    terms: dict[str, object] = {"window_days": 1, "duration_months": grace.whole("months")}
    if "round_up_to" in grace:
        terms["duration_end"] = grace.text("round_up_to")
    until = held_from(terms, given.text("entered")).until
    if until is None:
        raise InexpressibleError("it never ends")
    return {"keeps_until": (until - _ONE_SECOND).strftime("%Y-%m-%dT%H:%M:%S")}
