"""``promo.*``: discounts of a programme and what they take off a basket."""

from typing import Final

from rules.basket import Line
from rules.decisions import Quote
from tests.conformance.engine import PIECE, Section, basket, line, programme, quoted
from tests.conformance.given import (
    Given,
    InexpressibleError,
    exact,
    major,
    minor,
)

_ROUNDINGS: Final = {
    "half_up": "half_up",
    "half_even": "half_even",
    "half_down": "half_down",
    "down": "floor",
    "floor": "floor",
    "up": "ceil",
    "ceil": "ceil",
}
_ONE: Final = 100
"""The price of a piece where none is told, in minor units."""


def nxm(given: Given) -> dict[str, object]:
    """Buy some, get some free: how many of the pieces are."""
    items = given.whole("items")
    price = given.money("unit_price") if "unit_price" in given else _ONE
    rule: Section = {
        "kind": "buy_get",
        "rule": "nxm",
        "buy": given.whole("buy"),
        "get": given.whole("free"),
    }
    quote = _quoted([rule], [line("goods", price * items, pieces=items)])
    free = _off(quote, "nxm") // price
    return {
        "free": free,
        "charged": items - free,
        "total": major(quote.total_minor),
    }


def sequence(given: Given) -> dict[str, object]:
    """Take discounts off one after another, each of what the last one left."""
    lines = [_line(asked) for asked in given.tables("lines")]
    rounding = _rounding(given)
    names = [one.sku for one in lines]
    rules = [
        _promotion(asked, f"p{number}", names, rounding)
        for number, asked in enumerate(given.tables("promos"))
    ]
    quote = _quoted(rules, lines)
    return {
        "total": major(quote.total_minor),
        "discounts": [major(_off(quote, str(rule["rule"]))) for rule in rules],
        "allocation": _allocation(quote, rules[-1], names) if rules else {},
    }


def _allocation(quote: Quote, rule: Section, names: list[str]) -> dict[str, object]:
    """Return what each line the rule is about gave; nothing when the rule gave nothing."""
    by_line = {
        one.line: one.amount_minor for one in quote.discounts if one.rule == rule["rule"]
    }
    about = by_line if "max_pieces" in rule else rule.get("skus", names)
    listed = list(about) if isinstance(about, dict | list | tuple) else []
    return {name: major(by_line.get(name, 0)) for name in listed} if by_line else {}


def _line(asked: Given) -> Line:
    quantity = asked.number("qty", 1)
    amount = exact(asked.value("price")) * quantity * 100
    milli = quantity * PIECE
    if amount.denominator != 1 or milli.denominator != 1:
        raise InexpressibleError("a line is whole minor units and whole thousandths")
    name = asked.text("id")
    return Line(
        line=name,
        sku=name,
        category=name,
        quantity_milli=milli.numerator,
        amount_minor=amount.numerator,
    )


def _promotion(asked: Given, name: str, names: list[str], rounding: str) -> Section:
    rule: Section = {"rule": name, "stacking": "always"}
    on = asked.value("on")
    if isinstance(on, list):
        rule["skus"] = asked.texts("on")
    rule |= _what(asked, rounding, cheapest=on == "cheapest_unit")
    if "cap" in asked:
        rule["cap_minor"] = asked.money("cap")
    rule |= _minimum(asked, names)
    if not asked.flag("active", default=True):
        rule["when"] = {"enabled": False}
    return rule


def _what(asked: Given, rounding: str, *, cheapest: bool) -> Section:
    match asked.text("kind"):
        case "percent":
            percent = str(asked.number("value"))
            rule: Section = {"kind": "percent", "percent": percent, "rounding": rounding}
            if cheapest:
                return rule | {"max_pieces": 1}
            return rule | ({"of": "basket"} if asked.value("on") == "all" else {})
        case "fixed":
            return {"kind": "amount", "amount_minor": asked.money("value")}
        case "free_units":
            pieces = int(asked.number("value"))
            return {"kind": "percent", "percent": "100", "max_pieces": pieces}
        case other:
            raise InexpressibleError(f"no promotion is called {other!r}")


def _minimum(asked: Given, names: list[str]) -> Section:
    rule: Section = {}
    if "min_total" in asked:
        rule["minimum_minor"] = asked.money("min_total")
    if "min_total_over" in asked:
        rule["minimum_minor"] = asked.money("min_total_over") + 1
    if "min_total_of" in asked:
        of = asked.texts("min_total_of")
        on = asked.value("on")
        if on != "all" and list(of) == on:
            rule["minimum_of"] = "these"
        elif set(of) != set(names):
            rule |= {"minimum_of": "named", "minimum_skus": list(of)}
    if "min_qty" in asked:
        rule["minimum_pieces"] = asked.whole("min_qty")
        rule["minimum_pieces_of"] = "line"
    return rule


def scale(given: Given) -> dict[str, object]:
    """Take the highest step that the goods reach, of all of them."""
    pieces = given.whole("qty")
    amount = given.money("unit_price") * pieces
    rule: Section = {"kind": "scale", "rule": "scale", "steps": _percents(given)}
    quote = _quoted([rule], [line("goods", amount, pieces=pieces)])
    off = _off(quote, "scale")
    nearest = (200 * off + amount) // (2 * amount) if amount else 0
    return {"percent": nearest, "total": major(quote.total_minor)}


def scale_line(given: Given) -> dict[str, object]:
    """Return what one line gets of a scale by the whole basket."""
    steps = [
        {"from_value": 0, "percent": str(given.number("base_percent"))},
        *_percents(given),
    ]
    rule: Section = {"kind": "scale", "rule": "scale", "by": "basket", "steps": steps}
    price = given.money("line_price")
    lines = [line(f"l{number}", price) for number in range(given.whole("lines"))]
    quote = _quoted([rule], lines)
    first = [one.amount_minor for one in quote.discounts if one.line == "l0"]
    return {"discount_on_first_line": major(sum(first))}


def scale_flat(given: Given) -> dict[str, object]:
    """Return the sum each of some baskets gets."""
    first = {"from_value": 0, "amount_minor": given.money("base")}
    rest = [
        {"from_value": minor(start), "amount_minor": minor(off)}
        for start, off in _pairs(given)
    ]
    rule: Section = {"kind": "scale", "rule": "scale", "steps": [first, *rest]}
    amounts = [minor(amount) for amount in given.items("amounts")]
    quotes = [_quoted([rule], [line("goods", amount)]) for amount in amounts]
    return {"discounts": [major(_off(quote, "scale")) for quote in quotes]}


def _percents(given: Given) -> list[Section]:
    return [
        {"from_value": minor(start), "percent": str(exact(percent))}
        for start, percent in _pairs(given)
    ]


def _pairs(given: Given) -> list[tuple[object, object]]:
    pairs: list[tuple[object, object]] = []
    for step in given.items("steps"):
        if not isinstance(step, list) or len(step) != len(("from", "gives")):
            raise InexpressibleError("a step is a pair")
        pairs.append((step[0], step[1]))
    return sorted(pairs, key=lambda pair: exact(pair[0]))


def flexi(given: Given) -> dict[str, object]:
    """Take one sum off the first piece and another off each further one."""
    first, more = given.money("first"), given.money("additional")
    rule: Section = {"kind": "amount", "rule": "flexi", "amount_minor": more or first}
    if more:
        rule |= {"each": "piece", "first_minor": first}
    price = 1_000 * _ONE + more
    quotes = [
        _quoted([rule], [line("goods", price * pieces, pieces=pieces)])
        for pieces in given.wholes("qty")
    ]
    return {"discounts": [major(_off(quote, "flexi")) for quote in quotes]}


def cap_negative(given: Given) -> dict[str, object]:
    """Take a capped percentage of some lines; lines that give money back bound it."""
    asked = given.table("rule")
    rule: Section = {
        "kind": "percent",
        "rule": "capped",
        "percent": str(asked.number("percent")),
        "skus": list(asked.texts("on")),
        "cap_minor": asked.money("cap"),
    }
    found: list[object] = []
    for one in given.tables("baskets"):
        lines = [line(name, one.money(name)) for name in one.keys()]  # noqa: SIM118  # reading its keys counts them as read
        found.append(major(_off(_quoted([rule], lines), "capped")))
    return {"discounts": found}


def spend_get(given: Given) -> dict[str, object]:
    """Take so much off for every so much spent."""
    rule: Section = {
        "kind": "spend_get",
        "rule": "get",
        "spend_minor": given.money("spend"),
        "get_minor": given.money("get"),
        "times_max": given.whole("limit_per_transaction", 0),
    }
    quote = _quoted([rule], [line("goods", given.money("cart"))])
    return {"reward": major(_off(quote, "get"))}


def priority(given: Given) -> dict[str, object]:
    """Return the order in which offers are applied: by priority, then as written."""
    offers = given.table("offers")
    # An author's list is by name where nothing else tells.
    written = sorted(offers.keys())
    rules: list[Section] = [
        {
            "kind": "amount",
            "rule": f"o{number}",
            "amount_minor": 1,
            "priority": offers.whole(name),
            "stacking": "always",
        }
        for number, name in enumerate(written)
    ]
    quote = _quoted(rules, [line("goods", _ONE * (1 + len(rules)))])
    return {"order": [written[int(one.rule[1:])] for one in quote.discounts]}


def benefit(given: Given) -> dict[str, object]:
    """Give a benefit for a set of units, once its condition is met."""
    units = sorted(minor(unit) for unit in given.items("units"))
    condition, asked = given.table("condition"), given.table("benefit")
    rule: Section = {"rule": "benefit", "minimum_of": "these"}
    if "count" in condition:
        rule["minimum_pieces"] = condition.whole("count")
    if "value" in condition:
        rule["minimum_minor"] = condition.money("value")
    rule |= _benefit(asked, condition, _rounding(given))
    if "max_items" in asked:
        rule["max_pieces"] = asked.whole("max_items")
    lines = [line(f"u{number}", unit) for number, unit in enumerate(units)]
    quote = _quoted([rule], lines, allocation="remainder_last")
    by_line = {one.line: one.amount_minor for one in quote.discounts}
    return {
        "discount": major(_off(quote, "benefit")),
        "per_unit": [major(by_line[one.line]) for one in lines if one.line in by_line],
    }


def _benefit(asked: Given, condition: Given, rounding: str) -> Section:
    if "percent" in asked:
        percent = str(asked.number("percent"))
        return {"kind": "percent", "percent": percent, "rounding": rounding}
    if "fixed" in asked:
        return {"kind": "amount", "amount_minor": asked.money("fixed")}
    if "fixed_unit" in asked:
        amount = asked.money("fixed_unit")
        return {"kind": "amount", "amount_minor": amount, "each": "piece"}
    if "multibuy" in asked:
        asked.aside("multibuy")
        return {"kind": "percent", "percent": "100", "max_pieces": 1}
    if "fixed_price" in asked:
        price, pieces = asked.money("fixed_price"), condition.whole("count")
        bundle: Section = {"kind": "bundle_price", "price_minor": price, "pieces": pieces}
        return bundle | {"times_max": 1}
    raise InexpressibleError(f"no such benefit: {', '.join(asked.keys())}")


def _rounding(given: Given) -> str:
    said = given.text("rounding", "half_up")
    if said not in _ROUNDINGS:
        raise InexpressibleError(f"no rounding is called {said!r}")
    return _ROUNDINGS[said]


def _quoted(
    rules: list[Section], lines: list[Line], *, allocation: str = "largest_remainder"
) -> Quote:
    combination = {"choose": "in_order", "allocation": allocation}
    return quoted(programme(discounts=rules, combination=combination), basket(lines))


def _off(quote: Quote, rule: str) -> int:
    return sum(one.amount_minor for one in quote.discounts if one.rule == rule)
