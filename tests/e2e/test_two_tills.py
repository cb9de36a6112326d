"""Two tills of one member: what each may let her spend, and what frees the rest."""

from collections.abc import Iterable

from install.demo import cashier
from install.demo.answers import reach, text_at, whole_at
from install.demo.baskets import COFFEE
from install.demo.calls import Heard
from install.demo.people import SARA
from install.demo.shop import Shop
from install.demo.stage import Stage
from install.demo.together import side_by_side
from tests.e2e.counter import member_there
from tests.e2e.waiting import wait_until

REST = 500


def test_points_are_spent_where_they_are_and_nowhere_twice(stage: Stage) -> None:
    near, far = stage.shops
    _, basket = cashier.quote(near, SARA, (COFFEE,))
    side_by_side(Shop.sync, stage.shops)
    here = _spendable(near)
    for shop in stage.shops:
        shop.line.cut()

    refusal = cashier.wish(far, SARA, REST).refused("over_allowance")
    assert near.store in refusal.text("detail")
    assert refusal.text("hint")
    held, paid = cashier.hold(near, SARA, here // 100 * 100, basket)
    assert cashier.sell(near, 1, paid).text("record").startswith(f"{_life(near)}-")
    cashier.wish(near, SARA, 100).refused("over_allowance")

    for shop in stage.shops:
        shop.line.restore()
    side_by_side(Shop.sync, stage.shops)
    side_by_side(Shop.sync, stage.shops)
    left = SARA.points - held.whole("points")
    assert [_available(shop) for shop in stage.shops] == [left, left]
    # What the first store was lent anew stays hers there; all the rest she may spend here.
    here = _spendable(near)
    rest = (left - here) // 100 * 100
    assert cashier.wish(far, SARA, rest).accepted().whole("points") == rest
    cashier.wish(near, SARA, here + 100).refused("over_allowance")


def test_a_hold_that_is_let_go_is_free_for_the_other_store(stage: Stage) -> None:
    near, far = stage.shops
    everything = SARA.points // 100 * 100
    held = cashier.wish(near, SARA, everything).accepted()

    cashier.wish(far, SARA, REST).refused("over_allowance")
    near.pos.delete(f"/v1/redemptions/{held.text('hold')}").accepted()
    side_by_side(Shop.sync, stage.shops)
    # Held by the first store still, until its day closes: only there she can spend it.
    assert cashier.wish(near, SARA, everything).accepted().text("source") == "allowance"


def test_a_second_wish_is_dealt_what_it_lacks_though_the_first_is_not_sent_yet(
    stage: Stage,
) -> None:
    near = stage.shops[0]
    here = _spendable(near)

    for wish in (here + 100, 300, 200):
        held = cashier.wish(near, SARA, wish).accepted()
        assert held.whole("points") == wish
    assert _spendable(near) == 0


def test_a_scanner_that_was_unplugged_is_heard_again_and_loses_no_whole_scan(
    shop: Shop,
) -> None:
    page = shop.pos.listen()
    shop.scanner.scan(SARA.card.encode())
    page.wait_for(lambda heard: heard.event == "scan")

    shop.scanner.unplug()
    wait_until(lambda: not _is_open(shop), what="the till notices the pulled plug")
    assert shop.pos.get("/v1/health").accepted().text("status") == "attention"
    shop.scanner.replug()
    wait_until(lambda: _is_open(shop), what="the till opens the port again")
    shop.scanner.scan(b"M-200005")
    shop.scanner.scan(SARA.card.encode())
    wait_until(lambda: len(_scans(page.heard)) == 3, what="both scans are heard")

    assert _scans(page.heard)[-1] == SARA.name
    assert member_there(shop) == SARA.name
    page.close()


def _spendable(shop: Shop) -> int:
    return _points(shop, "spendable_here")


def _available(shop: Shop) -> int:
    return _points(shop, "available")


def _points(shop: Shop, which: str) -> int:
    found = shop.pos.get("/v1/members", card=SARA.card).accepted()
    return whole_at(cashier.balance(found.at("member")), which)


def _life(shop: Shop) -> str:
    return shop.pos.get("/v1/health").accepted().text("book", "life")


def _is_open(shop: Shop) -> bool:
    return bool(shop.pos.get("/v1/health").accepted().at("devices", 0, "open"))


def _scans(heard: Iterable[Heard]) -> list[str]:
    return [text_at(one.data, "member", "name") for one in heard if _is_member(one)]


def _is_member(heard: Heard) -> bool:
    return heard.event == "scan" and reach(heard.data, "kind") == "member"
