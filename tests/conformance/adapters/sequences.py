"""``promo.sequence``: discounts one after another, each of what the last one left."""

from collections.abc import Sequence

from rules.sale.basket import Line
from rules.sale.decisions import Quote
from tests.conformance.adapters.discounting import by_line, quote_of, rounding, taken
from tests.conformance.engine import PIECE, Section
from tests.conformance.given import Given, InexpressibleError, exact

_WAYS = {"percents_of": "left", "piece_worth": "price"}
"""How discounts combine, and what is usual."""

_ONE_PIECE = {"cheapest_unit": "cheapest", "dearest_unit": "dearest"}


def sequence(given: Given) -> dict[str, object]:
    """Take discounts off in the order they are told."""
    lines = [_line(given, asked) for asked in given.tables("lines")]
    how = rounding(given)
    names = [one.sku for one in lines]
    rules = [
        _promotion(asked, f"p{number}", names, how)
        for number, asked in enumerate(given.tables("promos"))
    ]
    ways = {name: given.text(name, usual) for name, usual in _WAYS.items()}
    quote = quote_of(rules, lines, **ways)
    answer: dict[str, object] = {
        "total": given.major(quote.total_minor),
        "discounts": [given.major(taken(quote, rule["rule"])) for rule in rules],
    }
    last = _allocation(quote, rules[-1], names) if rules else {}
    return answer | {"allocation": {name: given.major(off) for name, off in last.items()}}


def _allocation(quote: Quote, rule: Section, names: Sequence[str]) -> dict[str, int]:
    """Return what each line the rule is about gave; nothing when the rule gave nothing."""
    off = by_line(quote, rule["rule"])
    about = off if "max_pieces" in rule else rule.get("skus", names)
    listed = list(about) if isinstance(about, dict | list | tuple) else []
    return {name: off.get(name, 0) for name in listed} if off else {}


def _line(given: Given, asked: Given) -> Line:
    quantity = asked.number("qty", 1)
    price = exact(asked.value("price"), "price")
    milli = quantity * PIECE
    if milli.denominator != 1:
        raise InexpressibleError("a line is whole thousandths of a piece")
    name = asked.text("id")
    return Line(
        line=name,
        sku=name,
        category=name,
        quantity_milli=milli.numerator,
        amount_minor=given.minor(price * quantity, "price"),
    )


def _promotion(asked: Given, name: str, names: Sequence[str], how: str) -> Section:
    on = asked.value("on")
    rule: Section = {"rule": name, "stacking": "always"}
    if isinstance(on, list):
        rule["skus"] = list(asked.texts("on"))
    elif str(on) in names:
        rule["skus"] = [str(on)]
    elif on != "all" and str(on) not in _ONE_PIECE:
        raise InexpressibleError(f"on: nothing is called {on!r}")
    rule |= _what(asked, how, on=str(on)) | _pieces(asked)
    if "cap" in asked:
        rule["cap_minor"] = asked.money("cap")
    rule |= _minimum(asked, rule.get("skus"), names)
    if not asked.flag("active", default=True):
        rule["when"] = {"enabled": False}
    return rule


def _what(asked: Given, how: str, *, on: str) -> Section:
    one: Section = {"max_pieces": 1} if on in _ONE_PIECE else {}
    match asked.text("kind"):
        case "percent":
            percent = str(asked.number("value"))
            rule: Section = {"kind": "percent", "percent": percent, "rounding": how}
            if one:
                return rule | one | {"choose": _ONE_PIECE[on]}
            whole = on == "all" and "max_units" not in asked
            return rule | ({"of": "basket"} if whole else {})
        case "fixed" if on != "dearest_unit":
            return {"kind": "amount", "amount_minor": asked.money("value"), **one}
        case "fixed_each":
            amount = asked.money("value")
            return {"kind": "amount", "amount_minor": amount, "each": "piece", **one}
        case "free_units":
            pieces = int(asked.number("value"))
            return {"kind": "percent", "percent": "100", "max_pieces": pieces}
        case other:
            raise InexpressibleError(f"no promotion on {on} is called {other!r}")


def _pieces(asked: Given) -> Section:
    """Read how many pieces of all a promotion is about, and which of them first."""
    if "max_units" not in asked:
        return {}
    pieces: Section = {"max_pieces": asked.whole("max_units")}
    if "choose" in asked:
        pieces["choose"] = asked.text("choose")
    asked.aside("choose")
    return pieces


def _minimum(asked: Given, about: object, names: Sequence[str]) -> Section:
    rule: Section = {}
    if "min_total" in asked:
        rule["minimum_minor"] = asked.money("min_total")
    if "min_total_over" in asked:
        over = asked.money("min_total_over") + 1
        rule["minimum_minor"] = max(over, asked.money("min_total")) if rule else over
    if "min_total_of" in asked:
        if "min_total_over" in asked and "min_total" in asked:
            raise InexpressibleError("a promotion has one minimum, of one set of goods")
        of = list(asked.texts("min_total_of"))
        if of == about:
            rule["minimum_of"] = "these"
        elif set(of) != set(names):
            rule |= {"minimum_of": "named", "minimum_skus": of}
    if "min_qty" in asked:
        rule |= {"minimum_pieces": asked.whole("min_qty"), "minimum_pieces_of": "line"}
    return rule
