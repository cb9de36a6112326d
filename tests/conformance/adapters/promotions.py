"""``promo.*``: discounts of a programme and what they take off a basket."""

from typing import Final

from tests.conformance.adapters.discounting import quote_of, taken
from tests.conformance.engine import Section, line
from tests.conformance.given import Given, InexpressibleError

_ONE: Final = 100
"""The price of a piece where none is told, in minor units."""


def nxm(given: Given) -> dict[str, object]:
    """Buy some, get some free: how many of the pieces are."""
    items = given.whole("items")
    price = given.money("unit_price") if "unit_price" in given else _ONE
    if price <= 0:
        raise InexpressibleError("unit_price: what costs nothing is free anyway")
    rule: Section = {
        "kind": "buy_get",
        "rule": "nxm",
        "buy": given.whole("buy"),
        "get": given.whole("free"),
    }
    quote = quote_of([rule], [line("goods", price * items, pieces=items)])
    free = taken(quote, "nxm") // price
    return {
        "free": free,
        "charged": items - free,
        "total": given.major(quote.total_minor),
    }


def flexi(given: Given) -> dict[str, object]:
    """Take one sum off the first piece and another off each further one."""
    first, more = given.money("first"), given.money("additional")
    rule: Section = {"kind": "amount", "rule": "flexi", "amount_minor": more or first}
    if more:
        rule |= {"each": "piece", "first_minor": first}
    if "max_items" in given:
        rule["max_pieces"] = given.whole("max_items")
    # A discount of nothing is none.
    rules = [rule] if first or more else []
    price = 1_000 * _ONE + first + more
    quotes = [
        quote_of(rules, [line("goods", price * pieces, pieces=pieces)])
        for pieces in given.wholes("qty")
    ]
    return {"discounts": [given.major(taken(quote, "flexi")) for quote in quotes]}


def cap_negative(given: Given) -> dict[str, object]:
    """Take a capped percentage of some lines; lines that give money back bound it."""
    asked = given.table("rule")
    rule: Section = {
        "kind": "percent",
        "rule": "capped",
        "percent": str(asked.number("percent")),
        "skus": list(asked.texts("on")),
    }
    if "cap" in asked:
        rule["cap_minor"] = asked.money("cap")
    found: list[object] = []
    for one in given.tables("baskets"):
        lines = [line(name, one.money(name)) for name in one.names()]
        found.append(given.major(taken(quote_of([rule], lines), "capped")))
    return {"discounts": found}


def spend_get(given: Given) -> dict[str, object]:
    """Take so much off for every so much spent."""
    rule: Section = {
        "kind": "spend_get",
        "rule": "get",
        "spend_minor": given.money("spend"),
        "get_minor": given.money("get"),
    }
    if "limit_per_transaction" in given:
        most = given.whole("limit_per_transaction")
        rule |= {"times_max": most} if most else {"when": {"enabled": False}}
    given.aside("limit_per_transaction")
    quote = quote_of([rule], [line("goods", given.money("cart"))])
    return {"reward": given.major(taken(quote, "get"))}


def priority(given: Given) -> dict[str, object]:
    """Return the order in which offers are applied: by priority, then as written."""
    offers = given.table("offers")
    # An author's list is by name where nothing else tells.
    written = sorted(offers.names())
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
    quote = quote_of(rules, [line("goods", _ONE * (1 + len(rules)))])
    return {"order": [written[int(one.rule[1:])] for one in quote.discounts]}
