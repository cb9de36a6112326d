"""Sums and percentages off the pieces of lines, off lines, off the whole basket."""

from collections.abc import Sequence
from fractions import Fraction

from rules.sale.basket import Line
from rules.sale.decisions import Quote
from tests.conformance.adapters.discounting import by_line
from tests.conformance.engine import Section, basket, line, programme, quoted
from tests.conformance.given import Given, InexpressibleError, whole

Promotion = tuple[str, list[Section]]
"""A name, and the rules that make it up: the first is named like it."""


def each(given: Given) -> dict[str, object]:
    """Take a sum or a percentage off pieces of each line; of many, one after another."""
    percent = "percent_each" in given
    key = "percent_each" if percent else "fixed_each"
    asked = given.items(key) if given.is_list(key) else [given.value(key)]
    lines = _lines(given)
    promotions = [
        _each(given, f"p{number}", one, lines, percent=percent)
        for number, one in enumerate(asked)
    ]
    offs = _offs(given, lines, promotions)
    # What takes nothing off a line writes nothing.
    return {"discounts": offs if given.is_list(key) else offs[0]}


def _each(
    given: Given, name: str, asked: object, lines: Sequence[Line], *, percent: bool
) -> Promotion:
    told = asked if isinstance(asked, list) else [asked, given.whole("max_qty", 0)]
    if len(told) != len(("value", "pieces")):
        raise InexpressibleError("a promotion is a value and how many pieces")
    value, pieces = told[0], whole(told[1], "max_qty")
    what: Section = {"kind": "amount", "each": "piece"}
    if percent:
        what = {"kind": "percent", "percent": str(value)}
    else:
        what["amount_minor"] = given.minor(value, "fixed_each")
    if pieces:
        what["max_pieces"] = pieces
    rules = [
        what | {"rule": f"{name}.{one.line}", "skus": [one.sku], "stacking": "always"}
        for one in lines
    ]
    return name, rules


def across(given: Given) -> dict[str, object]:
    """Take a sum or a percentage off all lines together, shared by what they cost."""
    key = next((name for name in _ACROSS if name in given), _ACROSS[0])
    asked = given.items(key) if given.is_list(key) else [given.value(key)]
    lines = _lines(given)
    promotions: list[Promotion] = []
    for number, value in enumerate(asked):
        what: Section = {"kind": "percent", "percent": str(value), "of": "basket"}
        if key.startswith("fixed"):
            what = {"kind": "amount", "amount_minor": given.minor(value, key)}
        name = f"p{number}"
        promotions.append((name, [what | {"rule": name, "stacking": "always"}]))
    offs = _offs(given, lines, promotions)
    return {"discounts": offs if given.is_list(key) else offs[0]}


_ACROSS = ("fixed_across", "fixed_order", "percent_across", "percent_order")


def capped(given: Given) -> dict[str, object]:
    """Take a percentage off some lines, so much at most."""
    lines = _lines(given)
    rule: Section = {"kind": "percent", "rule": "p0", "stacking": "always"}
    rule |= {"percent": str(given.number("percent")), "cap_minor": given.money("cap")}
    (off,) = _offs(given, lines, [("p0", [rule])])
    return {"discounts": off, "total_discount": sum(off)}


def discountable(given: Given) -> dict[str, object]:
    """Take a percentage off the lines that may be discounted."""
    lines: list[Line] = []
    barred: list[str] = []
    for number, one in enumerate(given.tables("lines")):
        name, pieces = f"l{number}", one.count("qty")
        lines.append(line(name, one.money("price") * pieces, pieces=pieces))
        if not one.flag("discountable", default=True):
            barred.append(name)
    rule: Section = {"kind": "percent", "rule": "p0", "percent": given.text("percent")}
    quote = quoted(programme(discounts=[rule | {"not_skus": barred}]), basket(lines))
    off = by_line(quote, "p0")
    return {"discounts": [given.major(off.get(one.line, 0)) for one in lines]}


def named(given: Given) -> dict[str, object]:
    """Take a sum off each of some articles or off all of them, or a percentage."""
    table = given.table("items_minor")
    lines = [line(name, table.whole(name)) for name in table.names()]
    rule = _named(given) | {"rule": "p0", "skus": list(given.texts("on"))}
    quote = quoted(programme(discounts=[rule]), basket(lines))
    return {"discounts_minor": by_line(quote, "p0"), "total_minor": quote.total_minor}


def _named(given: Given) -> Section:
    if "percent" in given:
        return {"kind": "percent", "percent": str(given.number("percent"))}
    together = "amount_off_minor_total" in given
    key = "amount_off_minor_total" if together else "amount_off_minor_each"
    rule: Section = {"kind": "amount", "amount_minor": given.whole(key)}
    return rule if together else rule | {"each": "line"}


def _lines(given: Given) -> list[Line]:
    """Read lines that tell a sum, or pieces and what they cost together."""
    if not all(isinstance(one, dict) for one in given.items("lines")):
        amounts = given.moneys("lines")
        return [line(f"l{number}", amount) for number, amount in enumerate(amounts)]
    return [
        line(
            told.text("id", f"l{number}"),
            told.money("subtotal"),
            pieces=told.count("qty"),
        )
        for number, told in enumerate(given.tables("lines"))
    ]


def _offs(
    given: Given, lines: Sequence[Line], promotions: Sequence[Promotion]
) -> list[list[Fraction]]:
    rules = [rule for _, made in promotions for rule in made]
    ways = {"choose": "in_order", "piece_worth": "left"}
    quote = quoted(programme(discounts=rules, combination=ways), basket(lines))
    return [
        [given.major(off) for off in _off(quote, made, lines) if off]
        for _, made in promotions
    ]


def _off(quote: Quote, rules: Sequence[Section], lines: Sequence[Line]) -> list[int]:
    found = dict.fromkeys((one.line for one in lines), 0)
    for rule in rules:
        for name, off in by_line(quote, rule["rule"]).items():
            found[name] += off
    return list(found.values())
