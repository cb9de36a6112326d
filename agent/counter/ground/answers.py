"""What the till answers, as JSON: small pieces that every use case writes the same way."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from pydantic_core import to_json

from rules.ground.ids import Unit
from rules.sale.decisions import Award, CouponUsed, DiscountGiven, NotUsed, Redeemable

Value = str | int | bool | None | Sequence["Value"] | Mapping[str, "Value"]
Answer = Mapping[str, Value]
"""One JSON object, its fields in the order of the public examples."""


def body_of(answer: Answer) -> bytes:
    """Return the exact bytes of an answer; read and written again they stay."""
    return to_json(answer)


def read_body(body: bytes) -> Answer:
    """Read an answer that :func:`body_of` wrote."""
    # What we wrote ourselves was a Mapping.
    return cast("Answer", json.loads(body))


def earned_out(awards: Iterable[Award], pending: frozenset[Unit]) -> list[Answer]:
    """Write what each line earned by each rule; units in ``pending`` are not usable yet."""
    return [
        {
            "unit": award.unit,
            "points": points,
            "line": line,
            "rule": award.rule,
            "words": award.words,
            "state": "pending" if award.unit in pending else "active",
        }
        for award in awards
        for line, points in award.lines
    ]


def discount_out(given: DiscountGiven) -> Answer:
    """Write money off one line."""
    return {
        "line": given.line,
        "amount_minor": given.amount_minor,
        "rule": given.rule,
        "words": given.words,
        **({"values": dict(given.values)} if given.values else {}),
    }


def coupon_out(used: CouponUsed) -> Answer:
    """Write what a coupon took off."""
    return {
        "code": used.code,
        "rule": used.use.rule,
        "amount_minor": used.amount_minor,
    }


def not_used_out(reason: NotUsed) -> Answer:
    """Write why a rule or coupon gave nothing."""
    return {"rule": reason.rule, "words": reason.words, "values": dict(reason.values)}


def redeemable_out(offer: Redeemable) -> Answer:
    """Write what could be redeemed now, and how much of it is here unless all of it is."""
    here = offer.max_points - offer.elsewhere
    return {
        "reward": offer.reward,
        "max_points": offer.max_points,
        "step": offer.step,
        "value_minor_per_step": offer.value_minor_per_step,
        **({"spendable_here": here} if offer.elsewhere else {}),
    }
