"""Discounts of a campaign whose budget does not reach."""

from collections.abc import Mapping
from typing import Final

from rules.value.budgets import Budget
from tests.conformance.forms.telling import came, written
from tests.conformance.given import Given, InexpressibleError
from tests.conformance.judging import Said

_KINDS: Final[Mapping[str, str]] = {
    "fixed_each": 'each = "piece"',
    "percent_each": "",
    "fixed_across": "",
    "percent_across": 'of = "basket"',
    "fixed_order": "",
    "percent_order": 'of = "basket"',
}
_GIVEN: Final = Said(("applied",))
_SPENT: Final = Said(("budget exceeded", "nothing applied"))
_SHORT: Final = Said(("budget exceeded", "applied in part"))


def spending(given: Given) -> dict[str, object]:
    """Take a discount off within the money of its campaign: all of it, or nothing."""
    over = "trim" if given.flag("partial", default=False) else "nothing"
    rules = f"""
[[campaigns]]
campaign = "c"
[[campaigns.budgets]]
counts = "discount_minor"
amount = {given.money("budget_spend")}
over = "{over}"

[[discounts]]
rule = "p"
campaign = "c"
{_discount(given)}"""
    names, goods = _goods(given)
    looks = ", ".join(f"discount ? on {name}" for name in names)
    *offs, reason = came(
        given, rules, f"Sale 1:\n{goods}\n  expect {looks}, not used p because ?\n"
    )
    some = [given.major(given.minor(off)) for off in offs if given.minor(off)]
    short = _SHORT if some else _SPENT
    result = short if reason.startswith("budget") else _GIVEN
    return {"discounts": some, "result": result}


def uses(given: Given) -> dict[str, object]:
    """Use a discount once more: whether the budget of uses still has one."""
    # What it takes off changes nothing about how often.
    given.aside("fixed_each", "percent_each", "fixed_across", "percent_across")
    budget = Budget(counts="uses", amount=given.whole("budget_usage_limit"))
    left = budget.left(given.whole("used"))
    return {"result": _GIVEN if left else _SPENT}


def _discount(given: Given) -> str:
    key = next(name for name in _KINDS if name in given)
    kind = f'kind = "percent"\npercent = "{given.number(key)}"'
    if key.startswith("fixed"):
        kind = f'kind = "amount"\namount_minor = {given.money(key)}'
    most = given.whole("max_qty", 0)
    pieces = f"max_pieces = {most}" if most else ""
    return "\n".join((kind, _KINDS[key], pieces, ""))


def _goods(given: Given) -> tuple[list[str], str]:
    """Return the names of lines that tell a sum, or pieces and what they cost together."""
    listed = given.items("lines")
    told = given.tables("lines") if any(isinstance(one, dict) for one in listed) else ()
    lines = [(one.count("qty"), one.money("subtotal")) for one in told]
    lines = lines or [(1, amount) for amount in given.moneys("lines")]
    if any(not pieces or amount % pieces for pieces, amount in lines):
        raise InexpressibleError("lines: a piece costs a whole sum")
    names = [f"L{number}" for number in range(len(lines))]
    goods = [
        f"  {pieces} x {name} at {written(given, amount // pieces)}"
        for name, (pieces, amount) in zip(names, lines, strict=True)
    ]
    return names, "\n".join(goods)
