"""Buy some and get some: sets of one range, of one article, of others."""

from rules.sale.basket import Line
from tests.conformance.adapters.discounting import by_line, quote_of, taken
from tests.conformance.engine import Section, line
from tests.conformance.given import Given, InexpressibleError


def sets(given: Given) -> dict[str, object]:
    """Give one whole set of what is bought most dearly: what comes off each line."""
    rule = _rule(given, "p0") | {
        "buy": given.whole("buy"),
        "get": given.whole("get"),
        "partial": False,
    }
    off = by_line(quote_of([rule], _lines(given)), "p0")
    return {"discounts": {name: given.major(money) for name, money in off.items()}}


def offers(given: Given) -> dict[str, object]:
    """Give one set of each offer; what counted for one counts for no other."""
    rules = [
        _rule(given, f"p{number}")
        | {"buy": offer.whole("buy"), "get": offer.whole("get"), "stacking": "always"}
        for number, offer in enumerate(given.tables("promos"))
    ]
    quote = quote_of(rules, _lines(given))
    return {"discounts": [given.major(taken(quote, rule["rule"])) for rule in rules]}


def _rule(given: Given, name: str) -> Section:
    # Whose range is one needs no terms: all goods that are there count.
    given.aside("same_range")
    same = given.flag("same_item", default=False)
    return {"kind": "buy_get", "rule": name, "times_max": 1, "same_product": same}


def _lines(given: Given) -> list[Line]:
    return [
        line(told.text("id"), told.money("subtotal"), pieces=told.count("qty"))
        for told in given.tables("lines")
    ]


def others(given: Given) -> dict[str, object]:
    """Buy so many of one article, get so many of another free."""
    buy, get, told = given.table("buy"), given.table("get"), given.table("basket")
    bought, got = buy.text("sku"), get.text("sku")
    prices = {bought: buy.money("price"), got: get.money("price")}
    if prices[got] <= 0:
        raise InexpressibleError("what costs nothing is free anyway")
    lines = [
        line(name, price * told.count(name), pieces=told.count(name))
        for name, price in prices.items()
        if name in told
    ]
    rule: Section = {
        "kind": "buy_get",
        "rule": "p0",
        "buy": buy.whole("qty"),
        "get": get.whole("qty"),
        "skus": [bought],
        "get_skus": [got],
    }
    quote = quote_of([rule], lines)
    free = taken(quote, "p0") // prices[got]
    return {f"free_{got}s": free, "total": given.major(quote.total_minor)}


def by_article(given: Given) -> dict[str, object]:
    """Buy some, get some free, each article for itself or all together."""
    told = given.table("basket")
    lines: list[Line] = []
    for name in told.names():
        article = told.table(name)
        pieces = article.count("qty")
        lines.append(line(name, article.money("price") * pieces, pieces=pieces))
    rule: Section = {
        "kind": "buy_get",
        "rule": "p0",
        "buy": given.whole("buy"),
        "get": given.whole("free"),
        "same_product": given.flag("same_product_only", default=False),
    }
    quote = quote_of([rule], lines)
    reward = {name: given.major(-off) for name, off in by_line(quote, "p0").items()}
    return {"reward": reward, "total": given.major(quote.total_minor)}


def given_away(given: Given) -> dict[str, object]:
    """Give so many pieces free, the dearest first: what comes off each line."""
    rule: Section = {"kind": "percent", "rule": "p0", "percent": "100"}
    rule |= {"max_pieces": given.table("get").whole("units"), "choose": "dearest"}
    off = by_line(quote_of([rule], _lines(given)), "p0")
    return {"discounts": {name: given.major(money) for name, money in off.items()}}


def too_few(given: Given) -> dict[str, object]:
    """Ask for more pieces than there are: what comes off each line."""
    pieces = given.count("lines_matching_qty")
    rule: Section = {"kind": "buy_get", "rule": "p0"}
    rule |= {"buy": given.table("buy").whole("min"), "partial": False}
    off = by_line(quote_of([rule], [line("goods", 100 * pieces, pieces=pieces)]), "p0")
    return {"discounts": {name: given.major(money) for name, money in off.items()}}
