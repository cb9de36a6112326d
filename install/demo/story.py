"""The story: Sara's day in two small shops, each step checked as it is told."""

import time
from typing import Final

from install.demo import crash, outage
from install.demo.answers import Answer, Json, UnexpectedError, text_at, whole_at
from install.demo.baskets import BANANAS, COFFEE, GRINDER, WORKSTATION, Sold, one_back
from install.demo.people import SARA
from install.demo.proof import prove
from install.demo.shop import Shop
from install.demo.stage import Stage
from install.demo.telling import Telling, money, points

HELD_POINTS: Final = 500
SALE: Final = 123
REFUND: Final = 9


def play(stage: Stage, telling: Telling) -> None:
    """Play everything; raises when something is not as it must be."""
    near, _ = stage.shops
    telling.chapter(f"{SARA.name} comes to shop {near.store}")
    _scan(near, telling)
    sold = _buy(near, telling)
    _bring_back(near, telling, sold)
    outage.cut(stage, telling)
    outage.sell_offline(near, telling)
    outage.be_refused(stage, telling)
    crash.kill_between(stage, telling)
    outage.heal(stage, telling)
    prove(stage, telling)


def _scan(shop: Shop, telling: Telling) -> None:
    page = shop.pos.listen()
    began_ns = time.perf_counter_ns()
    shop.scanner.scan(SARA.card.encode())
    seen = page.wait_for(lambda heard: heard.event == "scan")
    page.close()
    session = shop.pos.get("/v1/session", workstation=WORKSTATION).accepted()
    member = session.at("member")
    check(text_at(seen.data, "member", "name") == SARA.name, "the page shows another name")
    check(text_at(member, "name") == SARA.name, "the session shows another name")
    check(text_at(member, "tier") == "silver", "the tier is not silver")
    balance = _balance(member)
    check(whole_at(balance, "available") == SARA.points, "the balance is not hers")
    missing_minor = whole_at(member, "next_tier", "need_minor") - whole_at(
        member, "next_tier", "have_minor"
    )
    upper = text_at(member, "next_tier", "tier")
    telling.step(
        "scan",
        f"{SARA.name}, {text_at(member, 'tier')}, {points(SARA.points)}; "
        f"{money(missing_minor)} more to {upper}. (port to page)",
        took_us=(seen.at_ns - began_ns) // 1000,
        name=SARA.name,
        tier=text_at(member, "tier"),
        balance=balance,
        next_tier=upper,
        missing_minor=missing_minor,
    )


def _buy(shop: Shop, telling: Telling) -> Sold:
    items = (COFFEE, BANANAS, GRINDER)
    asked = shop.pos.post("/v1/quotes", shop.paper.quote(items, card=SARA.card)).accepted()
    basket = Sold.of(items, card=SARA.card, quoted=asked)
    check(asked.whole("total_minor") == basket.total_minor, "the quote's total is not the sum")
    promised = earned(asked)
    telling.step(
        "quote",
        f"Coffee, bananas, a grinder: {money(basket.total_minor)}, silver takes "
        f"{money(sum(basket.discounts.values()))} off the coffee; it would earn "
        f"{points(promised)}.",
        took_us=asked.took_us,
        total_minor=basket.total_minor,
        discounts=asked.at("discounts"),
        points=promised,
    )
    held = hold(shop, SARA.card, HELD_POINTS, quote=basket.quote)
    telling.step(
        "hold",
        f"{points(HELD_POINTS)} set aside before payment, worth "
        f"{money(held.whole('value_minor'))} (hold {held.text('hold')}).",
        took_us=held.took_us,
        hold=held.text("hold"),
        points=HELD_POINTS,
        value_minor=held.whole("value_minor"),
    )
    paid = basket.paid_with(held)
    sale = shop.pos.post("/v1/sales", shop.paper.sale(SALE, paid)).accepted()
    check(earned(sale) > 0, "the sale earned nothing")
    _tell_sale(telling, sale, paid)
    return paid


def _tell_sale(telling: Telling, sale: Answer, paid: Sold) -> None:
    tier = sale.text("member", "tier")
    check(tier == "gold", f"she should be gold now, and is {tier}")
    coupons = [item for item in sale.items("issued") if text_at(item, "kind") == "coupon"]
    check(bool(coupons), "no coupon was issued for entering gold")
    code = text_at(coupons[0], "code")
    cash_minor = paid.total_minor - paid.points_minor
    telling.step(
        "sale",
        f"{money(paid.points_minor)} in points and {money(cash_minor)} in cash, written and "
        f"flushed as {sale.text('record')}: {points(earned(sale))} earned.",
        took_us=sale.took_us,
        record=sale.text("record"),
        earned=sale.at("earned"),
        balance=_balance(sale.at("member")),
    )
    telling.step(
        "coupon",
        f"That makes her gold: the till prints her coupon {code}.",
        took_us=sale.took_us,
        tier=tier,
        code=code,
    )


def _bring_back(shop: Shop, telling: Telling, sold: Sold) -> None:
    lines = (one_back(COFFEE, discount_minor=sold.discounts.get(COFFEE.line, 0)),)
    asked = shop.pos.post("/v1/quotes", shop.paper.refund_quote(SALE, lines)).accepted()
    telling.step(
        "ask",
        f"One coffee comes back. Asked first: {told_back(asked)}.",
        took_us=asked.took_us,
        **facts_back(asked),
    )
    body = shop.paper.refund(REFUND, of=SALE, lines=lines, quoted=asked)
    done = shop.pos.post("/v1/refunds", body).accepted()
    check(facts_back(done) == facts_back(asked), "the refund is not what its quote said")
    balance = _balance(done.at("member"))
    telling.step(
        "refund",
        f"Done, exactly as asked ({done.text('record')}); her balance is "
        f"{whole_at(balance, 'available'):,} and {whole_at(balance, 'pending'):,} pending.",
        took_us=done.took_us,
        record=done.text("record"),
        balance=balance,
    )


def _balance(member: Json) -> Json:
    return member_balance(member)
