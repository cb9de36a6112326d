"""Whose a place is: ``transit:t1.3``, ``t1.3`` and ``t1.3#hold`` are ``t1.3``'s own."""

from typing import Final

from rules.value.ledger import AVAILABLE, HOUSE, PENDING

_NOBODYS: Final = frozenset({PENDING, AVAILABLE, HOUSE})
_TRANSIT: Final = "transit:"
_HOLD: Final = "#hold"


def holder_of(place: str) -> str | None:
    """Return the life that holds what stands at ``place``; None where nobody does."""
    if place in _NOBODYS:
        return None
    return place.removeprefix(_TRANSIT).removesuffix(_HOLD)
