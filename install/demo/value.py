"""Chapter of what is not points: a gift card, the gold welcome's coupon, a wallet."""

from collections.abc import Sequence
from typing import Final

from install.demo.answers import Answer, list_at, text_at, whole_at
from install.demo.baskets import CURRENCY, MUGS, WORKSTATION, Body, Item, Sold
from install.demo.cashier import check
from install.demo.people import SARA
from install.demo.shop import Shop
from install.demo.telling import Telling, money

CARD_MINOR: Final = 5000
PAID_MINOR: Final = 2500
TOP_UP_MINOR: Final = 10000
_FIRST_NUMBER: Final = 700


def spend(shops: tuple[Shop, ...], telling: Telling, *, coupon: str) -> None:
    """Sell a card in one shop and pay with it in the other; use a coupon; top up."""
    near, far = shops
    telling.chapter("What is not points")
    code = sell_card(near, telling)
    near.sync()
    pay_with_card(far, telling, code)
    use_coupon(far, telling, coupon)
    top_up(near, telling)


def sell_card(shop: Shop, telling: Telling) -> str:
    """Sell a gift card to somebody who shows no card; return its code."""
    line = _card_line(CARD_MINOR)
    sold = _book(shop, _FIRST_NUMBER, [line], [_cash(CARD_MINOR)])
    (issued,) = sold.items("issued")
    code = text_at(issued, "code")
    telling.step(
        "gift card",
        f"{shop.store}: one of {money(CARD_MINOR)} is sold, {code}; it earns nothing",
        took_us=sold.took_us,
        code=code,
        amount_minor=whole_at(issued, "amount_minor"),
    )
    return code


def pay_with_card(shop: Shop, telling: Telling, code: str) -> None:
    """Hold a part of a card's money, dealt to the cent, and pay with it."""
    wish = {
        "workstation": WORKSTATION,
        "tender": "gift_card",
        "code": code,
        "amount_minor": PAID_MINOR,
    }
    held = shop.pos.post("/v1/redemptions", wish).accepted()
    paid = {"tender": "gift_card", "amount_minor": PAID_MINOR, "hold": held.text("hold")}
    rest = MUGS.amount_minor - PAID_MINOR
    sold = _book(shop, _FIRST_NUMBER + 1, [MUGS.body()], [paid, _cash(rest)])
    check(not sold.items("notices"), "The card's money was not all there.")
    told = shop.pos.get("/v1/vouchers", code=code).accepted()
    left = told.whole("balance_minor")
    telling.step(
        "pay",
        f"{shop.store}: {money(PAID_MINOR)} of it pay for mugs (hold "
        f"{held.text('hold')}, dealt by head office to the cent), the rest in cash",
        took_us=held.took_us,
        paid_minor=PAID_MINOR,
        left_minor=left,
    )


def use_coupon(shop: Shop, telling: Telling, code: str) -> None:
    """Use the coupon that another shop's slip carried; its one use is gone then."""
    asked = shop.paper.quote((MUGS,), card=SARA.card) | {"coupons": [code]}
    quoted = shop.pos.post("/v1/quotes", asked).accepted()
    check(len(quoted.items("coupons")) == 1, "The coupon could not be used.")
    basket = Sold.of((MUGS,), card=SARA.card, quoted=quoted)
    body = shop.paper.sale(_FIRST_NUMBER + 2, basket) | {"coupons": [code]}
    sold = shop.pos.post("/v1/sales", body).accepted()
    off = whole_at(list_at(sold.json(), "coupons")[0], "amount_minor")
    state = shop.pos.get("/v1/vouchers", code=code).accepted().text("state")
    check(state == "used", f"The coupon is {state} after its one use.")
    telling.step(
        "welcome",
        f"{shop.store}: the coupon of {SARA.name}'s gold takes {money(off)} off; "
        f"shown again it is {state}",
        took_us=sold.took_us,
        off_minor=off,
        state=state,
    )


def top_up(shop: Shop, telling: Telling) -> None:
    """Take money into a wallet, within the programme's limits."""
    body: Body = {
        "document": shop.paper.document(_FIRST_NUMBER + 3, kind="top_up"),
        "at": shop.paper.at,
        "currency": CURRENCY,
        "card": SARA.card,
        "amount_minor": TOP_UP_MINOR,
        "tenders": [_cash(TOP_UP_MINOR)],
    }
    done = shop.pos.post("/v1/wallet/top-ups", body).accepted()
    wallet = wallet_of(done)
    telling.step(
        "top up",
        f"{shop.store}: {money(wallet['available'])} in her wallet, usable at this till "
        "at once",
        took_us=done.took_us,
        **wallet,
    )


def wallet_of(answer: Answer) -> dict[str, int]:
    """Return what an answer says of its member's wallet."""
    for found in answer.items("member", "balances"):
        if text_at(found, "unit") == "wallet":
            return {name: whole_at(found, name) for name in ("available", "spendable_here")}
    return {"available": 0, "spendable_here": 0}


def _book(
    shop: Shop, number: int, lines: Sequence[Body], tenders: Sequence[Body]
) -> Answer:
    body: Body = {
        "document": shop.paper.document(number),
        "at": shop.paper.at,
        "currency": CURRENCY,
        "lines": list(lines),
        "tenders": list(tenders),
    }
    return shop.pos.post("/v1/sales", body).accepted()


def _card_line(amount_minor: int) -> Body:
    item = Item(
        line="1",
        sku="GIFT",
        category="gift",
        quantity="1",
        price_minor=amount_minor,
        amount_minor=amount_minor,
    )
    return item.body() | {"type": "gift_card_sale"}


def _cash(amount_minor: int) -> Body:
    return {"tender": "cash", "amount_minor": amount_minor}
