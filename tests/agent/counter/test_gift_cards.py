"""Gift cards at the till: sold, told, spent in parts, taken back, given their own back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.counter.value.fetching import NeedsMore
from rules.ground.ids import AccountId
from rules.vouchers.money import MONEY
from sync.till.journal.rebuilding import differences
from sync.wire.messages import UnitBalance
from tests.agent.counter.shop import (
    Json,
    Shop,
    back,
    document,
    line,
    refund_of,
    refused,
    said,
    sale_of,
)
from tests.agent.counter.valued import (
    card_sold,
    deal,
    hold_money,
    paid,
    tell,
    valued,
)

PRINTED = "GIFT-1111-2222-3333"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Open a till whose gift cards stay with the till that sold them."""
    opened = Shop(tmp_path, valued())
    opened.sara()
    yield opened
    opened.book.close()


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Shop]:
    """Open a till whose gift cards are spent online only."""
    opened = Shop(tmp_path / "strict", valued(spend="online"))
    opened.sara()
    yield opened
    opened.book.close()


def balance(shop: Shop, code: str) -> int:
    told = said(shop.voucher(code))
    assert told["kind"] == "gift_card"
    amount = told["balance_minor"]
    assert isinstance(amount, int)
    return amount


def account_of(shop: Shop, code: str) -> AccountId:
    needs = hold_money(shop, "gift_card", 1, code=code)
    assert isinstance(needs, NeedsMore)
    return needs.account


def bought(number: str, amount: int, code: str, **more: object) -> Json:
    return sale_of(
        number, [line("1", amount)], tenders=paid(amount, "gift_card", code), **more
    )


def test_a_card_is_sold_earns_nothing_and_is_told_on_a_scan(shop: Shop) -> None:
    card = line("1", 5000, type="gift_card_sale")
    sold = said(shop.sale(sale_of("G1", [card])))

    (issued,) = sold["issued"]
    assert (issued["kind"], issued["amount_minor"], sold["earned"]) == (
        "gift_card",
        5000,
        [],
    )
    assert f"Voucher {issued['code']}" in sold["receipt"]["slip"]
    scanned = said(shop.scan(issued["code"], symbology="QR"))
    assert scanned["voucher"]["balance_minor"] == 5000
    assert scanned["voucher"]["spendable_here"] == 5000
    assert said(shop.sale(sale_of("G1", [card]))) == sold
    assert balance(shop, issued["code"].lower()) == 5000


def test_a_printed_card_is_loaded_again_and_another_card_is_another_document(
    shop: Shop,
) -> None:
    for number in ("G1", "G2"):
        card = line("1", 1000, type="gift_card_sale", code=PRINTED)
        assert said(shop.sale(sale_of(number, [card])))["issued"] == []

    assert balance(shop, PRINTED) == 2000
    other = line("1", 1000, type="gift_card_sale", code="GIFT-9999-2222-3333")
    assert refused(shop.sale(sale_of("G1", [other])))[0] == "document_differs"


def test_a_card_pays_in_parts_until_it_is_empty(shop: Shop) -> None:
    code = card_sold(shop, 3000)
    first = said(hold_money(shop, "gift_card", 2000, code=code))
    assert (first["tender"], first["value_minor"]) == ("gift_card", 2000)
    shop.sale(bought("1", 2000, str(first["hold"])))

    assert balance(shop, code) == 1000
    short = refused(hold_money(shop, "gift_card", 1500, code=code))
    assert short == (
        "too_little_money",
        {"available_minor": 1000, "short_by_minor": 500, "spendable_here_minor": 1000},
    )
    last = said(hold_money(shop, "gift_card", 1000, code=code))
    sold = said(shop.sale(bought("2", 1000, str(last["hold"]))))
    assert (sold["notices"], sold["member"]["balances"][0]["pending"]) == ([], 65)
    assert said(shop.voucher(code))["state"] == "used"


def test_a_hold_that_pays_less_lets_the_rest_go(shop: Shop) -> None:
    code = card_sold(shop, 3000)
    hold = str(said(hold_money(shop, "gift_card", 3000, code=code))["hold"])
    assert said(shop.voucher(code))["spendable_here"] == 0

    sold = said(shop.sale(bought("1", 1200, hold)))

    assert sold["notices"] == []
    assert said(shop.voucher(code))["spendable_here"] == 1800


def test_a_hold_is_released_and_asked_for_twice_is_one(shop: Shop) -> None:
    code = card_sold(shop, 3000)
    hold = said(hold_money(shop, "gift_card", 500, code=code, quote="q-L2-1"))
    again = said(hold_money(shop, "gift_card", 500, code=code, quote="q-L2-1"))

    assert again["hold"] == hold["hold"]
    released = said(shop.counter.release(str(hold["hold"])))
    assert (released["points"], released["value_minor"]) == (0, 500)
    assert said(shop.voucher(code))["spendable_here"] == 3000


def test_a_hold_that_no_tender_needs_is_let_go(shop: Shop) -> None:
    code = card_sold(shop, 3000)
    hold = said(hold_money(shop, "gift_card", 500, code=code))["hold"]

    sold = said(shop.sale(sale_of("1", [line("1", 700)], holds=[hold])))

    assert [notice["words"] for notice in sold["notices"]] == ["notice.hold_not_needed"]
    assert said(shop.voucher(code))["spendable_here"] == 3000


def test_a_card_paid_with_nothing_set_aside_is_unfunded_and_the_sale_stands(
    shop: Shop,
) -> None:
    sold = said(shop.sale(bought("1", 1200, "t1.3-9999")))

    assert [notice["words"] for notice in sold["notices"]] == ["notice.unfunded_gift_card"]


def test_money_elsewhere_is_asked_for_to_the_cent(strict: Shop) -> None:
    code = card_sold(strict, 3000)

    needs = hold_money(strict, "gift_card", 1200, code=code)

    assert isinstance(needs, NeedsMore)
    assert (needs.unit, needs.points) == (MONEY, 1200)
    answer = refused(hold_money(strict, "gift_card", 1200, code=code, asked=True))
    assert (answer[0], answer[1]["at_office_minor"]) == ("money_elsewhere", 3000)
    deal(strict, needs.account, 1200, unit=MONEY, lot="t1.3-2/m1")
    assert said(hold_money(strict, "gift_card", 1200, code=code))["value_minor"] == 1200


def test_a_card_nobody_told_us_of_is_asked_for_and_spent(strict: Shop) -> None:
    account = account_of(strict, PRINTED)
    unknown = refused(hold_money(strict, "gift_card", 700, code=PRINTED, asked=True))
    assert unknown[0] == "unknown_voucher"

    deal(strict, account, 700, unit=MONEY, lot="t9.1-2/m1")

    assert said(hold_money(strict, "gift_card", 700, code=PRINTED))["value_minor"] == 700


def test_an_ended_card_holds_nothing(shop: Shop) -> None:
    tell(
        shop,
        account_of(shop, PRINTED),
        UnitBalance(unit=MONEY, available=500, dealable=500, until_ms=1),
    )

    assert refused(hold_money(shop, "gift_card", 5, code=PRINTED))[0] == "voucher_expired"


def test_a_card_that_comes_back_unspent_is_emptied(shop: Shop) -> None:
    card = line("1", 3000, type="gift_card_sale")
    code = str(said(shop.sale(sale_of("000123", [card])))["issued"][0]["code"])

    answer = said(shop.refund(refund_of("R1", [back("1", "1", 3000)])))

    assert answer["to_tenders"] == [{"tender": "cash", "amount_minor": 3000}]
    assert balance(shop, code) == 0


def test_a_card_that_was_spent_does_not_come_back(shop: Shop) -> None:
    card = line("1", 3000, type="gift_card_sale")
    code = str(said(shop.sale(sale_of("000123", [card])))["issued"][0]["code"])
    hold = str(said(hold_money(shop, "gift_card", 1000, code=code))["hold"])
    shop.sale(bought("1", 1000, hold))

    code_of, values = refused(shop.refund(refund_of("R1", [back("1", "1", 3000)])))

    assert (code_of, values["left_minor"]) == ("money_spent", 2000)


def test_a_refund_gives_the_card_its_own_back_and_never_more(shop: Shop) -> None:
    code = card_sold(shop, 3000)
    hold = said(hold_money(shop, "gift_card", 1000, code=code))["hold"]
    goods = [line("1", 1500)]
    tenders = paid(1000, "gift_card", hold, 500)
    shop.sale(sale_of("000123", goods, tenders=tenders))
    too_much = [{"tender": "gift_card", "amount_minor": -1500}]
    half = [{"tender": "gift_card", "amount_minor": -600}]

    over = refused(shop.refund(refund_of("R1", [back("1", "1", 1500)], tenders=too_much)))
    answer = said(shop.refund(refund_of("R2", [back("1", "1", 600)], tenders=half)))

    assert (over[0], over[1]["most_minor"]) == ("gives_back_too_much", 1000)
    assert answer["restored"] == [{"kind": "gift_card", "unit": "money", "amount": 600}]
    assert balance(shop, code) == 2600


def test_a_void_gives_everything_back(shop: Shop) -> None:
    code = card_sold(shop, 3000)
    hold = said(hold_money(shop, "gift_card", 1000, code=code))["hold"]
    tenders = paid(1000, "gift_card", hold, 500)
    shop.sale(sale_of("000123", [line("1", 1500)], tenders=tenders))

    answer = said(
        shop.void(
            {
                "document": document("V1", "void"),
                "original": {"document": document("000123")},
            }
        )
    )

    assert {"tender": "gift_card", "amount_minor": 1000} in answer["to_tenders"]
    assert balance(shop, code) == 3000


def test_tax_that_prices_do_not_hold_is_paid_with_its_line(shop: Shop) -> None:
    taxed = {"tax": {"included": False, "amount_minor": 80}}
    basket = {
        "workstation": "L2",
        "currency": "MYR",
        "at": "2026-11-21T17:41:55+08:00",
        "lines": [line("1", 1000, **taxed), line("2", 900, category="tobacco", **taxed)],
    }
    code = card_sold(shop, 9000)

    quoted = said(shop.quote(basket))

    assert quoted["total_minor"] == 2060
    assert quoted["payable_minor"] == {"gift_card": 1080, "points": 1080, "wallet": 1080}
    assert refused(hold_money(shop, "gift_card", 1081, code=code, quote=quoted["quote"]))
    assert said(hold_money(shop, "gift_card", 1080, code=code, quote=quoted["quote"]))


def test_cards_do_not_buy_cards_nor_what_is_barred(shop: Shop) -> None:
    basket = {
        "workstation": "L2",
        "currency": "MYR",
        "at": "2026-11-21T17:41:55+08:00",
        "lines": [
            line("1", 1000),
            line("2", 900, category="tobacco"),
            line("3", 700, category="wine"),
            line("4", 5000, type="gift_card_sale"),
        ],
    }
    code = card_sold(shop, 9000)

    quoted = said(shop.quote(basket))

    assert quoted["payable_minor"] == {"gift_card": 1700, "points": 1000, "wallet": 1700}
    over = hold_money(shop, "gift_card", 1701, code=code, quote=quoted["quote"])
    assert refused(over)[0] == "barred_goods"
    beyond = hold_money(shop, "gift_card", 7_601, code=code, quote=quoted["quote"])
    code_, values = refused(beyond)
    assert (code_, values["max_minor"]) == ("more_than_due", 1_700)
    assert (
        refused(shop.hold(1100, quote=quoted["quote"], asked=True))[0] == "more_than_basket"
    )
    tobacco = [line("2", 900, category="tobacco")]
    hold = said(hold_money(shop, "gift_card", 900, code=code))["hold"]
    sold = said(shop.sale(sale_of("1", tobacco, tenders=paid(900, "gift_card", hold))))
    assert [notice["words"] for notice in sold["notices"]] == ["notice.barred_goods"]


def test_no_payment_card_is_sold_as_a_gift_card(shop: Shop) -> None:
    card = line("1", 1000, type="gift_card_sale", code="4111111111111111")

    assert refused(shop.sale(sale_of("1", [card]))) == (
        "payment_card_in_document",
        {"field": "lines[0].code"},
    )
    held = hold_money(shop, "gift_card", 5, code="4111111111111111")
    assert refused(held)[0] == "payment_card_in_document"


def test_the_journal_can_be_derived_anew_after_all_of_it(shop: Shop) -> None:

    code = card_sold(shop, 3000)
    hold = said(hold_money(shop, "gift_card", 1000, code=code))["hold"]
    shop.sale(bought("1", 1000, str(hold)))

    assert differences(shop.book.journal.connection) == ()
