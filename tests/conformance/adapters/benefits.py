"""``promo.benefit``: a benefit for a set of units, once its condition is met."""

from tests.conformance.adapters.discounting import by_line, quote_of, rounding, taken
from tests.conformance.engine import Section, line
from tests.conformance.given import Given, InexpressibleError


def benefit(given: Given) -> dict[str, object]:
    """Take the benefit off the units, the cheapest first."""
    units = sorted(given.moneys("units"))
    condition, asked = given.table("condition"), given.table("benefit")
    rule: Section = {"rule": "benefit", "minimum_of": "these"}
    if "count" in condition:
        rule["minimum_pieces"] = condition.whole("count")
    if "value" in condition:
        rule["minimum_minor"] = condition.money("value")
    rule |= _benefit(asked, condition, rounding(given))
    if "max_items" in asked:
        rule["max_pieces"] = asked.whole("max_items")
    lines = [line(f"u{number}", unit) for number, unit in enumerate(units)]
    quote = quote_of([rule], lines, allocation="remainder_last")
    off = by_line(quote, "benefit")
    about = lines[: asked.whole("max_items", len(lines))] if off else []
    return {
        "discount": given.major(taken(quote, "benefit")),
        "per_unit": [given.major(off.get(one.line, 0)) for one in about],
    }


def _benefit(asked: Given, condition: Given, how: str) -> Section:
    kinds = [name for name in asked.names() if name != "max_items"]
    match kinds:
        case ["percent"]:
            percent = str(asked.number("percent"))
            return {"kind": "percent", "percent": percent, "rounding": how}
        case ["fixed"]:
            return {"kind": "amount", "amount_minor": asked.money("fixed")}
        case ["fixed_unit"]:
            amount = asked.money("fixed_unit")
            return {"kind": "amount", "amount_minor": amount, "each": "piece"}
        case ["multibuy"] if asked.flag("multibuy"):
            return {"kind": "percent", "percent": "100", "max_pieces": 1}
        case ["fixed_price"]:
            price, pieces = asked.money("fixed_price"), condition.whole("count")
            once = {"price_minor": price, "pieces": pieces, "times_max": 1}
            return {"kind": "bundle_price", **once}
        case _:
            raise InexpressibleError(f"no such benefit: {', '.join(kinds)}")
