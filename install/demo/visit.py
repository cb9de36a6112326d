"""First chapter: scans, a quote, points set aside, a sale, one coffee that comes back."""

import time
from typing import Final

from install.demo import cashier
from install.demo.answers import Answer, reach, text_at, whole_at
from install.demo.baskets import BANANAS, COFFEE, GRINDER, WORKSTATION, Sold, one_back
from install.demo.cashier import check
from install.demo.people import SARA, SARA_AMHARIC, SARA_PERSIAN, Person
from install.demo.shop import Shop
from install.demo.telling import Telling, money, points

HELD_POINTS: Final = 500
SALE: Final = 123
REFUND: Final = 9
BONUS_RULE: Final = "big-basket"


def scan_all(shops: tuple[Shop, ...], telling: Telling) -> None:
    """Let three people of one name show who they are, in two shops."""
    near, far = shops
    telling.chapter("Three Saras come shopping")
    scan(near, telling, SARA, by=SARA.card)
    scan(far, telling, SARA_PERSIAN, by=SARA_PERSIAN.card)
    scan(far, telling, SARA_AMHARIC, by=SARA_AMHARIC.code)


def scan(shop: Shop, telling: Telling, person: Person, *, by: str) -> None:
    """Scan a member over the port; what the page shows must be who they are."""
    page = shop.pos.listen()
    began_ns = time.perf_counter_ns()
    shop.scanner.scan(by.encode())
    seen = page.wait_for(lambda heard: heard.event == "scan")
    page.close()
    session = shop.pos.get("/v1/session", workstation=WORKSTATION).accepted()
    for member in (reach(seen.data, "member"), session.at("member")):
        check(text_at(member, "name") == person.name, f"This is not {person.name}.")
        check(text_at(member, "tier") == person.tier, f"Their tier is not {person.tier}.")
        shown = cashier.balance(member)["available"]
        check(shown == person.points, f"The balance is {shown}, not {person.points}.")
    upper, missing_minor = _next_tier(session)
    balance = cashier.balance(session.at("member"))
    telling.step(
        "scan",
        f"{shop.store}: {person.name}, {person.tier}, {points(person.points)} "
        f"({balance['spendable_here']} of them usable here without asking), "
        f"{money(missing_minor)} to {upper}",
        took_us=(seen.at_ns - began_ns) // 1000,
        store=shop.store,
        name=person.name,
        tier=person.tier,
        balance=balance,
        next_tier=upper,
        missing_minor=missing_minor,
    )


def buy(shop: Shop, telling: Telling) -> Sold:
    """Sell Sara a basket that she pays in part with points, and that makes her gold."""
    telling.chapter(f"Sara buys at {shop.store}")
    asked, basket = cashier.quote(shop, SARA, (COFFEE, BANANAS, GRINDER))
    telling.step(
        "quote",
        f"coffee, bananas and a grinder: {money(basket.total_minor)} after "
        f"{money(sum(basket.discounts.values()))} off the coffee for silver; "
        f"it will earn {points(cashier.earned(asked))}",
        took_us=asked.took_us,
        total_minor=basket.total_minor,
        discounts=dict(basket.discounts),
        earned=cashier.earned(asked),
    )
    held, paid = cashier.hold(shop, SARA, HELD_POINTS, basket)
    telling.step(
        "hold",
        f"{points(HELD_POINTS)} set aside before she pays, worth "
        f"{money(paid.points_minor)} (hold {paid.hold})",
        took_us=held.took_us,
        hold=paid.hold,
        points=HELD_POINTS,
        value_minor=paid.points_minor,
    )
    _tell_sale(telling, cashier.sell(shop, SALE, paid), paid)
    return paid


def agree(shop: Shop, telling: Telling) -> None:
    """Let head office hear of the sale: it alone says who is gold."""
    report = shop.sync()
    known = shop.pos.get("/v1/members", card=SARA.card).accepted()
    tier = known.text("member", "tier")
    check(tier == "gold", f"Head office says she is {tier}.")
    telling.step(
        "sync",
        f"head office has the sale and agrees: {tier}",
        took_us=report.took_us,
        tier=tier,
    )


def bring_back(shop: Shop, telling: Telling, sold: Sold) -> None:
    """Return one of two coffees: asked first, then booked exactly so."""
    lines = (one_back(COFFEE, discount_minor=sold.discounts.get(COFFEE.line, 0)),)
    asked = cashier.ask_refund(shop, SALE, lines)
    lost = cashier.by_rule(asked, BONUS_RULE)
    check(lost > 0, "The bonus for a big basket was not tested again.")
    telling.step(
        "ask",
        f"one coffee comes back: {cashier.told_back(asked)} "
        f"({lost} of them the big basket's bonus: it is no big basket any more)",
        took_us=asked.took_us,
        bonus_lost=lost,
        **cashier.facts_back(asked),
    )
    done = cashier.refund(shop, REFUND, sale=SALE, lines=lines, quoted=asked)
    balance = cashier.balance(done.at("member"))
    telling.step(
        "refund",
        f"done exactly so, as {done.text('record')}; she has {balance['available']} and "
        f"{balance['pending']} pending, and stays {done.text('tier', 'after')}",
        took_us=done.took_us,
        record=done.text("record"),
        balance=balance,
        tier=done.text("tier", "after"),
    )


def coupon_told(telling: Telling) -> str:
    """Return the code of the coupon that her slip carried."""
    return next(str(step.facts["code"]) for step in telling.steps if step.step == "coupon")


def _tell_sale(telling: Telling, sale: Answer, paid: Sold) -> None:
    tier = sale.text("member", "tier")
    check(tier == "gold", f"She should be gold now, and is {tier}.")
    coupons = [item for item in sale.items("issued") if text_at(item, "kind") == "coupon"]
    check(bool(coupons), "No coupon was issued for entering gold.")
    code = text_at(coupons[0], "code")
    balance = cashier.balance(sale.at("member"))
    telling.step(
        "sale",
        f"{money(paid.points_minor)} in points, "
        f"{money(paid.total_minor - paid.points_minor)} in cash; on disk as "
        f"{sale.text('record')}, {points(cashier.earned(sale))} earned (none "
        f"on what points paid); she has {balance['available']} and "
        f"{balance['pending']} pending",
        took_us=sale.took_us,
        record=sale.text("record"),
        earned=cashier.earned(sale),
        balance=balance,
    )
    telling.step(
        "coupon",
        f"that makes her {tier}: her slip carries the coupon {code}",
        took_us=sale.took_us,
        tier=tier,
        code=code,
        expires=text_at(coupons[0], "expires"),
    )


def _next_tier(session: Answer) -> tuple[str, int]:
    ahead = session.at("member", "next_tier")
    missing_minor = whole_at(ahead, "need_minor") - whole_at(ahead, "have_minor")
    return text_at(ahead, "tier"), missing_minor
