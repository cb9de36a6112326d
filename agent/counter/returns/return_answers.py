"""A decided return told, as its quote and its answer tell it."""

from agent.counter.ground.answers import Answer, Value
from agent.counter.returns.returning import Decided
from rules.ground.ids import Place
from rules.sale.decisions import Reversal
from rules.value.ledger import PENDING, POINTS


def decided_out(decided: Decided) -> dict[str, Value]:
    """Write a decided return as its quote and its answer tell it."""
    decision, shortfall = decided.decision, decided.shortfall
    state = "pending_acceptance" if decided.waits else "active"
    said: dict[str, Value] = {
        "reversed": [_reversed(reversal, place) for reversal, place in decided.origins],
        "given_back": [
            {"unit": POINTS, "points": piece.amount, "lot": piece.lot, "state": state}
            for piece in decision.given_back
        ],
        "shortfall": {
            "points": shortfall.points,
            "policy": shortfall.policy,
            "settled": shortfall.settled,
            "from_refund_minor": shortfall.from_refund_minor,
        },
        "withdrawn": list(decided.withdrawn),
        "tier": {"before": decision.tier_before, "after": decision.tier_after},
        "member": decided.member,
        "to_tenders": list(decided.to_tenders),
    }
    restored = decided.money.told()
    return said | ({"restored": restored} if restored else {})


def _reversed(reversal: Reversal, place: Place) -> Answer:
    return {
        "unit": reversal.unit,
        "points": reversal.points,
        "line": reversal.line,
        "rule": reversal.rule,
        "lot": reversal.lot,
        "from": "pending" if place == PENDING else "active",
    }
