"""``earn.*``: rules of a programme and what a basket earns by them."""

from typing import Final

from rules.basket import Line
from rules.programme import Programme
from tests.conformance.engine import (
    MINOR,
    Section,
    basket,
    day,
    line,
    programme,
    quoted,
    settled,
    standing,
)
from tests.conformance.given import Given, InexpressibleError, exact, major

_MONEY: Final = "money"
_UNITS: Final = "units"
_PRICE_MINOR: Final = 100
"""What a unit costs where only their number is told."""


def calc(given: Given) -> dict[str, object]:
    """Earn by rules about money, units and multipliers, rounded once."""
    rounding = given.text("rounding")
    basis, units = given.whole("basis_minor"), given.whole("units", 1)
    at = day(given.text("at", "2026-06-01"))
    rules: list[Section] = []
    ids: dict[str, str] = {}
    in_vain: set[str] = set()
    for number, asked in enumerate(given.tables("rules")):
        name = f"r{number}"
        rule = _rule(asked, name, rounding)
        if "id" in asked and rule.get("kind") != "multiplier":
            ids[name] = asked.text("id")
        asked.aside("id")
        if not _gives_nothing(rule):
            rules.append(rule)
        elif rule["when"] == {"enabled": True}:
            in_vain.add(name)
    document = programme(earn=rules, earning={"multipliers": "multiply"})
    lines = [line(_MONEY, basis), line(_UNITS, _PRICE_MINOR * units, pieces=units)]
    given_by = settled(document, basket(lines, at=at))
    awards = given_by.awards
    in_vain |= {
        reason.rule
        for reason in given_by.not_used
        if reason.words != "refuse.others_instead"
    }
    held = in_vain | {award.rule for award in awards}
    return {
        "points": sum(award.points for award in awards),
        "breakdown": {
            said: sum(award.points for award in awards if award.rule == name)
            for name, said in ids.items()
            if name in held
        },
    }


def _rule(asked: Given, name: str, rounding: str) -> Section:
    when: Section = {"enabled": asked.flag("enabled", default=True)}
    if "starts_at" in asked:
        when["first_day"] = asked.text("starts_at")[:10]
    asked.aside("starts_at")
    rule: Section = {"rule": name, "when": when}
    match asked.text("type"):
        case "multiplier":
            factor = str(asked.number("multiplier"))
            more = {"kind": "multiplier", "factor": factor, "rounding": rounding}
            return rule | more
        case "per_amount":
            points, step = asked.whole("points"), asked.whole("per_minor")
            rule |= {"kind": "per_spend", "points": points, "step_minor": step}
            rule["categories"] = [_MONEY]
        case "fixed":
            rule |= {"kind": "per_item", "points": asked.whole("points")}
            rule["categories"] = [_UNITS]
        case other:
            raise InexpressibleError(f"no earn rule is called {other!r}")
    rule["alone"] = not asked.flag("stackable", default=True)
    rule["priority"] = asked.whole("priority", 0)
    return rule


def _gives_nothing(rule: Section) -> bool:
    """Say whether no programme may hold a rule because it could never give anything."""
    never = (
        rule.get("points") == 0,
        rule.get("step_minor") == 0,
        rule.get("factor") == "1",
    )
    return any(never)


def basis(given: Given) -> dict[str, object]:
    """Return the money that earns: goods or the whole order, with or without tax."""
    of = given.text("basis")
    items, order = given.whole("items_total_minor"), given.whole("order_total_minor")
    item_tax, order_tax = given.whole("item_tax_minor"), given.whole("order_tax_minor")
    tax = "as_shown" if given.flag("include_tax") else "without"
    if of not in {"items_total", "order_total"}:
        raise InexpressibleError(f"no basis is called {of!r}")
    if order < items:
        raise InexpressibleError("an order that costs less than its items is a discount")
    terms = {"tax": tax, "fees": of == "order_total"}
    rules = programme(earning=terms, earn=[_each_minor()])
    lines = [
        _taxed(line("items", items), item_tax),
        _taxed(line("shipping", order - items), order_tax - item_tax, kind="fee"),
    ]
    awards = settled(rules, basket(lines)).awards
    return {"basis_minor": sum(award.points for award in awards)}


def _taxed(sold: Line, tax_minor: int, *, kind: str = "item") -> Line:
    return Line(
        line=sold.line,
        sku=sold.sku,
        category=sold.category,
        quantity_milli=sold.quantity_milli,
        amount_minor=sold.amount_minor,
        kind="fee" if kind == "fee" else "item",
        tax_minor=tax_minor,
    )


def _each_minor() -> Section:
    return {"kind": "per_spend", "rule": "each", "points": 1, "step_minor": 1}


def net(given: Given) -> dict[str, object]:
    """Earn on what discounts leave: of the order, of some lines."""
    amounts = {one.text("id"): one.money("amount") for one in given.tables("lines")}
    discounts: list[Section] = []
    for number, asked in enumerate(given.tables("discounts")):
        rule: Section = {
            "kind": "percent",
            "rule": f"d{number}",
            "percent": str(asked.number("percent")),
            "stacking": "always",
        }
        if asked.value("scope") != "order":
            rule["skus"] = list(asked.texts("scope"))
        discounts.append(rule)
    rate = given.number("points_per_money") / MINOR
    earn: Section = {
        "kind": "per_spend",
        "rule": "earn",
        "points": rate.numerator,
        "step_minor": rate.denominator,
    }
    scoped = given.value("earn_scope") != "all"
    if scoped:
        earn["skus"] = list(given.texts("earn_scope"))
    reduces = given.flag("order_discount_reduces_scoped_basis", default=True)
    amount = "paid"
    if scoped and not reduces:
        if any("skus" in rule for rule in discounts):
            raise InexpressibleError("only some of the discounts reduce what earns")
        amount = "gross"
    rules = programme(
        discounts=discounts,
        combination={"choose": "in_order"},
        earn=[earn],
        earning={"amount": amount},
    )
    quote = quoted(rules, basket([line(name, money) for name, money in amounts.items()]))
    return {
        "total": major(quote.total_minor),
        "points": sum(award.points for award in quote.awards),
    }


def limit(given: Given) -> dict[str, object]:
    """Award within the most a receipt and a member's period may get."""
    points = given.whole("calculated")
    caps: list[Section] = []
    given.aside("transaction_max", "global_period_cap")
    if "transaction_max" in given:
        most = given.whole("transaction_max")
        caps.append({"per": "receipt", "points": most, "over": "nothing"})
    if "global_period_cap" in given:
        caps.append({"per": "ever", "points": given.whole("global_period_cap")})
    had = given.whole("already_earned", 0)
    if not points:
        return {"awarded": 0}
    rules = programme(
        earn=[{"kind": "per_visit", "rule": "earn", "points": points, "caps": caps}]
    )
    who = standing(counts=(("n.earn", had),))
    awards = settled(rules, basket([line("goods", _PRICE_MINOR)]), who).awards
    return {"awarded": sum(award.points for award in awards)}


def at_least(given: Given) -> dict[str, object]:
    """Say for each threshold whether an order reaches it."""
    total = given.whole("order_total_minor")
    whens: list[Section] = [
        {"minimum_minor": threshold} for threshold in given.wholes("thresholds")
    ]
    return {"satisfied": _holding(whens, total, "2026-06-01")}


def window(given: Given) -> dict[str, object]:
    """Say for each moment whether it lies between two, both included."""
    first, last = given.text("from"), given.text("to")
    return {
        "satisfied": [
            _holding([_between(first, last)], _PRICE_MINOR, at)[0]
            for at in given.texts("at")
        ]
    }


def _between(first: str, last: str) -> Section:
    if len(first) == len(last) == len("2026-01-01"):
        return {"first_day": first, "last_day": last}
    return {"from_moment": first[:16], "until_moment": last[:16]}


def weekday(given: Given) -> dict[str, object]:
    """Say for each set of ISO weekdays whether a date lies on one of them."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    whens: list[Section] = []
    for days in given.items("iso_day_sets"):
        if not isinstance(days, list):
            raise InexpressibleError("iso_day_sets must hold lists")
        chosen = [names[int(exact(number)) - 1] for number in days]
        # A rule that holds on no day at all is one that is switched off.
        whens.append({"weekdays": chosen} if chosen else {"enabled": False})
    return {"satisfied": _holding(whens, _PRICE_MINOR, given.text("date"))}


def _holding(whens: list[Section], total_minor: int, at: str) -> list[bool]:
    rules: list[Section] = [
        {"kind": "per_visit", "rule": f"w{number}", "points": 1, "when": when}
        for number, when in enumerate(whens)
    ]
    document: Programme = programme(earn=rules)
    sold = basket([line("goods", total_minor)], at=day(at))
    given = {award.rule for award in settled(document, sold).awards}
    return [f"w{number}" in given for number in range(len(whens))]
