"""``ifrs.*``, ``promo.budget``, ``fraud.*``, ``offline.*``: worth, budgets, limits."""

from rules.economics.deferral import recognised
from rules.ground.bounds import OutOfBoundsError
from rules.value.budgets import Budget
from rules.value.limits import (
    FloorLimit,
    Velocity,
    objection_to_accrual,
    objection_to_unasked,
)
from tests.conformance.given import Given, InexpressibleError


def recognise(given: Given) -> dict[str, object]:
    """Return the revenue of a period: what is redeemed to date, less what was told."""
    revenue = recognised(
        given.whole("liability"),
        redeemed=given.whole("redeemed_to_date"),
        expected=given.whole("expected_total"),
        already_minor=given.whole("already", 0),
    )
    return {"recognised": revenue}


def budget(given: Given) -> dict[str, object]:
    """Say whether a budget still gives, or how often it may still be used."""
    if "max_discount" in given:
        money = Budget(counts="discount_minor", amount=given.money("max_discount"))
        spent = given.moneys("given")
        return {"available": [money.left(amount) > 0 for amount in spent]}
    uses = Budget(counts="uses", amount=given.whole("max_global_applications"))
    return {"remaining": [uses.left(used) for used in given.wholes("used")]}


def velocity(given: Given) -> dict[str, object]:
    """Say for each try of a day whether it earns."""
    try:
        limit = Velocity(accruals_per_day=given.whole("max_accruals_per_day"))
    except OutOfBoundsError as error:
        raise InexpressibleError(f"no programme can say this: {error}") from error
    accepted: list[bool] = []
    for _ in range(given.count("accrual_attempts")):
        earned = sum(accepted)
        accepted.append(objection_to_accrual(limit, earned_today=earned) is None)
    return {"accepted": accepted}


def floor_limit(given: Given) -> dict[str, object]:
    """Say of each amount whether it may be taken without asking."""
    limit = FloorLimit(transaction_minor=given.money("txn_limit"))
    attempts = given.moneys("attempts")
    if "max_records" in given and len(attempts) > given.whole("max_records"):
        raise InexpressibleError("a till without a line counts money, not records")
    given.aside("max_records")
    return {
        "accepted": [objection_to_unasked(limit, amount) is None for amount in attempts]
    }
