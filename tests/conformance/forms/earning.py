"""What is earned: by memberships, beside tenders, at visits."""

from rules.ground.refusal import Refusal
from rules.refund.decision import decide
from rules.sale.basket import Tender
from rules.sale.decisions import ReturnLine
from tests.conformance.engine import (
    Section,
    basket,
    booked,
    line,
    programme,
    settled,
)
from tests.conformance.given import Given, InexpressibleError


def memberships(given: Given) -> dict[str, object]:
    """Earn by the rules of everything a member belongs to, together."""
    rates = given.table("rates_per_currency_unit")
    rules: list[Section] = [
        {
            "kind": "per_spend",
            "rule": f"r{number}",
            "points": rates.whole(name),
            "step_minor": given.minor(1),
            "when": {"enabled": name in given.texts("affiliations")},
        }
        for number, name in enumerate(rates.names())
    ]
    sold = basket([line("goods", given.money("spend"))])
    awards = settled(programme(earn=rules), sold).awards
    return {"points": sum(award.points for award in awards)}


def tendered(given: Given) -> dict[str, object]:
    """Earn on a basket, whatever of it a gift card pays."""
    total, paid = given.money("basket"), given.table("tenders")
    amounts = {name: paid.money(name) for name in paid.names()}
    tenders = [Tender(tender=name, amount_minor=part) for name, part in amounts.items()]
    rules = programme(earn=[_by_money(given)])
    sold = basket([line("goods", total)], tenders=tenders)
    awards = settled(rules, sold).awards
    other = sum(part for name, part in amounts.items() if name != "cash")
    return {
        "points": sum(award.points for award in awards),
        "cash_due": given.major(total - other),
    }


def _by_money(given: Given) -> Section:
    rate = given.number("points_per_money") / given.minor(1)
    steps = {"points": rate.numerator, "step_minor": rate.denominator}
    return {"kind": "per_spend", "rule": "base", **steps}


def visits(given: Given) -> dict[str, object]:
    """Earn once a visit from a sum on; each of some returns is judged by what it leaves."""
    least, sale = given.money("visit_program_min_spend"), given.money("sale")
    rule = {"kind": "per_visit", "rule": "visit", "points": given.whole("points")}
    rules = programme(earn=[rule | {"min_basket_minor": least}])
    sold = basket([line("goods", sale, pieces=sale)])
    held = booked(settled(rules, sold), sold)
    reversed_: list[int] = []
    for money in given.moneys("refunds"):
        back = ReturnLine(
            line="1", of_line="goods", quantity_milli=money * 1000, amount_minor=money
        )
        decided = decide(rules, held, (), [back], points_tender_minor=None, standing=None)
        if isinstance(decided, Refusal):
            raise InexpressibleError(f"the engine refuses the return: {decided.code}")
        reversed_.append(sum(one.points for one in decided.reversals))
    return {"reversed": reversed_}
