"""``promo.scale*``: discounts that grow with what is bought."""

from tests.conformance.adapters.discounting import by_line, pairs, quote_of, taken
from tests.conformance.engine import Section, line
from tests.conformance.given import Given, exact


def scale(given: Given) -> dict[str, object]:
    """Take the highest step that the goods reach, of all of them."""
    pieces = given.whole("qty")
    amount = given.money("unit_price") * pieces
    rule: Section = {"kind": "scale", "rule": "scale", "steps": _percents(given)}
    quote = quote_of([rule], [line("goods", amount, pieces=pieces)])
    off = taken(quote, "scale")
    nearest = (200 * off + amount) // (2 * amount) if amount else 0
    return {"percent": nearest, "total": given.major(quote.total_minor)}


def scale_line(given: Given) -> dict[str, object]:
    """Return what one line gets of a scale by the whole basket."""
    base = given.number("base_percent", 0)
    first = [{"from_value": 0, "percent": str(base)}] if base else []
    steps = [*first, *_percents(given)]
    rule: Section = {"kind": "scale", "rule": "scale", "by": "basket", "steps": steps}
    price = given.money("line_price")
    lines = [line(f"l{number}", price) for number in range(given.count("lines"))]
    off = by_line(quote_of([rule], lines), "scale")
    return {"discount_on_first_line": given.major(off.get("l0", 0))}


def scale_flat(given: Given) -> dict[str, object]:
    """Return the sum each of some baskets gets."""
    base = given.money("base") if "base" in given else 0
    first = [{"from_value": 0, "amount_minor": base}] if base else []
    rest = [
        {"from_value": given.minor(start, "steps"), "amount_minor": given.minor(off)}
        for start, off in pairs(given, "steps")
    ]
    rule: Section = {"kind": "scale", "rule": "scale", "steps": [*first, *rest]}
    amounts = given.moneys("amounts")
    quotes = [quote_of([rule], [line("goods", amount)]) for amount in amounts]
    return {"discounts": [given.major(taken(quote, "scale")) for quote in quotes]}


def _percents(given: Given) -> list[Section]:
    return [
        {"from_value": given.minor(start, "steps"), "percent": str(exact(percent, "steps"))}
        for start, percent in pairs(given, "steps")
    ]
