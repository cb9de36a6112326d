"""``earn.*``: rules of a programme and what a basket earns by them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from rules.programme import Programme
from rules.sale.basket import Line
from tests.conformance.adapters.discounting import rounding
from tests.conformance.engine import (
    Section,
    basket,
    day,
    is_day,
    line,
    programme,
    quoted,
    settled,
    standing,
)
from tests.conformance.given import Given, InexpressibleError, whole

_MONEY: Final = "money"
_UNITS: Final = "units"
_A_DAY: Final = "2026-06-01"
_PRICE_MINOR: Final = 100
"""What a unit costs where only their number is told."""


def calc(given: Given) -> dict[str, object]:
    """Earn by rules about money, units and multipliers, rounded once."""
    how = rounding(given, None)
    basis, units = given.whole("basis_minor"), given.whole("units", 1)
    at = given.text("at", _A_DAY)
    rules: list[Section] = []
    ids: dict[str, str] = {}
    for number, asked in enumerate(given.tables("rules")):
        rule = _rule(asked, f"r{number}", how)
        rules.append(rule)
        if "id" in asked and rule["kind"] != "multiplier":
            ids[f"r{number}"] = asked.text("id")
        asked.aside("id")
    useful = [rule for rule in rules if not _gives_nothing(rule)]
    document = programme(earn=useful, earning={"multipliers": "multiply"})
    lines = [line(_MONEY, basis), line(_UNITS, _PRICE_MINOR * units, pieces=units)]
    sale = settled(document, basket(lines, at=day(at)))
    points = Counter[object]()
    for award in sale.awards:
        points[award.rule] += award.points
    lost = {one.rule for one in sale.not_used if one.words == "refuse.others_instead"}
    holding = _holding([rule["when"] for rule in rules], _PRICE_MINOR, at)
    held = [rule["rule"] for rule, holds in zip(rules, holding, strict=True) if holds]
    return {
        "points": points.total(),
        "breakdown": {
            said: points[name]
            for name, said in ids.items()
            if name in held and name not in lost
        },
    }


def _rule(asked: Given, name: str, how: str) -> Section:
    rule: Section = {
        "rule": name,
        "when": _when(asked),
        "alone": not asked.flag("stackable", default=True),
        "priority": asked.whole("priority", 0),
    }
    match asked.text("type"):
        case "multiplier":
            factor = str(asked.number("multiplier"))
            return rule | {"kind": "multiplier", "factor": factor, "rounding": how}
        case "per_amount":
            points, step = asked.whole("points"), asked.whole("per_minor", 0)
            about: Section = {"points": points, "categories": [_MONEY]}
            return rule | {"kind": "per_spend", "step_minor": step, **about}
        case "fixed":
            about = {"points": asked.whole("points"), "categories": [_UNITS]}
            return rule | {"kind": "per_item", **about}
        case other:
            raise InexpressibleError(f"no earn rule is called {other!r}")


def _when(asked: Given) -> Section:
    enabled = asked.flag("enabled", default=True)
    return {"enabled": enabled, **_between(asked, "starts_at", "ends_at")}


def _between(asked: Given, first: str, last: str) -> Section:
    """Read a beginning and an end, each a day or a moment, both included; one may lack."""
    when: Section = {}
    for key, of_day, of_moment in (
        (first, "first_day", "from_moment"),
        (last, "last_day", "until_moment"),
    ):
        if key in asked:
            text = asked.text(key)
            when[of_day if is_day(text) else of_moment] = text.replace(" ", "T")
        asked.aside(key)
    return when


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
    whole_order = of == "order_total"
    rules = programme(earning={"tax": tax, "fees": whole_order}, earn=[_each_minor()])
    if whole_order and order < items:
        # Something came off the whole order.
        lines = [_taxed(items, order_tax, off_minor=items - order)]
    else:
        fee = _taxed(max(0, order - items), order_tax - item_tax, kind="fee")
        lines = [_taxed(items, item_tax), fee]
    awards = settled(rules, basket(lines)).awards
    return {"basis_minor": sum(award.points for award in awards)}


def _taxed(
    amount_minor: int,
    tax_minor: int,
    *,
    off_minor: int = 0,
    kind: Literal["item", "fee"] = "item",
) -> Line:
    return replace(
        line(kind, amount_minor), kind=kind, tax_minor=tax_minor, discount_minor=off_minor
    )


def _each_minor() -> Section:
    return {"kind": "per_spend", "rule": "each", "points": 1, "step_minor": 1}


def net(given: Given) -> dict[str, object]:
    """Earn on what discounts leave: of the order, of some lines."""
    amounts = {one.text("id"): one.money("amount") for one in given.tables("lines")}
    discounts: list[Section] = []
    for number, asked in enumerate(given.tables("discounts")):
        rule: Section = {"rule": f"d{number}", "stacking": "always"}
        if "amount" in asked:
            rule |= {"kind": "amount", "amount_minor": asked.money("amount")}
        else:
            rule |= {"kind": "percent", "percent": str(asked.number("percent"))}
        if asked.value("scope") != "order":
            rule["skus"] = list(asked.texts("scope"))
        discounts.append(rule)
    rate = given.number("points_per_money") / given.minor(1)
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
        "total": given.major(quote.total_minor),
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
    return {"satisfied": _holding(whens, total, _A_DAY)}


def window(given: Given) -> dict[str, object]:
    """Say for each moment whether it lies between two, both included; an end may lack."""
    when = _between(given, "from", "to")
    return {
        "satisfied": [_holding([when], _PRICE_MINOR, at)[0] for at in given.texts("at")]
    }


def weekday(given: Given) -> dict[str, object]:
    """Say for each set of ISO weekdays whether a date lies on one of them."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    whens: list[Section] = []
    for days in given.items("iso_day_sets"):
        if not isinstance(days, list):
            raise InexpressibleError("iso_day_sets must hold lists")
        numbers = [whole(number, "iso_day_sets") for number in days]
        if not set(numbers) <= set(range(1, 8)):
            raise InexpressibleError("iso_day_sets: a weekday is 1 to 7")
        chosen = [names[number - 1] for number in numbers]
        # A rule that holds on no day at all is one that is switched off.
        whens.append({"weekdays": chosen} if chosen else {"enabled": False})
    return {"satisfied": _holding(whens, _PRICE_MINOR, given.text("date"))}


def _holding(whens: Sequence[object], total_minor: int, at: str) -> list[bool]:
    rules: list[Section] = [
        {"kind": "per_visit", "rule": f"w{number}", "points": 1, "when": when}
        for number, when in enumerate(whens)
    ]
    document: Programme = programme(earn=rules)
    sold = basket([line("goods", total_minor)], at=day(at))
    given = {award.rule for award in settled(document, sold).awards}
    return [f"w{number}" in given for number in range(len(whens))]
