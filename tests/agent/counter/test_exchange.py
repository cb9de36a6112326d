"""An exchange: goods come back and others are bought, in one document."""

import pytest

from tests.agent.counter.shop import (
    Json,
    Shop,
    back,
    document,
    example_sale,
    line,
    paid_with,
    refund_of,
    refused,
    said,
    sale_of,
)

COFFEE = {"document": document("000123"), "line": "1"}


def exchange(number: str, *more: Json, cash: int, **fields: object) -> Json:
    """Return a sale of a mug for 19.90 that brings one coffee for 11.61 back."""
    coffee = line(
        "2",
        -1290,
        quantity="-1",
        discount_minor=-129,
        returns=COFFEE,
    )
    mug = line("1", 1990, sku="MUG", category="home")
    paid = [{"tender": "cash", "amount_minor": cash}]
    return sale_of(number, [mug, coffee, *more], tenders=paid) | fields


def test_both_signs_are_one_record(shop: Shop) -> None:
    said(shop.sale(example_sale()))
    before, written = shop.balance(), shop.records

    answer = said(shop.sale(exchange("000124", cash=829)))

    assert [row["points"] for row in answer["earned"]] == [19]
    assert answer["returned"]["state"] == "settled"
    assert [row["points"] for row in answer["returned"]["reversed"]] == [12]
    assert shop.records == written + 1
    assert shop.balance()[1] == before[1] + 19 - 12
    assert said(shop.sale(exchange("000124", cash=829))) == answer


def test_what_came_back_in_an_exchange_cannot_come_back_again(shop: Shop) -> None:
    said(shop.sale(example_sale()))
    said(shop.sale(exchange("000124", cash=829)))

    again = shop.refund(refund_of("9", [back("1", "2", 2322)]))

    assert refused(again)[0] == "more_than_sold"
    said(shop.refund(refund_of("9", [back("1", "1", 1161)])))


def test_what_was_bought_in_an_exchange_can_come_back(shop: Shop) -> None:
    said(shop.sale(example_sale()))
    said(shop.sale(exchange("000124", cash=829)))
    original = {"document": document("000124")}

    answer = said(shop.refund(refund_of("9", [back("1", "1", 1990)], original=original)))

    assert [row["points"] for row in answer["reversed"]] == [19]
    void = {"document": document("1", "void"), "original": original}
    assert refused(shop.void(void))[0] == "exchange_not_voided"


def test_points_that_paid_go_back_with_an_exchange(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]
    said(shop.sale(example_sale(**paid_with(hold))))
    tenders = [
        {"tender": "points", "amount_minor": -213},
        {"tender": "cash", "amount_minor": 1042},
    ]

    answer = said(shop.sale(exchange("000124", cash=0, tenders=tenders)))

    assert answer["returned"]["given_back"][0]["points"] == 213
    assert [row["points"] for row in answer["earned"]] == [19]


def test_a_sale_not_known_here_comes_back_as_a_claim(shop: Shop) -> None:
    answer = said(shop.sale(exchange("000124", cash=829)))

    assert answer["returned"]["state"] == "claim"
    assert [row["points"] for row in answer["earned"]] == [19]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (
            {
                "lines": [
                    line(
                        "2",
                        -10,
                        quantity="-1",
                        returns=COFFEE,
                    )
                ]
            },
            "only_returns",
        ),
        ({"tenders": [{"tender": "cash", "amount_minor": 1}]}, "tenders_differ"),
        ({"tenders": [{"tender": "points", "amount_minor": -9999}]}, "negative_points"),
    ],
)
def test_what_makes_no_exchange_is_refused(shop: Shop, change: Json, code: str) -> None:
    said(shop.sale(example_sale()))

    assert refused(shop.sale(exchange("000124", cash=829) | change))[0] == code


def test_goods_of_two_sales_are_two_documents(shop: Shop) -> None:
    said(shop.sale(example_sale()))
    other = {"document": document("000125"), "line": "1"}

    answer = shop.sale(
        exchange("000124", line("3", -100, quantity="-1", returns=other), cash=729)
    )

    assert refused(answer)[0] == "exchange_of_several"
