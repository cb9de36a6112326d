"""Look-ups: a member, a receipt, a document's fate, why, and the counter's health."""

import pytest

from rules.sale.basket import DocumentKey
from tests.agent.counter.shop import (
    CARD,
    OTHER_CARD,
    SARA,
    Shop,
    back,
    document,
    example_sale,
    paid_with,
    refund_of,
    refused,
    said,
)

KEY = DocumentKey(
    store="S01",
    workstation="L2",
    business_day="2026-11-21",
    number="000123",
    kind="sale",
)


def test_a_member_is_looked_up_without_standing_anywhere(shop: Shop) -> None:
    answer = said(shop.counter.member(CARD))

    scanned = said(shop.scan())
    assert answer == {name: scanned[name] for name in answer}
    assert set(answer) == {"member", "redeemable", "recommended"}
    assert refused(shop.counter.member(OTHER_CARD))[0] == "unknown_member"


def test_a_receipt_tells_what_may_still_come_back(shop: Shop) -> None:
    number = said(shop.sale(example_sale()))["receipt"]["number"]
    refund = said(shop.refund(refund_of("9", [back("1", "1", 1161)])))["record"]

    answer = said(shop.counter.receipt(number))

    assert answer == {
        "record": "t1.3-2",
        "number": "980t1.3-2",
        "document": document("000123"),
        "at": "2026-11-21T09:42:10Z",
        "currency": "MYR",
        "total_minor": 2724,
        "member": {"id": SARA},
        "lines": [
            {
                "line": "1",
                "sku": "COF-250",
                "quantity": "2",
                "net_minor": 2322,
                "left_quantity": "1",
                "left_minor": 1161,
            },
            {
                "line": "2",
                "sku": "BAN-KG",
                "quantity": "0.452",
                "net_minor": 402,
                "left_quantity": "0.452",
                "left_minor": 402,
            },
        ],
        "reversed_by": [refund],
    }


@pytest.mark.parametrize("number", ["980t1.3-1", "980t1.3-99", "980", "nonsense", "t8.1-1"])
def test_what_is_no_receipt_of_ours_is_unknown(shop: Shop, number: str) -> None:
    assert refused(shop.counter.receipt(number))[0] == "unknown_receipt"


def test_a_document_tells_what_became_of_it(shop: Shop) -> None:
    assert refused(shop.counter.transaction(KEY))[0] == "unknown_document"
    sale = said(shop.sale(example_sale()))
    void = said(
        shop.void(
            {
                "document": document("1", "void"),
                "original": {"document": document("000123")},
            }
        )
    )

    assert said(shop.counter.transaction(KEY)) == {
        "state": "booked",
        "document": document("000123"),
        "record": sale["record"],
        "kind": "sale",
        "at": "2026-11-21T09:42:10Z",
        "reversed_by": [void["record"]],
        "outcome": None,
        "answer": sale,
    }


def test_why_explains_every_point_and_what_happened_since(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]
    sale = said(shop.sale(example_sale(**paid_with(hold))))
    said(shop.refund(refund_of("9", [back("1", "1", 1161)])))

    answer = said(shop.counter.why(sale["receipt"]["number"]))

    assert answer == said(shop.counter.why(sale["record"]))
    assert [(row["line"], row["points"], row["rule"]) for row in answer["earned"]] == [
        ("1", 19, "base"),
        ("2", 3, "base"),
    ]
    assert answer["earned"][0]["words"] == "earn.per_spend"
    assert answer["earned"][0]["numbers"]["step_minor"] == 100
    assert answer["earned"][0]["lot"] == "t1.3-3/1"
    assert answer["earned"][0]["active_from"] == "2026-12-05T16:00:00Z"
    assert answer["earned"][0]["expires"] == "2028-11-21T16:00:00Z"
    assert answer["discounts"][0]["rule"] == "silver-coffee-10"
    assert answer["spent"][0]["slices"][0]["amount"] == 500
    assert (answer["member"]["tier"], answer["member"]["available"]) == ("silver", 1240)
    assert answer["programme"]["version"] == 1
    (since,) = answer["since"]
    assert since["kind"] == "refund"
    points = [row for row in since["moved"] if row["unit"] == "points"]
    assert {(row["entry"], row["amount"]) for row in points} == {
        ("give_back", 213),
        ("reverse", -10),
    }


def test_the_points_that_why_explains_sum_to_what_was_posted(shop: Shop) -> None:
    record = said(shop.sale(example_sale()))["record"]

    answer = said(shop.counter.why(record))

    posted = sum(row["amount"] for row in answer["moved"] if row["unit"] == "points")
    assert posted == sum(row["points"] for row in answer["earned"]) == 27


def test_why_knows_holds_and_takings_too(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]

    assert said(shop.counter.why(hold))["kind"] == "hold"
    assert said(shop.counter.why("t1.3-1"))["kind"] == "take"
    assert refused(shop.counter.why("t1.3-9"))[0] == "unknown_receipt"


def test_health_counts_and_names_nobody(shop: Shop) -> None:
    shop.scan()
    said(shop.hold())

    answer = said(shop.counter.health())

    assert answer == {
        "store": "S01",
        "life": "t1.3",
        "enrolled": True,
        "records": 2,
        "frozen": "",
        "disk": "ample",
        "programme": 1,
        "programmes_unread": [],
        "members": 1,
        "open_holds": 1,
        "sessions": 1,
        "last_contact": None,
        "totals": {"earned": 0, "redeemed": 0, "refunded": 0},
        "card_rules_refused": [],
    }
