"""What a slip says was given and paid is what its record moved."""

import json
from collections.abc import Mapping
from typing import Any

from sync.wire.records.record import unpack
from tests.simulation.programme import EXTRA, FIFTH
from tests.simulation.union import BrokenInvariantError, Seen, sold
from tests.simulation.vouchers_given import COFFEE_MINOR, PRODUCT


def tells_what_moved(seen: Seen, body: bytes) -> None:
    """Hold the facts of a sale, or of its attachment, against its entries."""
    if seen.kind not in {"sale", "attach"}:
        return
    given = json.loads(unpack(body).facts_bytes() or b"{}").get("given", {})
    _drawn_from_budgets(seen, given)
    _paid_for_products(seen, given)


def _drawn_from_budgets(seen: Seen, given: Mapping[str, Any]) -> None:
    told = {"b.discount_minor.ever": 0, "b.points.day": 0}
    for off in given.get("discounts", ()):
        told["b.discount_minor.ever"] += off["amount_minor"] * (off["rule"] == FIFTH)
    for award in given.get("awards", ()):
        points = sum(points for _, points in award["lines"])
        told["b.points.day"] += points * (award["rule"] == EXTRA)
    for unit, amount in told.items():
        drawn = sold(seen).house("budgets", unit)
        if drawn != amount:
            raise BrokenInvariantError(
                "what a campaign gives is drawn from its budget",
                f"{seen.record}: {amount} given, {drawn} of {unit} drawn",
            )


def _paid_for_products(seen: Seen, given: Mapping[str, Any]) -> None:
    for spend in given.get("spends", ()):
        if spend["reward"] != PRODUCT.rule:
            continue
        paid = sum(piece["amount"] for piece in spend["slices"])
        pieces = spend["value_minor"] // COFFEE_MINOR
        if paid != pieces * PRODUCT.price_points:
            raise BrokenInvariantError(
                "a product costs its points", f"{seen.record}: {paid} for {pieces}"
            )
