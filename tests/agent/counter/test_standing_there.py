"""What is asked by workstation: vouchers, holds, sales of nobody, suspended sales."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.counter.asked.people_requests import ResumeRequest, SuspendRequest
from agent.pos.requests.shapes import ATTACH
from rules.ground.ids import AccountId
from sync.wire.keys.tokens import voucher_code
from tests.agent.counter.shop import (
    SARA,
    Json,
    Shop,
    document,
    line,
    read,
    refused,
    said,
    sale_of,
)
from tests.agent.counter.valued import (
    card_sold,
    hold_money,
    tell,
    top_up,
    top_up_of,
    use_of,
    valued,
)

L2 = "L2"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Open a till whose programme has coupons, gift cards and wallets."""
    opened = Shop(tmp_path, valued())
    opened.sara()
    yield opened
    opened.book.close()


def nobody(number: str) -> Json:
    """Return a sale of one line without a member."""
    return sale_of(number, [line("1", 1_000)], card=None)


def test_the_coupons_of_who_stands_there_are_listed_with_their_state(shop: Shop) -> None:
    code = voucher_code(b"v" * 32, f"gold-welcome|{SARA}|1", "GOLD")
    shop.member(issued={"gold-welcome": 2})
    tell(shop, AccountId(f"v-{code}"), use_of())
    shop.scan()

    listed = said(shop.counter.vouchers_of(L2))["vouchers"]

    assert [(each["code"], each["state"]) for each in listed] == [(code, "active")]


def test_nobodys_coupons_are_nobodys(shop: Shop) -> None:
    assert refused(shop.counter.vouchers_of(L2))[0] == "no_member"


def test_what_is_set_aside_is_told_of_who_is_there_and_of_gift_cards(
    shop: Shop,
) -> None:
    code = card_sold(shop, 5_000)
    card = said(hold_money(shop, "gift_card", 1_000, code=code))["hold"]
    points = said(shop.hold(500))["hold"]

    before = said(shop.counter.held(L2))["holds"]
    shop.scan()
    after = said(shop.counter.held(L2))["holds"]

    assert [each["hold"] for each in before] == [card]
    assert [(each["hold"], each["points"]) for each in after] == [(card, 0), (points, 500)]


def test_the_last_sales_of_nobody_wait_to_be_given_to_a_member(shop: Shop) -> None:
    for number in ("1", "2"):
        said(shop.sale(nobody(number)))
    said(shop.sale(sale_of("3", [line("1", 1_000)])))
    said(shop.sale(nobody("4") | {"document": document("4") | {"workstation": "L9"}}))

    waiting = said(shop.counter.sales_of_nobody(L2))["sales"]
    assert [sale["document"]["number"] for sale in waiting] == ["2", "1"]

    shop.scan()
    wish = read(ATTACH, {"document": waiting[0]["document"], "workstation": L2})
    given = said(shop.counter.attach(wish))

    assert given["member"]["id"] == SARA
    left = said(shop.counter.sales_of_nobody(L2))["sales"]
    assert [sale["document"]["number"] for sale in left] == ["1"]


def test_nobody_stands_there_to_be_given_a_sale(shop: Shop) -> None:
    said(shop.sale(nobody("1")))
    wish = read(ATTACH, {"document": document("1"), "workstation": L2})

    assert refused(shop.counter.attach(wish))[0] == "no_member"


def test_suspended_sales_are_listed_until_they_are_resumed(shop: Shop) -> None:
    shop.scan()
    hold = said(shop.hold(500))["hold"]
    name = said(shop.counter.suspend(SuspendRequest(workstation=L2)))["suspended"]
    said(shop.counter.suspend(SuspendRequest(workstation=L2)))

    unnamed, sara = said(shop.counter.suspended())["suspended"]
    assert (unnamed["member"], unnamed["holds"]) == (None, [])
    assert (sara["suspended"], sara["member"]["name"]) == (name, "Sara A.")
    assert (sara["workstation"], sara["holds"]) == (L2, [hold])

    said(shop.counter.resume(ResumeRequest(workstation=L2, suspended=name)))
    assert len(said(shop.counter.suspended())["suspended"]) == 1
    assert [each["hold"] for each in said(shop.counter.held(L2))["holds"]] == [hold]


def test_who_tops_up_stands_there_still_and_pays_with_it(shop: Shop) -> None:
    shop.scan()
    said(top_up(shop, top_up_of("T1", 2_000)))

    assert said(shop.counter.session(L2))["kind"] == "member"
    assert said(hold_money(shop, "wallet", 1_500))["value_minor"] == 1_500
