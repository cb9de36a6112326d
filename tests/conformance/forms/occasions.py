"""What depends on who stands there, which word was given, and how much is bought."""

import re

from tests.conformance.forms.telling import came
from tests.conformance.given import Given, InexpressibleError

_EACH = re.compile(r"(\d{1,6}) points? per unit", re.ASCII)
_COUPON = """
[[vouchers]]
kind = "amount"
rule = "next"
amount_minor = 100

[[issues]]
rule = "next"
on = { kind = "purchase" }
gives = { kind = "coupon", valid_days = 30 }
times = "each"
"""


def word(given: Given) -> dict[str, object]:
    """Earn once a sale by a rule that asks for a word: what each sale earns."""
    if given.text("rule_mode") != "with_code":
        raise InexpressibleError(f"rule_mode: unknown {given.text('rule_mode')!r}")
    rules = (
        '[[earn]]\nkind = "per_visit"\nrule = "word"\nwhen = { codes = ["WORD"] }\n'
        f"points = {given.whole('points_per_order')}\n"
    )
    story = ["Member Ana"]
    for number, entered in enumerate(given.items("code_entered")):
        if not isinstance(entered, bool):
            raise InexpressibleError("code_entered is neither true nor false")
        said = ["  coupon WORD"] if entered else []
        story += [f"Sale {number} by Ana:", "  1 x TEA at 5.00", *said]
        story.append("  expect earned ?")
    return {"points": came(given, rules, "\n".join(story))}


def next_sale(given: Given) -> dict[str, object]:
    """Give a coupon for the next sale from so many pieces on: how many each gives."""
    least = given.whole("min_qty")
    rules = f"{_COUPON}when = {{ minimum_pieces = {least} }}\n"
    story: list[str] = []
    for number, pieces in enumerate(given.wholes("quantities")):
        story += [f"Member M{number}", f"Sale {number} by M{number}:"]
        story += [f"  {pieces} x TEA at 5.00", f"Expect M{number}: coupons next ?"]
    return {"coupons": came(given, rules, "\n".join(story))}


def switched(given: Given) -> dict[str, object]:
    """Scan several members during an order: who stands there at its end has the points."""
    told = _EACH.fullmatch(given.text("rule"))
    if told is None:
        raise InexpressibleError(f"rule: {given.text('rule')!r} is told otherwise here")
    rules = f'[[earn]]\nkind = "per_item"\nrule = "unit"\npoints = {told[1]}\n'
    story: list[str] = []
    members: dict[str, str] = {}
    for number, order in enumerate(given.tables("orders")):
        goods = f"  {order.count('qty')} x TEA at 5.00"
        scanned = order.texts("scanned")
        for name in scanned:
            if name not in members:
                members[name] = f"M{len(members)}"
                story.append(f"Member {members[name]}")
        for name in scanned[:-1]:
            story += [f"Quote for {members[name]}:", goods]
        by = f" by {members[scanned[-1]]}" if scanned else ""
        story += [f"Sale {number}{by}:", goods]
    story += [f"Expect {name}: points ?" for name in members.values()]
    found = came(given, rules, "\n".join(story))
    return {"balances": dict(zip(members, found, strict=True))}
