"""What points are worth in the books, and offers by their time and currency."""

from dataclasses import replace
from fractions import Fraction

from rules.economics.deferral import allocate_price, recognised, worth_alone
from rules.evaluator import Evaluator
from rules.sale.decisions import Quote
from tests.conformance.engine import (
    Section,
    basket,
    day,
    line,
    programme,
    quoted,
    standing,
)
from tests.conformance.given import Given, InexpressibleError, whole


def deferred(given: Given) -> dict[str, object]:
    """Split a price over goods and points by what each is worth alone; then recognise."""
    price = given.whole("sale" if "sale" in given else "sales")
    split = allocate_price(
        price,
        goods_alone_minor=given.whole("goods_ssp"),
        points_alone_minor=given.whole("points_ssp"),
    )
    # How many points they are changes nothing once their worth is told.
    given.aside("points")
    answer: dict[str, object] = {
        "to_goods": split.to_goods_minor,
        "to_points": split.to_points_minor,
    }
    if "redeemed_cumulative" not in given:
        return answer
    told: list[int] = []
    redeemed_by = given.wholes("redeemed_cumulative")
    expected_by = given.wholes("expected_total")
    if len(redeemed_by) != len(expected_by):
        raise InexpressibleError("a period has what is redeemed and what is expected")
    for redeemed, expected in zip(redeemed_by, expected_by, strict=True):
        already = sum(told)
        told.append(
            recognised(
                split.to_points_minor,
                redeemed=redeemed,
                expected=expected,
                already_minor=already,
            )
        )
    return answer | {"recognised": told}


def worth_of_points(given: Given) -> dict[str, object]:
    """Split a price over goods and points that are worth so much each, if redeemed."""
    # Sums are told in whole units of money, or all of them in its decimals.
    unit = given.minor(1) if "." in given.text("sale") else 1
    price = whole(given.number("sale") * unit, "sale")
    goods = given.number("goods_ssp") * unit if "goods_ssp" in given else price
    given.aside("goods_ssp")
    share = next((given.number(name) for name in _REDEEMED if name in given), Fraction(1))
    points = worth_alone(
        given.whole("points"),
        value_minor=given.number("point_value") * unit,
        redeemed_share=share,
    )
    split = allocate_price(
        price, goods_alone_minor=whole(goods, "goods_ssp"), points_alone_minor=points
    )
    return {
        "points_ssp": Fraction(points, unit),
        "to_goods": Fraction(split.to_goods_minor, unit),
        "to_points": Fraction(split.to_points_minor, unit),
    }


_REDEEMED = ("expected_redemption", "redemption_rate")


def delivered(given: Given) -> dict[str, object]:
    """Take something off the delivery, its price told with and without tax."""
    rule: Section = {"rule": "p0"}
    if "percent" in given:
        rule |= {"kind": "percent", "percent": str(given.number("percent"))}
    elif "fixed_price" in given:
        rule |= {"kind": "fixed_price", "price_minor": given.money("fixed_price")}
    else:
        rule |= {"kind": "amount", "amount_minor": given.money("amount")}
    rules = programme(discounts=[rule])
    left = {
        key: quoted(rules, basket([line("delivery", given.money(f"shipping_{key}"))]))
        for key in ("excl", "incl")
    }
    return {key: given.major(quote.total_minor) for key, quote in left.items()}


def active(given: Given) -> dict[str, object]:
    """Say whether an offer holds at a moment."""
    when: Section = {}
    for key, field in (("start", "from_moment"), ("end", "until_moment")):
        if key in given:
            when[field] = given.text(key).replace(" ", "T")
        given.aside(key)
    rule: Section = {"kind": "amount", "rule": "p0", "amount_minor": 1, "when": when}
    sold = basket([line("goods", 100)], at=day(given.text("at")))
    return {"active": bool(quoted(programme(discounts=[rule]), sold).discounts)}


def better(given: Given) -> dict[str, object]:
    """Say whether another discount of the whole order replaces the one that holds."""
    rules: list[Section] = [
        {
            "kind": "percent",
            "rule": name,
            "percent": str(given.number(f"{name}_percent")),
            "of": "basket",
            "group": "order",
        }
        for name in ("applied", "offered")
    ]
    quote = quoted(programme(discounts=rules), basket([line("goods", 10_000)]))
    return {"accepted": [one.rule for one in quote.discounts] == ["offered"]}


def foreign(given: Given) -> dict[str, object]:
    """Take off nothing where a rule is of another currency than the order."""
    rule: Section = {"kind": "amount", "rule": "p0", "amount_minor": 1}
    rules = programme(discounts=[rule])
    same = given.text("rule_currency") == given.text("order_currency")
    sold = basket([line("goods", given.money("amount"))])
    asked = sold if same else replace(sold, currency="XTS")
    answer = Evaluator(rules).quote(asked, standing())
    offs = answer.discounts if isinstance(answer, Quote) else ()
    return {"discount": given.major(sum(one.amount_minor for one in offs))}
