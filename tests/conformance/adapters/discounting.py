"""What the questions about discounts share: a quote of some rules, and what one took."""

from collections.abc import Sequence
from typing import Final

from rules.sale.basket import Line
from rules.sale.decisions import Quote
from tests.conformance.engine import Section, basket, programme, quoted
from tests.conformance.given import Given, InexpressibleError, exact

_ROUNDINGS: Final = {
    "half_up": "half_up",
    "round": "half_up",
    "nearest": "half_up",
    "half_even": "half_even",
    "bankers": "half_even",
    "half_down": "half_down",
    "down": "floor",
    "floor": "floor",
    "truncate": "floor",
    "up": "ceil",
    "ceil": "ceil",
    "ceiling": "ceil",
}
"""What is rounded is never below nothing: towards nothing is down."""


def rounding(given: Given, default: str | None = "half_up") -> str:
    """Return the engine's name of the rounding that a case tells."""
    said = given.text("rounding", default)
    name = said.lower().removeprefix("round_")
    if name not in _ROUNDINGS:
        raise InexpressibleError(f"no rounding is called {said!r}")
    return _ROUNDINGS[name]


def quote_of(rules: Sequence[Section], lines: Sequence[Line], **settings: str) -> Quote:
    """Return what discounts, one after another as written, make of some lines."""
    combination = {"choose": "in_order", **settings}
    return quoted(programme(discounts=rules, combination=combination), basket(lines))


def taken(quote: Quote, rule: object) -> int:
    """Return what one rule takes off, in minor units."""
    return sum(one.amount_minor for one in quote.discounts if one.rule == rule)


def by_line(quote: Quote, rule: object) -> dict[str, int]:
    """Return what one rule takes off each line that it takes anything off."""
    return {one.line: one.amount_minor for one in quote.discounts if one.rule == rule}


def pairs(given: Given, key: str) -> list[tuple[object, object]]:
    """Return a list of pairs, the lowest first."""
    found: list[tuple[object, object]] = []
    for step in given.items(key):
        if not isinstance(step, list) or len(step) != len(("from", "gives")):
            raise InexpressibleError(f"{key} must hold pairs")
        found.append((step[0], step[1]))
    return sorted(found, key=lambda pair: exact(pair[0], key))
