"""An exchange: goods come back and others are bought, in one document."""

import pytest

from sync.till.journal.rebuilding import differences
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
OTHER = {"document": document("000125"), "line": "1"}


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
    assert refused(shop.void(void))[0] == "nothing_to_return"


def test_a_voided_exchange_leaves_all_as_it_was(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]
    said(shop.sale(example_sale(**paid_with(hold))))
    before = shop.balance()
    tenders = [
        {"tender": "points", "amount_minor": -213},
        {"tender": "cash", "amount_minor": 1042},
    ]
    said(shop.sale(exchange("000124", cash=0, tenders=tenders)))
    original = {"document": document("000124")}

    void = {"document": document("1", "void"), "original": original}
    answer = said(shop.void(void))

    assert [row["points"] for row in answer["reversed"]] == [19]
    assert [(one["document"]["number"], one["points"]) for one in answer["undone"]] == [
        ("000123", 10 - 213)
    ]
    assert said(shop.void(void)) == answer
    assert shop.balance() == before
    assert not differences(shop.book.journal.connection)
    said(shop.refund(refund_of("9", [back("1", "1", 1161)])))
    again = {"document": document("2", "void"), "original": original}
    assert refused(shop.void(again))[0] == "nothing_to_return"


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


def test_goods_of_two_sales_come_back_in_one_document(shop: Shop) -> None:
    said(shop.sale(example_sale()))
    said(shop.sale(sale_of("000125", [line("1", 500)])))
    before = shop.balance()
    other = line("3", -500, quantity="-1", returns=OTHER)

    answer = said(shop.sale(exchange("000126", other, cash=329)))

    assert [row["points"] for row in answer["returned"]["reversed"]] == [12]
    (more,) = answer["more_returned"]
    assert [row["points"] for row in more["reversed"]] == [5]
    assert shop.balance()[1] == before[1] + 19 - 12 - 5
    for number, code in (("000125", "nothing_to_return"), ("000123", None)):
        void = {"document": document(number, "void")}
        told = shop.void(void | {"original": {"document": document(number)}})
        assert (refused(told)[0] if code else None) == code
    assert not differences(shop.book.journal.connection)


def test_points_that_paid_two_sales_go_back_to_each(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]
    said(shop.sale(example_sale(**paid_with(hold))))
    said(shop.sale(sale_of("000125", [line("1", 500)])))
    other = line("1", -500, quantity="-1", returns=OTHER)
    mug = line("3", 1990, sku="MUG", category="home")
    coffee = line("2", -1290, quantity="-1", discount_minor=-129, returns=COFFEE)
    tenders = [
        {"tender": "points", "amount_minor": -213},
        {"tender": "cash", "amount_minor": 1990 - 500 - 1161 + 213},
    ]

    answer = said(shop.sale(sale_of("000126", [other, mug, coffee], tenders=tenders)))

    assert answer["returned"]["given_back"] == []
    (more,) = answer["more_returned"]
    assert more["given_back"][0]["points"] == 213
