"""What points pay: their worth, the share of a basket, what is left to pay."""

from rules.ground.ids import LotId
from rules.ground.refusal import Refusal
from rules.rewards.redeem import redeem
from rules.value.ledger import Slice
from rules.vouchers.money import set_aside
from tests.conformance.adapters import redeeming, sequences
from tests.conformance.adapters.reserving import REWARD
from tests.conformance.engine import AT
from tests.conformance.given import Given, InexpressibleError, exact


def used(given: Given) -> dict[str, object]:
    """Pay with so many points at so much each."""
    points, total = given.whole("use_points"), given.money("order_total")
    paid = _paid(given, points, "point_value", total_minor=total)
    return {"discount": given.major(paid), "to_pay": given.major(total - paid)}


def reward(given: Given) -> dict[str, object]:
    """Pay with all points there are, in whole multiples of what a reward asks for."""
    points, total = given.whole("balance"), given.money("basket")
    step = given.whole("required_points")
    if step <= 0:
        raise InexpressibleError("required_points: a reward costs something")
    paid = _paid(given, points, "value_per_point", total_minor=total, step=step)
    return {"total": given.major(total - paid)}


def worth(given: Given) -> dict[str, object]:
    """Say what a balance is worth."""
    points = given.whole("balance")
    return {"value": given.major(_paid(given, points, "value_per_point"))}


def _paid(
    given: Given,
    points: int,
    worth_of_one: str,
    *,
    total_minor: int | None = None,
    step: int = 1,
) -> int:
    each = exact(given.value(worth_of_one), worth_of_one) * given.minor(1) * step
    all_of_it = -(-points * each.numerator // (each.denominator * step))
    asked = {
        "requested": points,
        "balance": given.whole("balance"),
        "order_total_minor": all_of_it if total_minor is None else total_minor,
        "conversion_points": each.denominator * step,
        "conversion_amount_minor": each.numerator,
    }
    found = redeeming.calc(Given(asked))["amount_minor"]
    return int(str(found))


def share(given: Given) -> dict[str, object]:
    """Pay at most a share of an order; a point is worth one unit of money."""
    asked = {
        "requested": given.whole("balance"),
        "balance": given.whole("balance"),
        "order_total_minor": given.whole("order_total"),
        "conversion_points": 1,
        "conversion_amount_minor": 1,
        "max_percent_of_order": str(given.number("max_percent")),
    }
    return {"payable_by_points": redeeming.calc(Given(asked))["points"]}


def rest(given: Given) -> dict[str, object]:
    """Take a sum off what an earlier discount left."""
    total, before = given.whole("order_total_minor"), given.whole("discount_already_minor")
    after = given.whole("next_amount_off_minor")
    asked: dict[str, object] = {
        "currency": "JPY",
        "lines": [{"id": "goods", "price": total}],
        "promos": [
            {"kind": "fixed", "on": "all", "value": before},
            {"kind": "fixed", "on": "all", "value": after},
        ],
    }
    found = sequences.sequence(Given(asked))
    discounts = found["discounts"]
    applied = discounts[-1] if isinstance(discounts, list) else None
    return {"applied_minor": applied, "total_minor": found["total"]}


def affordable(given: Given) -> dict[str, object]:
    """Say whether a balance and what the very sale earns pay a reward."""
    have = given.whole("balance") + given.whole("earned_in_sale")
    here = (Slice(lot=LotId("all"), amount=have, good_until=None),)
    answer = redeem(REWARD, given.whole("cost"), here=here, available=have, at=AT)
    return {"accepted": not isinstance(answer, Refusal)}


def twice(given: Given) -> dict[str, object]:
    """Pay from one card again and again: who comes too late is refused."""
    left, accepted = given.money("card"), 0
    for wanted in given.moneys("parallel_payments"):
        if wanted <= 0:
            raise InexpressibleError("a payment is of something")
        here = (Slice(lot=LotId("card"), amount=left, good_until=None),)
        if not isinstance(set_aside(wanted, here=here, available=left, at=AT), Refusal):
            accepted += 1
            left -= wanted
    return {"accepted": accepted, "card_after": given.major(left)}
