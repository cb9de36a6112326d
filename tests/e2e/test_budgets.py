"""A campaign's budget at two tills: kept whatever lines are down, and told why it ends."""

import json
from pathlib import Path

from install.demo import cashier
from install.demo.answers import Answer, text_at
from install.demo.baskets import MUGS, Sold
from install.demo.people import SARA
from install.demo.shop import Shop
from install.demo.stage import PROGRAMME, Stage
from install.demo.together import side_by_side
from tests.e2e.waiting import wait_until

WHOLE_MINOR = 3_000
HALF_MINOR = 1_550
"""What half the price of the mugs is."""

HARVEST = f"""
[[campaigns]]
campaign = "harvest"
budgets = [{{ counts = "discount_minor", amount = {WHOLE_MINOR}, returned = "restored" }}]

[[discounts]]
kind = "percent"
rule = "harvest-half"
percent = "50"
categories = ["home"]
campaign = "harvest"
"""


def test_two_tills_without_a_line_never_give_more_than_the_budget(stage: Stage) -> None:
    near, far = stage.shops
    _publish(stage)
    for shop in stage.shops:
        shop.line.cut()

    gave = [_sell_all(shop) for shop in stage.shops]

    assert 0 < sum(gave) <= WHOLE_MINOR
    near.kill()
    near.start()
    assert _words(_quote(near)[0]) == ["refuse.budget_spent"]
    for shop in stage.shops:
        shop.line.restore()
    side_by_side(Shop.sync, stage.shops)
    assert _at_office(stage)["used"] == sum(gave)
    # With the line up a quote asks for what is left, and the last of it is given.
    for number, shop in enumerate((near, far, near, far), start=1):
        shop.sync()
        gave.append(_sell_all(shop, first=100 * number))
        shop.sync()
    assert sum(gave) == WHOLE_MINOR
    assert _at_office(stage)["used"] == WHOLE_MINOR
    assert _words(_quote(far)[0]) == ["refuse.budget_spent"]


def test_what_a_voided_sale_took_of_a_budget_is_given_again(stage: Stage) -> None:
    near, far = stage.shops
    _publish(stage)
    far.line.cut()
    _, basket = _quote(near)
    record = cashier.sell(near, 1, basket).text("record")
    near.sync()
    used = _at_office(stage)["used"]

    original = {"document": near.paper.document(1)}
    voided = near.pos.post(
        "/v1/voids", {"document": near.paper.document(2, kind="void"), "original": original}
    )

    voided.accepted()
    near.sync()
    assert used == HALF_MINOR
    assert _at_office(stage)["used"] == 0
    assert record.startswith("t")


def _publish(stage: Stage) -> None:
    """Publish the demo's programme with a campaign, and have every till hear of it."""
    text = PROGRAMME.read_text(encoding="utf-8").replace("version = 1", "version = 2", 1)
    file = Path(stage.folder) / "harvest.toml"
    file.write_text(text + HARVEST, encoding="utf-8")
    stage.office("programme", str(file))
    # Each is dealt its part once head office was told that it has the other's.
    side_by_side(Shop.sync, stage.shops)
    side_by_side(Shop.sync, stage.shops)
    wait_until(lambda: all(map(_gives, stage.shops)), what="every till has a part")


def _gives(shop: Shop) -> bool:
    return _quote(shop)[1].total_minor < MUGS.amount_minor


def _quote(shop: Shop) -> tuple[Answer, Sold]:
    return cashier.quote(shop, SARA, (MUGS,))


def _sell_all(shop: Shop, first: int = 1) -> int:
    """Sell mugs until the campaign gives nothing more here; return what came off."""
    gave, number = 0, first
    while True:
        asked, basket = _quote(shop)
        off = sum(basket.discounts.values())
        if not off:
            assert _words(asked) == ["refuse.budget_spent"]
            return gave
        if off < HALF_MINOR:
            assert _words(asked) == ["refuse.budget_short"]
        cashier.sell(shop, number, basket)
        gave, number = gave + off, number + 1


def _words(asked: Answer) -> list[str]:
    reasons = [
        (text_at(one, "rule"), text_at(one, "words")) for one in asked.items("not_used")
    ]
    return [words for rule, words in reasons if rule == "harvest-half"]


def _at_office(stage: Stage) -> dict[str, int]:
    (told,) = json.loads(stage.office("budgets", "--json"))
    return {name: told[name] for name in ("set_aside", "used", "here", "at_tills")}
