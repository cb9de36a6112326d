"""Gift cards and wallets between two real tills and head office."""

from install.demo import value
from install.demo.answers import Answer
from install.demo.baskets import CURRENCY, MUGS, WORKSTATION
from install.demo.people import SARA
from install.demo.shop import Shop
from install.demo.stage import Stage
from install.demo.telling import Telling
from install.demo.together import side_by_side


def test_a_card_sold_in_one_shop_pays_in_the_other_and_never_twice(stage: Stage) -> None:
    near, far = stage.shops
    code = value.sell_card(near, Telling())
    near.sync()

    held = _hold(far, 3000, code=code).accepted()
    _hold(near, 2001, code=code).refused("money_elsewhere")
    far.sync()
    far.line.cut()
    _hold(far, 500, code=code).refused("money_elsewhere")
    far.line.restore()
    far.pos.delete(f"/v1/redemptions/{held.text('hold')}").accepted()
    value.pay_with_card(far, Telling(), code)
    side_by_side(Shop.sync, stage.shops)
    side_by_side(Shop.sync, stage.shops)

    assert [_told(shop, code) for shop in stage.shops] == [("active", 2500)] * 2
    nights = side_by_side(Shop.night, stage.shops)
    assert [night.at("agrees") for night in nights] == [True, True]


def test_a_wallet_topped_up_offline_is_spent_there_at_once_and_told_everywhere(
    stage: Stage,
) -> None:
    near, far = stage.shops
    near.line.cut()

    value.top_up(near, Telling())
    _pay_all(near, 800, 1)
    near.line.restore()
    side_by_side(Shop.sync, stage.shops)
    side_by_side(Shop.sync, stage.shops)

    # What was topped up there is that till's to let her spend, until its day closes.
    refused = _hold(far, MUGS.amount_minor).refused("money_elsewhere")
    assert near.store in refused.text("detail")
    _pay_all(near, 801, 2)
    side_by_side(Shop.sync, stage.shops)
    side_by_side(Shop.sync, stage.shops)
    assert [_wallet(shop) for shop in stage.shops] == [10000 - 3 * MUGS.amount_minor] * 2
    nights = side_by_side(Shop.night, stage.shops)
    assert [night.at("agrees") for night in nights] == [True, True]


def _pay_all(shop: Shop, number: int, times: int) -> None:
    for each in range(times):
        held = _hold(shop, MUGS.amount_minor).accepted()
        paid = {
            "tender": "wallet",
            "amount_minor": MUGS.amount_minor,
            "hold": held.text("hold"),
        }
        body = {
            "document": shop.paper.document(number * 10 + each),
            "at": shop.paper.at,
            "currency": CURRENCY,
            "card": SARA.card,
            "lines": [MUGS.body()],
            "tenders": [paid],
        }
        assert shop.pos.post("/v1/sales", body).accepted().items("notices") == []


def _hold(shop: Shop, amount_minor: int, *, code: str = "") -> Answer:
    whose = {"tender": "gift_card", "code": code}
    if not code:
        whose = {"tender": "wallet", "card": SARA.card}
    wish = {"workstation": WORKSTATION, "amount_minor": amount_minor}
    return shop.pos.post("/v1/redemptions", wish | whose)


def _wallet(shop: Shop) -> int:
    found = shop.pos.get("/v1/members", card=SARA.card).accepted()
    return value.wallet_of(found)["available"]


def _told(shop: Shop, code: str) -> tuple[str, int]:
    told = shop.pos.get("/v1/vouchers", code=code).accepted()
    return told.text("state"), told.whole("balance_minor")
