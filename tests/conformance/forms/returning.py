"""What a return takes back and pays out, told as stories."""

import re
from typing import Final

from tests.conformance.forms.telling import came, money, moneys, written
from tests.conformance.given import Given, InexpressibleError
from tests.conformance.statements import BASE

_OFF_EACH: Final = re.compile(r"(\d{1,9}(?:\.\d{1,3})?) off per item", re.ASCII)


def line_of_coupon(given: Given) -> dict[str, object]:
    """Return one line of a basket that a coupon made cheaper: what was and is earned."""
    amounts, back = moneys(given, "lines"), money(given, "refund_line")
    if back not in amounts:
        raise InexpressibleError(f"refund_line: no line costs {back}")
    rate = given.number("points_per_money") / given.minor(1)
    rules = f"""
[[earn]]
kind = "per_spend"
rule = "base"
points = {rate.numerator}
step_minor = {rate.denominator}

[[vouchers]]
kind = "amount"
rule = "off"
amount_minor = {given.money("coupon")}
"""
    goods = "\n".join(f"  1 x L{number} at {one}" for number, one in enumerate(amounts))
    story = f"""
Member Ana
Coupon OFF of off
Sale 1 by Ana:
{goods}
  coupon OFF
  expect earned ?
Refund of sale 1:
  1 x L{amounts.index(back)}
  expect taken ?
"""
    earned, taken = came(given, rules, story)
    return {"earned": earned, "reversed": taken}


def pieces(given: Given) -> dict[str, object]:
    """Return pieces that each were cheaper: what goes back, what no longer comes off."""
    told = _OFF_EACH.fullmatch(given.text("rule"))
    if told is None:
        raise InexpressibleError(f"rule: {given.text('rule')!r} is told otherwise here")
    off = given.minor(told[1])
    rules = f'[[discounts]]\nkind = "amount"\nrule = "off"\namount_minor = {off}\n'
    goods, prices = [], {}
    for one in given.tables("lines"):
        name, price = _word(one.text("sku")), one.money("price")
        prices[name] = price
        goods.append(f"  {one.count('qty')} x {name} at {written(given, price)}")
    back, full = [], 0
    for one in given.tables("return"):
        name, units = _word(one.text("sku")), one.count("units")
        back.append(f"  {units} x {name}")
        full += prices.get(name, 0) * units
    story = "\n".join(("Sale 1:", *goods, "Refund of sale 1:", *back, "  expect money ?"))
    (paid,) = came(given, f'{rules}each = "piece"\n', story)
    rolled_back = given.major(full - given.minor(paid))
    return {"refund_value": paid, "discount_rolled_back": rolled_back}


def part(given: Given) -> dict[str, object]:
    """Return goods worth so many of the points that were earned: what is left of them."""
    earned, gone = given.count("earned"), given.count("refund_points_value")
    if gone > earned:
        raise InexpressibleError("more comes back than was sold")
    goods = {"GONE": gone, "KEPT": earned - gone}
    sold = "\n".join(
        f"  1 x {name} at {worth}.00" for name, worth in goods.items() if worth
    )
    back = "Refund of sale 1:\n  1 x GONE\n" if gone else ""
    story = f"Member Ana\nSale 1 by Ana:\n{sold}\n{back}Expect Ana: points ?\n"
    method = '\n[refund]\nmethod = "recompute_difference"\n'
    (left,) = came(given, BASE + method, story)
    return {"left": left}


def _word(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", name):
        raise InexpressibleError(f"{name!r} is no article's name")
    return name
