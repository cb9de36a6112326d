"""Second chapter: the line is cut. What works, what is refused, what it brings back."""

import time
from typing import Final

from install.demo import cashier
from install.demo.answers import Answer, text_at, whole_at
from install.demo.baskets import BEANS, MUGS, one_back
from install.demo.cashier import check
from install.demo.people import SARA
from install.demo.shop import Shop
from install.demo.telling import Telling, money, points
from install.demo.together import side_by_side

SALE: Final = 124
REFUND: Final = 10
WISHED_POINTS: Final = 500


def cut(shops: tuple[Shop, ...], telling: Telling) -> None:
    """Sync once more, then pull the plug at every shop; a till notices and says so."""
    telling.chapter("The line to head office is cut")
    for shop in shops:
        # One after the other, so that the last knows what the first was lent.
        shop.sync()
    began_ns = time.perf_counter_ns()
    for shop in shops:
        shop.line.cut()
    report = shops[0].pos.post("/v1/sync").accepted()
    check(report.at("complete") is False, "The line is cut, and a sync went through it.")
    told = report.text("problem")
    telling.step(
        "cut",
        f'both lines are dead; asked to sync, the till says: "{told}"',
        took_us=(time.perf_counter_ns() - began_ns) // 1000,
        problem=told,
    )


def sell_offline(shop: Shop, telling: Telling) -> None:
    """Redeem, sell and refund at the shop that holds an allowance of hers."""
    asked, basket = cashier.quote(shop, SARA, (BEANS, MUGS))
    count = _redeemable(asked)
    held, paid = cashier.hold(shop, SARA, count, basket)
    telling.step(
        "redeem",
        f"{shop.store}, offline: {points(count)} set aside out of what head office lent "
        f"this shop for her (hold {paid.hold})",
        took_us=held.took_us,
        store=shop.store,
        points=count,
        hold=paid.hold,
    )
    sale = cashier.sell(shop, SALE, paid)
    telling.step(
        "sale",
        f"{shop.store}, offline: beans and two mugs, {money(paid.points_minor)} in points "
        f"and {money(paid.total_minor - paid.points_minor)} in cash; on disk as "
        f"{sale.text('record')}, {points(cashier.earned(sale))} earned",
        took_us=sale.took_us,
        store=shop.store,
        record=sale.text("record"),
        earned=cashier.earned(sale),
        balance=cashier.balance(sale.at("member")),
    )
    lines = (one_back(MUGS),)
    quoted = cashier.ask_refund(shop, SALE, lines)
    done = cashier.refund(shop, REFUND, sale=SALE, lines=lines, quoted=quoted)
    telling.step(
        "refund",
        f"{shop.store}, offline: one mug comes back, {cashier.told_back(done)}",
        took_us=done.took_us,
        store=shop.store,
        record=done.text("record"),
        balance=cashier.balance(done.at("member")),
        **cashier.facts_back(done),
    )


def be_refused(shop: Shop, telling: Telling) -> None:
    """Try to redeem where nothing of hers is: one sentence says why and what next."""
    refusal = cashier.wish(shop, SARA, WISHED_POINTS).refused("over_allowance")
    said = f"{refusal.text('detail')} {refusal.text('hint')}"
    telling.step(
        "refused",
        f"{shop.store}, offline, {points(WISHED_POINTS)} asked for; the till's own words: "
        f'"{said}"',
        took_us=refusal.took_us,
        store=shop.store,
        status=refusal.status,
        code=refusal.text("code"),
        detail=refusal.text("detail"),
        hint=refusal.text("hint"),
    )


def heal(shops: tuple[Shop, ...], telling: Telling) -> None:
    """Mend the lines, sync both tills, and ask the refused question once more."""
    telling.chapter("The line is back")
    for shop in shops:
        shop.line.restore()
    began_ns = time.perf_counter_ns()
    reports = side_by_side(Shop.sync, shops)
    # What one till sent, the other has after its next question.
    side_by_side(Shop.sync, shops)
    took_us = (time.perf_counter_ns() - began_ns) // 1000
    for report in reports:
        check(report.at("complete") is True, f"A sync stopped: {report.body.decode()}")
    sent = sum(report.whole("pushed") for report in reports)
    telling.step(
        "sync",
        f"both tills sent what they had, {sent} records, and took what was new",
        took_us=took_us,
        records=sent,
    )
    _ask_again(shops[-1], telling)


def _ask_again(shop: Shop, telling: Telling) -> None:
    known = shop.pos.get("/v1/members", card=SARA.card).accepted()
    balance = cashier.balance(known.at("member"))
    count = min(WISHED_POINTS, whole_at(balance, "available") // 100 * 100)
    held = cashier.wish(shop, SARA, count).accepted()
    telling.step(
        "redeem",
        f"{shop.store}: the same question again, {points(count)}: yes (hold "
        f"{held.text('hold')}); she thinks better of it and the hold is let go",
        took_us=held.took_us,
        store=shop.store,
        points=count,
        hold=held.text("hold"),
    )
    shop.pos.delete(f"/v1/redemptions/{held.text('hold')}").accepted()


def _redeemable(quoted: Answer) -> int:
    offers = [
        whole_at(offer, "max_points")
        for offer in quoted.items("redeemable")
        if text_at(offer, "reward") == cashier.REWARD
    ]
    check(bool(offers) and max(offers) > 0, "Head office lent this shop nothing of hers.")
    return max(offers)
